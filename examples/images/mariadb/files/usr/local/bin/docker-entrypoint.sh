#!/bin/bash
# As in the official image: an empty data folder becomes a database with the users and the database that the environment
# asks for, MARIADB_... or MYSQL_..., each also as ..._FILE.
set -euo pipefail

readonly data=/var/lib/mysql

setting() { # NAME
  local name file
  for name in "MARIADB_$1" "MYSQL_$1"; do
    file=${name}_FILE
    if [ -n "${!file:-}" ]; then
      cat "${!file}"
      return
    fi
    if [ -n "${!name:-}" ]; then
      printf '%s' "${!name}"
      return
    fi
  done
}

quoted() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}

first_statements() {
  local root user password database host check
  root=$(setting ROOT_PASSWORD) user=$(setting USER) password=$(setting PASSWORD) database=$(setting DATABASE)
  echo 'FLUSH PRIVILEGES;'
  echo "ALTER USER root@localhost IDENTIFIED BY $(quoted "$root");"
  echo "CREATE USER IF NOT EXISTS root@'%' IDENTIFIED BY $(quoted "$root");"
  echo "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
  # By whom healthcheck.sh looks: a user that may do nothing, with a password that stands beside the data.
  check=$(head -c 24 /dev/urandom | base64)
  for host in localhost 127.0.0.1 ::1; do
    echo "CREATE OR REPLACE USER healthcheck@'$host' IDENTIFIED BY '$check';"
  done
  printf '[mariadb-client]\nuser=healthcheck\npassword=%s\nprotocol=tcp\n' "$check" >"$data/.my-healthcheck.cnf"
  [ -z "$database" ] || echo "CREATE DATABASE IF NOT EXISTS \`$database\`;"
  if [ -n "$user" ]; then
    echo "CREATE USER IF NOT EXISTS $(quoted "$user")@'%' IDENTIFIED BY $(quoted "$password");"
    [ -z "$database" ] || echo "GRANT ALL ON \`$database\`.* TO $(quoted "$user")@'%';"
  fi
}

as_mysql() { setpriv --reuid=mysql --regid=mysql --clear-groups "$@"; }

initialise() {
  if [ -z "$(setting ROOT_PASSWORD)" ]; then
    echo 'error: the database is new and no MARIADB_ROOT_PASSWORD or MARIADB_ROOT_PASSWORD_FILE says its password' >&2
    exit 1
  fi
  echo 'Initializing database files'
  chown -R mysql:mysql "$data"
  as_mysql mariadb-install-db --datadir="$data" --skip-test-db --auth-root-authentication-method=normal >/dev/null
  first_statements | as_mysql mariadbd --bootstrap --datadir="$data"
  chown mysql:mysql "$data/.my-healthcheck.cnf"
  chmod 600 "$data/.my-healthcheck.cnf"
}

if [ "${1:0:1}" = - ]; then set -- mariadbd "$@"; fi
case ${1:-} in
  mariadbd | mysqld)
    if [ ! -d "$data/mysql" ]; then initialise; fi
    exec setpriv --reuid=mysql --regid=mysql --clear-groups "$@"
    ;;
esac
exec "$@"
