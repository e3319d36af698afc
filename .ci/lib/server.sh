# shellcheck shell=bash
# A cc-ci server of one's own, for the scripts that need one for a while: its data lies in a fresh folder under the cache,
# it listens where nobody else does, and it is stopped by the signal that a service manager would send.

data=
listen=
server=
contents_before=

# Reads from a pipe that never speaks, since a `sleep` would outlive a script that is interrupted.
pause() { read -r -t "$1" <> <(:) || true; }

free_port() { # FIRST
  local port=$1
  while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  printf '%s\n' "$port"
}

# fresh_folder PREFIX: a new folder; those of earlier runs whose server is gone are removed.
fresh_folder() {
  local old pid
  for old in "$1".*; do
    [ -d "$old" ] || continue
    pid=$(cat "$old/server.pid" 2>/dev/null || true)
    if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then continue; fi
    rm -rf "$old"
  done
  mktemp -d "$1.XXXXXX"
}

# start_server FOLDER OPTION...: starts it with its data there and waits until it is ready. Sets data, listen and server.
start_server() {
  local waited=0 api
  data=$1
  shift
  listen=127.0.0.1:$(free_port 8080)
  api=127.0.0.1:$(free_port 8443)
  say "Starting cc-ci serve --data $data ..."
  setsid "${product:?}/bin/cc-ci" serve --data "$data" --listen "$listen" --api-listen "$api" "$@" \
    >>"$data/server.log" 2>&1 </dev/null &
  server=$!
  printf '%s\n' "$server" >"$data/server.pid"
  until curl -fs -m 10 -o /dev/null "http://$listen/readyz"; do
    server_runs || server_failed "the server ended while it started"
    [ "$waited" -lt 4800 ] || server_failed "the server was not ready within four minutes"
    [ $((waited % 80)) != 79 ] || say "  still starting: $(tail -n 1 "$data/server.log" | cut -c 1-110)"
    pause 0.05
    waited=$((waited + 1))
  done
  say "  ready; its dashboard is http://$listen/"
}

server_runs() { [ -n "$server" ] && kill -0 "$server" 2>/dev/null; }

server_failed() {
  tail -n 25 "$data/server.log" | sed 's/^/    /' >&2
  fail "$1: the end of $data/server.log is above."
}

# Stops it as a service manager does; says so when it did not end well.
stop_server() {
  [ -n "$server" ] || return 0
  local status=0 waited=0
  say "Stopping the server ..."
  kill "$server" 2>/dev/null || true
  while server_runs && [ "$waited" -lt 1200 ]; do
    [ $((waited % 40)) != 39 ] || say "  still stopping: $(tail -n 1 "$data/server.log" | cut -c 1-110)"
    pause 0.1
    waited=$((waited + 1))
  done
  if server_runs; then
    kill -9 "$server" 2>/dev/null || true
    say "  it did not end within two minutes and was killed: see $data/server.log"
    status=1
  fi
  wait "$server" || status=$?
  server=
  [ "$status" = 0 ] || say "  the server ended with exit code $status: see $data/server.log"
  return "$status"
}

ccctl() { KUBECONFIG=$data/kubeconfig "$product/bin/ccctl" "$@"; }

# For who is interrupted: a server that is only stopped leaves its runs for the next start, and there will be none.
take_runs_down() {
  server_runs || return 0
  say "Interrupted: taking down what is deployed ..."
  ccctl delete testruns --all --timeout=2m >/dev/null || true
}

remember_engine_contents() { contents_before=$(engine_contents | sort); }

# What has come into the engine since: nothing may be left of it. The network that stands before all deployments is the
# server's to make and, where it was not there before, this script's to remove.
check_nothing_left() {
  local left
  [ -n "$contents_before" ] || [ -n "$data" ] || return 0
  if ! grep -qx 'network proxy' <<<"$contents_before"; then docker network rm proxy >/dev/null 2>&1 || true; fi
  left=$(comm -13 <(printf '%s\n' "$contents_before") <(engine_contents | sort))
  [ -n "$left" ] || return 0
  say "Left in the swarm:"
  printf '  %s\n' "${left//$'\n'/$'\n'  }"
  return 1
}
