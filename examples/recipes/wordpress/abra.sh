#!/bin/bash

# A config cannot change under one name: count up whenever its file changes.
export ENTRYPOINT_VERSION=v2
export INSTALL_VERSION=v2
export READS_VERSION=v2
export PHP_INI_VERSION=v1
export MARIADB_BACKUP_VERSION=v1

# abra app cmd YOURAPPDOMAIN app set_admin_password NEW
set_admin_password() {
  # shellcheck disable=SC2016 # the variable is PHP's
  php -r 'require "/var/www/html/wp-load.php"; wp_set_password($argv[1], 1);' "$1"
}

# abra app cmd YOURAPPDOMAIN db table_sizes
table_sizes() {
  mariadb --user=root --password="$(cat /run/secrets/root_password)" --table --execute="
    SELECT table_name, table_rows, data_length FROM information_schema.tables WHERE table_schema = 'wordpress'"
}
