# shellcheck shell=bash
# The overhead of an install run: from the push of the manifest until it is Done, against the same done by bare requests to
# the engine (Floor.java), and against `docker stack deploy`, wait, `docker stack rm`, wait.

bench_overhead() {
  local rounds=${CC_CI_BENCH_ROUNDS:-7} round ours floor stack all_ours=() all_floor=() all_stack=()
  start_server "$(fresh_folder "${cache:?}/bench")"
  bench_recipe
  enroll_for_bench
  watch_runs

  coproc FLOOR { exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC "${root:?}/examples/bench.d/Floor.java" \
    "${data:?}/recipes/custom-html" proxy "$CC_CI_DOCKER"; }

  say "  round   cc-ci   floor   docker stack   (milliseconds; round 0 warms up and does not count)"
  for ((round = 0; round <= rounds; round++)); do
    ours=$(one_run "bench-$round")
    floor=$(one_floor api "floor$round")
    stack=$(one_floor stack "stack$round")
    printf '  %5d %7d %7d %14d\n' "$round" "$ours" "$floor" "$stack"
    [ "$round" -gt 0 ] || continue
    all_ours+=("$ours") all_floor+=("$floor") all_stack+=("$stack")
  done
  kill "$FLOOR_PID" "$watcher" 2>/dev/null || true
  stop_server

  ours=$(median "${all_ours[@]}") floor=$(median "${all_floor[@]}") stack=$(median "${all_stack[@]}")
  say "medians: cc-ci $ours ms, floor $floor ms, docker stack $stack ms"
  say "overhead ratio: $(ratio "$ours" "$floor")"
  say "against docker stack: $(ratio "$ours" "$stack")"
}

# Without the browser: it costs the same whoever starts it, and would only hide the rest.
bench_recipe() {
  "$root/examples/recipes/make-repository" custom-html "$data/recipes/custom-html"
  sed "s|^  source: .*|  source: $data/recipes/custom-html|; s|^  health:|&\n    browser: false|" \
    "$root/examples/recipe.yaml" >"$data/recipe.yaml"
}

enroll_for_bench() {
  ccctl apply -f "$data/recipe.yaml" >/dev/null
  git clone --quiet "$data/state.git" "$data/clone"
  git -C "$data/clone" config user.name bench
  git -C "$data/clone" config user.email bench@example.com
}

# One watch for all rounds, as any client of the API would: its lines are the times at which a run is Done.
watch_runs() {
  kubeconfig=$data/kubeconfig
  kube() { sed -n "s/^ *-\{0,1\} *$1: *\"\{0,1\}\([^\"]*\)\"\{0,1\}$/\1/p" "$kubeconfig" | head -n 1; }
  kube certificate-authority-data | base64 -d >"$data/ca.pem"
  exec {runs}< <(exec curl -sN --cacert "$data/ca.pem" -H "Authorization: Bearer $(kube token)" \
    "$(kube server)/apis/ci.coopcloud.tech/v1alpha1/namespaces/default/testruns?watch=1")
  watcher=$!
}

# one_run NAME: pushes a TestRun and waits for its end; the milliseconds.
one_run() {
  local name=$1 line started
  sed "s/^  name: .*/  name: $name/" "$root/examples/testrun.yaml" >"$data/clone/$name.yaml"
  git -C "$data/clone" add --all
  git -C "$data/clone" commit --quiet --message "Test $name"
  git -C "$data/clone" pull --quiet --rebase origin main
  started=$(now_ms)
  git -C "$data/clone" push --quiet origin HEAD:main
  while IFS= read -r -t 600 -u "$runs" line; do
    if [[ $line == *"\"name\":\"$name\""* && $line == *'"phase":"Done"'* ]]; then
      printf '%s\n' $(($(now_ms) - started))
      ccctl wait testrun "$name" --for=condition=Succeeded --timeout=1s >/dev/null ||
        fail "the run $name did not pass: $(ccctl get testrun "$name")"
      return
    fi
  done
  fail "the run $name did not end within ten minutes: $(ccctl get testrun "$name")"
}

one_floor() { # api|stack NAME
  local answer
  printf '%s %s\n' "$1" "$2" >&"${FLOOR[1]}"
  IFS= read -r -t 600 -u "${FLOOR[0]}" answer || fail "the comparison by $1 failed, see above."
  printf '%s\n' "$answer"
}
