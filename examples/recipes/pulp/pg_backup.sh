#!/bin/bash
# pg_backup.sh backup|clean|restore: the database as one file in its own volume, for the backup to take and to bring back.
set -euo pipefail

readonly dump=/var/lib/postgresql/data/dump.sql.gz

drop_all() {
  cat <<-'SQL'
	SET client_min_messages = warning;
	DO $$
	DECLARE name text;
	BEGIN
	  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
	    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', name);
	  END LOOP;
	  FOR name IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace
	      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e') LOOP
	    EXECUTE 'DROP ROUTINE ' || name || ' CASCADE';
	  END LOOP;
	END $$;
	SQL
}

# What came after the dump has to go, whole tables included; all at once or not at all. Extensions stay: who is connected knows
# their types by number.
load() {
  { drop_all && gunzip --stdout "$dump"; } |
    psql --username=pulp --dbname=pulp --quiet --single-transaction --set=ON_ERROR_STOP=1 --output=/dev/null
}

case ${1:-} in
  backup)
    # Beside it at first, so that a dump is whole or not there.
    pg_dump --username=pulp pulp | gzip >"$dump.new"
    mv "$dump.new" "$dump"
    ;;
  clean)
    rm -f "$dump"
    ;;
  restore)
    gzip --test "$dump"
    # Others are connected and hold locks, and two that wait for each other are refused: nothing has changed then.
    tries=1
    until load; do
      [ "$tries" -lt 10 ] || exit 1
      tries=$((tries + 1))
      sleep 1
    done
    rm -f "$dump"
    ;;
  *)
    echo "usage: pg_backup.sh backup|clean|restore" >&2
    exit 2
    ;;
esac
