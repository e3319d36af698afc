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

# As many runs as asked for, finished by the server itself: those that ask for a version that does not exist end soon.
finished_runs() {
  local number done=0 shown=-1
  "${root:?}/examples/recipes/make-repository" custom-html "${data:?}/recipes/custom-html"
  sed "s|^  source: .*|  source: $data/recipes/custom-html\n  concurrency: {max: 100}\n  retention: {keepLast: 1000000}|" \
    "$root/examples/recipe.yaml" >"$data/recipe.yaml"
  ccctl apply -f "$data/recipe.yaml" >/dev/null
  git clone --quiet "$data/state.git" "$data/clone"
  mkdir -p "$data/clone/runs"
  for ((number = 1; number <= $1; number++)); do
    sed "s/^  name: .*/  name: finished-$number/; s/^  ref: .*/  ref: 9.9.9+9.9.9/" \
      "$root/examples/testrun.yaml" >"$data/clone/runs/finished-$number.yaml"
  done
  git -C "$data/clone" add --all
  git -C "$data/clone" -c user.name=bench -c user.email=bench@example.com commit --quiet --message "Test $1 times"
  git -C "$data/clone" push --quiet origin HEAD:main
  while [ "$done" -lt "$1" ]; do
    pause 2
    done=$(ccctl get testruns 2>/dev/null | grep -cw Done || true)
    [ "$done" = "$shown" ] || say "  $done of $1 runs are finished"
    shown=$done
  done
}

# Megabytes that the server holds in memory now.
resident() { awk '/^VmRSS/ { printf "%d\n", $2 / 1024 }' "/proc/${server:?}/status"; }
