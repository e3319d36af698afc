#!/bin/bash
# As in the official image: an empty data folder becomes a database with the user and the database that the environment asks
# for, POSTGRES_..., each also as ..._FILE.
set -euo pipefail

setting() { # NAME DEFAULT
  local file=${1}_FILE
  if [ -n "${!file:-}" ]; then cat "${!file}"; else printf '%s' "${!1:-$2}"; fi
}

as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }

initialise() {
  local user password database
  user=$(setting POSTGRES_USER postgres) password=$(setting POSTGRES_PASSWORD '')
  database=$(setting POSTGRES_DB "$user")
  if [ -z "$password" ]; then
    echo 'error: the database is new and no POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE says its password' >&2
    exit 1
  fi
  (umask 077 && printf '%s\n' "$password" >/run/postgresql/password)
  chown postgres /run/postgresql/password
  as_postgres initdb --username="$user" --auth-local=trust --auth-host=scram-sha-256 --pwfile=/run/postgresql/password
  rm /run/postgresql/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  if [ "$database" != postgres ]; then
    printf 'CREATE DATABASE "%s";\n' "${database//\"/\"\"}" | as_postgres postgres --single -D "$PGDATA" postgres >/dev/null
  fi
  fill "$user" "$database"
}

# What lies in the folder for it is run once, by a server that nobody else can reach yet.
fill() { # USER DATABASE
  local file
  compgen -G '/docker-entrypoint-initdb.d/*' >/dev/null || return 0
  as_postgres pg_ctl --pgdata "$PGDATA" --options "-c listen_addresses=''" --wait start
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sql) as_postgres psql --set=ON_ERROR_STOP=1 --no-password --username="$1" --dbname="$2" --file="$file" ;;
      *.sql.gz) gunzip --stdout "$file" | as_postgres psql --set=ON_ERROR_STOP=1 --no-password --username="$1" --dbname="$2" ;;
      *.sh) as_postgres bash "$file" ;;
      *) echo "$file is passed over" ;;
    esac
  done
  as_postgres pg_ctl --pgdata "$PGDATA" --mode fast --wait stop
}

if [ "${1:0:1}" = - ]; then set -- postgres "$@"; fi
if [ "${1:-}" = postgres ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  [ -s "$PGDATA/PG_VERSION" ] || initialise
  exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
fi
exec "$@"
