# shellcheck shell=bash
# A Docker engine with a one-node swarm. What was already there is used as it is and left as it is; what these functions
# started, `stop_engine` stops again. Exports CC_CI_DOCKER, the client to use.

engine_pid_file=${cache:?}/dockerd.pid
engine_log=$cache/dockerd.log
swarm_mark=$cache/swarm-started-here
engine_started_here=
swarm_started_here=

# Debian's client before whatever else stands on PATH: an older client next to a newer engine is a common accident.
find_docker() {
  local candidate
  for candidate in "${CC_CI_DOCKER:-}" /usr/bin/docker "$(command -v docker || true)"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

docker() { "$CC_CI_DOCKER" "$@"; }

engine_answers() { timeout 20 "$CC_CI_DOCKER" version --format '{{.Server.Version}}' >/dev/null 2>&1; }

ensure_docker() {
  local packaged=
  [ -x /usr/sbin/dockerd ] || [ -x /usr/bin/dockerd ] || packaged=no
  if ! CC_CI_DOCKER=$(find_docker) || { [ -n "$packaged" ] && ! engine_answers; }; then
    install_package docker.io "Docker"
    CC_CI_DOCKER=/usr/bin/docker
  fi
  export CC_CI_DOCKER
  if ! engine_answers; then start_engine; fi
  ensure_swarm
}

start_engine() {
  [ -z "${DOCKER_HOST:-}" ] || fail "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST: start it, or unset DOCKER_HOST."
  if ! is_root; then
    if [ -S /var/run/docker.sock ] && [ ! -w /var/run/docker.sock ]; then
      fail "the Docker engine refuses this user: add it to the group docker (usermod -aG docker $(id -un)) and log in again."
    fi
    fail "no Docker engine answers: start it (systemctl start docker), or start this as root."
  fi
  # Two scripts at once must not start two engines.
  exec {engine_lock}>"$cache/dockerd.lock"
  flock "$engine_lock"
  if ! engine_answers; then
    if [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1; then
      say "Starting the Docker engine (systemctl start docker) ..."
      systemctl start docker || fail "systemctl start docker failed: see journalctl -u docker."
      engine_started_here=systemd
    else
      start_engine_by_hand
    fi
  fi
  exec {engine_lock}>&-
}

start_engine_by_hand() {
  local pid waited=0
  command -v iptables >/dev/null || install_package iptables "iptables"
  # Where no init system has mounted the control groups, the engine would only say that one of them is missing.
  if ! grep -qE ' cgroup2? ' /proc/mounts; then
    need_package cgroupfs-mount cgroupfs-mount "a mount of the control groups"
    cgroupfs-mount
  fi
  # After a power cut the number in the file may be that of some other process, and the engine would take it for its twin.
  pid=$(cat "$engine_pid_file" 2>/dev/null || true)
  [ "$(cat "/proc/${pid:-none}/comm" 2>/dev/null)" = dockerd ] || rm -f "$engine_pid_file"
  say "Starting the Docker engine (its log is $engine_log) ..."
  # Its own session: ^C ends the script that started it, and the script then stops it in an orderly way.
  setsid dockerd --pidfile "$engine_pid_file" >"$engine_log" 2>&1 </dev/null {engine_lock}>&- &
  pid=$!
  until engine_answers; do
    if ! kill -0 "$pid" 2>/dev/null; then
      tail -n 15 "$engine_log" >&2
      fail "the Docker engine did not start: the end of $engine_log is above."
    fi
    [ "$waited" -lt 120 ] || fail "the Docker engine has not answered for a minute: see $engine_log."
    [ $((waited % 8)) != 7 ] || say "  still starting: $(tail -n 1 "$engine_log" | cut -c 1-110)"
    read -r -t 0.5 <> <(:) || waited=$((waited + 1))
  done
  engine_started_here=$pid
}

ensure_swarm() {
  case $(docker info --format '{{.Swarm.LocalNodeState}}/{{.Swarm.ControlAvailable}}') in
    active/true) ;;
    active/*) fail "the Docker engine is a worker of a swarm; cc-ci needs a manager: point DOCKER_HOST at one." ;;
    inactive/*)
      say "Making a swarm of one node ..."
      docker swarm init --advertise-addr 127.0.0.1 >/dev/null || fail "docker swarm init failed, see above."
      swarm_started_here=yes
      touch "$swarm_mark"
      ;;
    *) fail "the swarm of this Docker engine is in the state $(docker info --format '{{.Swarm.LocalNodeState}}'): repair it, or leave it with docker swarm leave --force." ;;
  esac
}

# What stands in the engine now, one line each, so that two looks can be compared. The networks that Docker makes by itself
# do not count, nor do images: they are kept for the next start.
engine_contents() {
  docker service ls --format 'service {{.Name}}'
  docker ps -a --format 'container {{.Names}}'
  docker network ls --format 'network {{.Name}}' | grep -vxE 'network (bridge|host|none|ingress|docker_gwbridge)' || true
  docker volume ls --format 'volume {{.Name}}'
  docker secret ls --format 'secret {{.Name}}'
  docker config ls --format 'config {{.Name}}'
}

# Undoes what ensure_docker did in this process, unless somebody else has begun to use it.
stop_engine() {
  [ -n "$engine_started_here$swarm_started_here" ] || return 0
  if [ -n "$(docker service ls -q 2>/dev/null)$(docker ps -q 2>/dev/null)" ]; then
    say "The Docker engine stays up: something else is running on it."
    return 0
  fi
  if [ -n "$swarm_started_here" ]; then
    docker swarm leave --force >/dev/null 2>&1 || true
    rm -f "$swarm_mark"
  fi
  case $engine_started_here in
    '') ;;
    systemd) systemctl stop docker.service docker.socket >/dev/null 2>&1 || true ;;
    *)
      kill "$engine_started_here" 2>/dev/null || true
      wait "$engine_started_here" 2>/dev/null || true
      ;;
  esac
}
