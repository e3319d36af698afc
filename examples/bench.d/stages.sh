# shellcheck shell=bash
# Each stage of custom-html against the same by hand (byhand.sh), and where the time of a whole run goes: the WordPress recipe
# through all stages, by stage and by what was waited for longest.

bench_stages() {
  stages_by_hand
  whole_run
}

stages_by_hand() {
  local run stage took hand ours=()
  start_server "$(fresh_folder "${cache:?}/bench")"
  bench_recipe
  ccctl apply -f "${data:?}/recipe.yaml" >/dev/null
  # The first one warms the server up.
  for run in first second; do
    sed "s/^  name: .*/  name: $run/; /^  stages:/d" "${root:?}/examples/testrun.yaml" >"$data/testrun.yaml"
    ccctl apply -f "$data/testrun.yaml" >/dev/null
    ccctl wait testrun "$run" --for=condition=Succeeded --timeout=10m >/dev/null || fail "the run did not pass: $(ccctl describe testrun "$run")"
  done
  mapfile -t ours < <(ccctl get testrun second -o 'jsonpath={range .status.stages[*]}{.name} {.startedAt} {.finishedAt}{"\n"}{end}')
  mkdir "$data/byhand"
  say "  stage        cc-ci   by hand   ratio   (milliseconds)"
  while read -r stage hand; do
    took=$(stage_took "$stage" "${ours[@]}")
    printf '  %-10s %7d %9d %7s\n' "$stage" "$took" "$hand" "$(ratio "$took" "$hand")"
  done < <(by_hand "$data/byhand" "$data/recipes/custom-html")
  stop_server
}

# stage_took STAGE LINE...: milliseconds between the two times of the stage's line.
stage_took() {
  local wanted=$1 line stage started finished
  shift
  for line in "$@"; do
    read -r stage started finished <<<"$line"
    [ "$stage" = "$wanted" ] || continue
    printf '%d\n' $(($(date -d "$finished" +%s%3N) - $(date -d "$started" +%s%3N)))
  done
}

whole_run() {
  local recipe=wordpress
  "${root:?}/examples/recipes/make-images" "$recipe"
  start_server "$(fresh_folder "${cache:?}/bench")"
  "$root/examples/recipes/make-repository" "$recipe" "${data:?}/recipes/$recipe"
  sed "s|^  source: .*|  source: $data/recipes/$recipe|" "$root/examples/recipes/$recipe.recipe.yaml" >"$data/recipe.yaml"
  ccctl apply -f "$data/recipe.yaml" >/dev/null
  sed "s/^  name: .*/  name: whole/; s/^  recipe: .*/  recipe: $recipe/; /^  ref:/d; /^  stages:/d" \
    "$root/examples/testrun.yaml" >"$data/testrun.yaml"
  ccctl apply -f "$data/testrun.yaml" >/dev/null
  with_heartbeat "Running $recipe through all stages" "$data/wait.log" \
    env KUBECONFIG="$data/kubeconfig" "${product:?}/bin/ccctl" wait testrun whole --for=phase=Done --timeout=30m ||
    fail "the run did not end: $(ccctl get testrun whole)"
  ccctl describe testrun whole | sed -n '/^Stages:/,/^Conditions:/p' | grep -E '^  [a-z]' || true
  longest_waits "$data"/runs/default/whole-*/run.log
  say "stages: level $(ccctl get testrun whole -o 'jsonpath={.status.level}'), cc-ci at its peak $(peak) MB"
  stop_server
}

# The lines of the log that came after the longest pauses: what was waited for.
longest_waits() { # LOG
  awk '/^[^ ]* cc-ci \| / {
    split(substr($1, 12, 12), t, ":")
    now = t[1] * 3600 + t[2] * 60 + t[3]
    text = $0; sub(/^[^|]*\| /, "", text)
    if (seen++ && now >= last) printf "%8.1f s until: %s\n", now - last, substr(text, 1, 110)
    last = now
  }' "$1" | sort -rn | head -n 15
}

# Megabytes that the server ever held in memory.
peak() { awk '/^VmHWM/ { printf "%d\n", $2 / 1024 }' "/proc/${server:?}/status"; }
