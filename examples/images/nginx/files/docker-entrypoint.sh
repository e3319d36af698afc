#!/bin/sh
# As in the official image: what lies in /docker-entrypoint.d runs first, then the command takes this process's place.
set -e
for script in /docker-entrypoint.d/*.sh; do
  [ ! -x "$script" ] || "$script"
done
exec "$@"
