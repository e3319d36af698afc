#!/bin/bash
# As in the official image, as far as recipes use it: --connect and --innodb_initialized.
set -euo pipefail

ask() { mariadb --defaults-file=/var/lib/mysql/.my-healthcheck.cnf --connect-timeout=5 --skip-column-names --batch --execute="$1"; }

[ $# -gt 0 ] || {
  echo "healthcheck.sh needs a check, such as --connect" >&2
  exit 1
}
for check in "$@"; do
  case $check in
    --connect) ask 'SELECT 1' >/dev/null ;;
    --innodb_initialized)
      [ "$(ask "SELECT 1 FROM information_schema.ENGINES WHERE engine = 'InnoDB' AND support IN ('YES', 'DEFAULT')")" = 1 ]
      ;;
    *)
      echo "healthcheck.sh: the check $check is not known here" >&2
      exit 1
      ;;
  esac
done
