# shellcheck shell=bash
# Finds restic, which keeps what a backup captured; exports CC_CI_RESTIC. Any version that knows `--json` will do.

find_restic() {
  local name
  for name in "${CC_CI_RESTIC:-}" restic; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

ensure_restic() {
  if ! CC_CI_RESTIC=$(find_restic); then
    install_package restic "restic"
    CC_CI_RESTIC=$(find_restic) || fail "Debian's restic was installed, but there is still no command restic."
  fi
  export CC_CI_RESTIC
}
