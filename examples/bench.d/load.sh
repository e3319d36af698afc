# shellcheck shell=bash
# Runs that are requested faster than one by one, with a simulated engine of fixed speed (load/*.java): what cc-ci adds to their wait,
# with slots enough and with too few of them.

simulation=

bench_load() {
  local slots
  for slots in ${CC_CI_BENCH_SLOTS:-10 6}; do load_with "$slots"; done
}

load_with() { # SLOTS
  local count=${CC_CI_BENCH_REQUESTS:-500} api containers number recipes=() before cpu line folder answers
  folder=$(fresh_folder "${cache:?}/load")
  coproc LOAD { exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "${product:?}/lib/*" "${root:?}/examples/bench.d/load/Load.java" \
    "$1" "$count"; }
  simulation=$LOAD_PID
  exec {answers}<&"${LOAD[0]}" # which bash forgets when the process ends, be all read or not
  read -r -u "$answers" api containers || fail "the simulated engine did not start, see above."
  DOCKER_HOST=tcp://127.0.0.1:$api start_server "$folder" --capacity "$1"
  for ((number = 1; number <= 10; number++)); do recipes+=("load-$number"); done
  load_recipes "$containers" "${recipes[@]}"
  before=$(reconciles) cpu=$(cpu_ticks_with_children)
  printf '%s %s\n' "${data:?}/kubeconfig" "${recipes[*]}" >&"${LOAD[1]}"
  while IFS= read -r -u "$answers" line; do say "$line"; done
  exec {answers}<&-
  wait "$simulation" || fail "not every run passed and left nothing, see above."
  simulation=
  count=$((count + 25)) # with those that warm up and go alone
  say "cc-ci: $((($(cpu_ticks_with_children) - cpu) * 1000 / ($(getconf CLK_TCK) * count))) ms of processor time and $((($(reconciles) - before) / count)) reconciles a run, at most $(most_resident) MB resident, ccctl get testruns took $(list_ms) ms"
  stop_server
}

stop_load() {
  [ -n "$simulation" ] || return 0
  kill "$simulation" 2>/dev/null || true
  wait "$simulation" 2>/dev/null || true
  simulation=
}

# Repositories of their own, since each is fetched by one run at a time; their services answer where the simulation does.
load_recipes() { # PORT RECIPE...
  local port=$1 name repository
  shift
  for name in "$@"; do
    repository=$data/recipes/$name
    "$root/examples/recipes/make-repository" custom-html "$repository"
    sed -i "s|server.port=80\"|server.port=$port\"|" "$repository/compose.yml"
    git -C "$repository" -c user.name=bench -c user.email=bench@example.com commit --quiet --all --message "Answer at the simulation"
    git -C "$repository" tag simulated
    sed "s|^  name: .*|  name: $name|; s|^  source: .*|  source: $repository\n  concurrency: {max: 100}|; s|^  health:|&\n    browser: false|" \
      "$root/examples/recipe.yaml"
    printf -- '---\n'
  done | ccctl apply -f - >/dev/null
}

reconciles() { curl -fsS "http://${listen:?}/metrics" | awk '/^cc_ci_reconciles_total[{]/ { n += $2 } END { printf "%d\n", n }'; }
cpu_ticks_with_children() { awk '{ print $14 + $15 + $16 + $17 }' "/proc/${server:?}/stat"; }
most_resident() { awk '/^VmHWM/ { printf "%d\n", $2 / 1024 }' "/proc/${server:?}/status"; }
list_ms() {
  local from
  from=$(now_ms)
  ccctl get testruns >/dev/null
  printf '%s\n' $(($(now_ms) - from))
}
