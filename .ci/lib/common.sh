# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR
# What every script here shares: where the cache is, how to speak to the user, and how to keep a long step audible.
# Sourced, never run. Callers set -euo pipefail themselves.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034 # read by the scripts that source this
readonly root

# Everything that is worth keeping between two starts lies here and nowhere else.
cache=${CC_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cc-ci}
mkdir -p "$cache"

# The cache's lock, held while this process starts or stops what all scripts share.
locked() { # COMMAND...
  local status=0
  exec {shared_lock}>"$cache/lock"
  flock "$shared_lock"
  "$@" || status=$?
  exec {shared_lock}>&-
  return "$status"
}

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

on_debian() { [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }
is_root() { [ "$(id -u)" = 0 ]; }

# with_heartbeat [--may-fail] TITLE LOG COMMAND...: runs the command with its output in LOG, and while it lasts prints
# every few seconds how long it has taken and the last line of its output. The command stays in the foreground, so that ^C
# ends it. Returns its exit code; with --may-fail a failure is told in one line.
with_heartbeat() {
  local title log status=0 started=$SECONDS beat may_fail=
  if [ "$1" = --may-fail ]; then
    may_fail=yes
    shift
  fi
  title=$1 log=$2
  shift 2
  say "$title ..."
  : >"$log"
  (
    # Waiting on a pipe that never speaks, since a `sleep` would outlive this subshell.
    exec {never}<> <(:)
    while ! read -r -t 4 -u "$never"; do
      printf '  %3d s  %s\n' $((SECONDS - started)) "$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c 1-110)"
    done
  ) &
  beat=$!
  "$@" >>"$log" 2>&1 </dev/null || status=$?
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  if [ "$status" != 0 ] && [ -n "$may_fail" ]; then
    say "  not possible: $(tail -n 1 "$log" | cut -c 1-160)"
  elif [ "$status" != 0 ]; then
    say "  failed after $((SECONDS - started)) s (exit code $status); the end of $log:"
    tail -n 15 "$log" | sed 's/^/    /'
  elif [ $((SECONDS - started)) -ge 2 ]; then
    say "  done in $((SECONDS - started)) s"
  fi
  return "$status"
}

# need_package COMMAND PACKAGE WHAT: makes sure that a command exists; installs Debian's package where that may be done.
need_package() {
  command -v "$1" >/dev/null && return
  install_package "$2" "$3"
  command -v "$1" >/dev/null || fail "Debian's package $2 was installed, but there is still no command $1."
}

install_package() {
  local package=$1 what=$2
  if ! on_debian || ! is_root; then
    fail "$what is missing: install it (on Debian: apt-get install $package) and start this again."
  fi
  apt_refresh
  with_heartbeat "Installing Debian's $package" "$cache/apt-$package.log" \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" ||
    fail "$what could not be installed: apt-get install $package failed, see above."
}

# Package lists are fetched once a day at most: a machine that has some may still have stale ones.
apt_refresh() {
  if [ -n "$(find "$cache" -maxdepth 1 -name apt-lists.stamp -mtime -1 2>/dev/null)" ]; then return; fi
  # One source that is away must not stop the others, hence no look at the exit code.
  with_heartbeat "Reading Debian's package lists" "$cache/apt-update.log" apt-get update -q || true
  touch "$cache/apt-lists.stamp"
}
