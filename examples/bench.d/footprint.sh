# shellcheck shell=bash
# How soon a server that knows many finished runs is ready, and how much memory it holds then.

bench_footprint() {
  local count=${CC_CI_BENCH_RUNS:-1000} folder start started ready
  folder=$(fresh_folder "${cache:?}/footprint")
  start_server "$folder"
  finished_runs "$count"
  stop_server
  for ((start = 1; start <= 3; start++)); do
    started=$(now_ms)
    start_server "$folder"
    ready=$(($(now_ms) - started))
    say "  ready after $ready ms, resident $(resident) MB"
    # Long enough for the informers to have listed everything and for the heap to have been given back.
    pause 15
    say "footprint: ready after $ready ms, resident $(resident) MB after 15 s, with $count finished runs"
    stop_server
  done
}

# As many runs as asked for, finished by the server itself: those of a recipe that nobody has enrolled end at once.
finished_runs() {
  local number done=0 shown=-1
  git clone --quiet "${data:?}/state.git" "$data/clone"
  mkdir -p "$data/clone/runs"
  for ((number = 1; number <= $1; number++)); do
    sed "s/^  name: .*/  name: finished-$number/; s/^  recipe: .*/  recipe: not-enrolled/" \
      "${root:?}/examples/testrun.yaml" >"$data/clone/runs/finished-$number.yaml"
  done
  git -C "$data/clone" add --all
  git -C "$data/clone" -c user.name=bench -c user.email=bench@example.com commit --quiet --message "Test $1 times"
  git -C "$data/clone" push --quiet origin HEAD:main
  while [ "$done" -lt "$1" ]; do
    pause 2
    done=$(ccctl get testruns 2>/dev/null | grep -c ' Done ' || true)
    [ "$done" = "$shown" ] || say "  $done of $1 runs are finished"
    shown=$done
  done
}

# Megabytes that the server holds in memory now.
resident() { awk '/^VmRSS/ { printf "%d\n", $2 / 1024 }' "/proc/${server:?}/status"; }
