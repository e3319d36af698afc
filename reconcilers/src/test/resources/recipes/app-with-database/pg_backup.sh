#!/bin/sh
set -e
case "$1" in
  backup) pg_dump -U forum forum > /var/lib/postgresql/data/backup.sql ;;
  restore) psql -U forum forum < /var/lib/postgresql/data/backup.sql ;;
esac
