#!/bin/bash
# mariadb_backup.sh backup|clean|restore: the database as one file in its own volume, for the backup to take and to bring back.
set -euo pipefail

readonly dump=/var/lib/mysql/dump.sql.gz
MYSQL_PWD=$(cat /run/secrets/root_password)
export MYSQL_PWD

case ${1:-} in
  backup)
    # Beside it at first, so that a dump is whole or not there.
    mariadb-dump --user=root --single-transaction --routines --triggers wordpress | gzip >"$dump.new"
    mv "$dump.new" "$dump"
    ;;
  clean)
    rm -f "$dump"
    ;;
  restore)
    gzip --test "$dump"
    # What came after the dump has to go, whole tables included.
    mariadb --user=root --execute='DROP DATABASE IF EXISTS wordpress; CREATE DATABASE wordpress'
    gunzip --stdout "$dump" | mariadb --user=root wordpress
    rm -f "$dump"
    ;;
  *)
    echo "usage: mariadb_backup.sh backup|clean|restore" >&2
    exit 2
    ;;
esac
