#!/bin/bash
# As in the official image: options alone are the server's, and the server does not run as root.
set -euo pipefail
case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "${1:-}" = redis-server ] && [ "$(id -u)" = 0 ]; then
  chown -R redis:redis .
  # Who is told nothing of networks listens to the machine itself only, and nobody reaches that in a container.
  [ $# -gt 1 ] || set -- "$@" --protected-mode no
  exec setpriv --reuid=redis --regid=redis --clear-groups "$@"
fi
exec "$@"
