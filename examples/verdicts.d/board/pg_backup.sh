#!/bin/sh
# pg_backup.sh backup|restore: the database as a file in its own volume.
set -eu
dump=$PGDATA/board.sql
case $1 in
  backup) pg_dump --username=board --clean --if-exists board >"$dump" ;;
  restore) psql --username=board --quiet --single-transaction --set=ON_ERROR_STOP=1 --output=/dev/null --file="$dump" board ;;
esac
