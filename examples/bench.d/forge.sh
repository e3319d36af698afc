# shellcheck shell=bash
# The forge: from a comment's webhook to the TestRun in state and to the first object in the swarm, the same by polling, and
# what it takes to poll many repositories. Gitea runs on the same machine, so its own work is in every figure.

bench_forge() {
  local rounds=${CC_CI_BENCH_ROUNDS:-7} repositories=${CC_CI_BENCH_REPOSITORIES:-1000}
  local folder secret
  folder=$(fresh_folder "${cache:?}/bench")
  printf '%s\n' $$ >"$folder/server.pid"
  start_gitea "$folder/gitea"
  gitea_user bot "$(head -c 12 /dev/urandom | base64)"
  "${root:?}/examples/recipes/make-repository" custom-html "$folder/recipe"
  gitea_repository custom-html "$folder/recipe"
  git -C "$folder/recipe" commit --quiet --allow-empty --message "Change" --author "bench <bench@example.org>"
  gitea_push bot "$folder/recipe" bot/custom-html HEAD:change
  gitea_api bot POST /repos/bot/custom-html/pulls '{"title": "Change", "head": "change", "base": "main"}' >/dev/null
  (umask 077 && sed 's/^Authorization: token //' "${gitea_folder:?}/bot.header" >"$folder/token")
  secret=$(head -c 24 /dev/urandom | base64)
  (umask 077 && printf '%s\n' "$secret" >"$folder/secret")

  mkdir "$folder/hooked" "$folder/polled" "$folder/many"
  serve_with_forge "$folder/hooked" 1h
  watched custom-html
  bench_webhook "$rounds" "$secret"
  stop_server
  serve_with_forge "$folder/polled" 5s
  watched custom-html
  bench_polling "$rounds"
  stop_server
  bench_many_repositories "$repositories"
  stop_server
  stop_gitea
}

gitea_repository() { # NAME [FOLDER]
  gitea_api operator POST /admin/users/bot/repos "{\"name\": \"$1\", \"default_branch\": \"main\"}" >/dev/null
  [ -n "${2:-}" ] || return 0
  gitea_push bot "$2" "bot/$1" main --tags
  # Gitea takes note of a push a little later, and an empty repository has no pull requests.
  until gitea_api bot GET "/repos/bot/$1" | grep -q '"empty":false'; do pause 0.1; done
}

serve_with_forge() { # DATA INTERVAL
  start_server "$1" --forge "${gitea_url:?}" --forge-token-file "$folder/token" --webhook-secret-file "$folder/secret" \
    --poll-interval "$2"
  watch_runs
  forge_recipe custom-html | ccctl apply -f - >/dev/null
}

forge_recipe() { # NAME
  cat <<EOF
---
apiVersion: ci.coopcloud.tech/v1alpha1
kind: Recipe
metadata: {name: $1, namespace: default}
spec:
  source: $gitea_url/bot/$1.git
  forge: {owner: bot, repository: $1}
  health: {browser: false}
EOF
}

watched() { # RECIPE
  local tries=0
  until [ -n "$(ccctl get recipe "$1" -o 'jsonpath={.status.forge.seenAt}' 2>/dev/null)" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "cc-ci does not watch the repository of $1: see ${data:?}/server.log."
    pause 0.2
  done
}

# comment TEXT: writes it; sets commented, the name of the run that it asks for.
comment() {
  commented=custom-html-pr1-$(gitea_api bot POST /repos/bot/custom-html/issues/1/comments "{\"body\": \"$1\"}" |
    grep -oE '"id":[0-9]+' | head -n 1 | cut -d : -f 2)
}

# until_seen NAME TEXT: waits until the watch shows the run so.
until_seen() {
  local line
  while IFS= read -r -t 120 -u "${runs:?}" line; do
    if [[ $line == *"\"name\":\"$1\""* && $line == *"$2"* ]]; then return; fi
  done
  fail "the run $1 was not seen within two minutes: see $data/server.log."
}

bench_webhook() { # ROUNDS SECRET
  local round body signature started seen first all_seen=() all_first=() stack events
  for ((round = 0; round <= $1; round++)); do
    comment '!testme install'
    body="{\"repository\": {\"full_name\": \"bot/custom-html\"}, \"n\": $round}"
    signature=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$2" | sed 's/.* //')
    started=$(now_ms)
    curl -fsS -o /dev/null -H 'X-Gitea-Event: issue_comment' -H "X-Gitea-Signature: $signature" \
      --data-binary "$body" "http://${listen:?}/webhooks/gitea"
    until_seen "$commented" ''
    seen=$(($(now_ms) - started))
    until_seen "$commented" '"phase":"Done"'
    stack=$(ccctl get testrun "$commented" -o 'jsonpath={.status.stackName}')
    events=$(docker events --since "$((started / 1000 - 1))" --until "$(($(now_ms) / 1000))" --filter event=create \
      --format '{{.TimeNano}} {{.Actor.Attributes.name}}')
    first=$(grep -F " $stack" <<<"$events" | sort -n | head -n 1 | cut -c 1-13)
    [ -n "$first" ] || fail "the run $commented made nothing in the swarm: $(ccctl get testrun "$commented")"
    first=$((first - started))
    printf '  round %d: TestRun after %d ms, first object in the swarm after %d ms\n' "$round" "$seen" "$first"
    [ "$round" -gt 0 ] || continue
    all_seen+=("$seen") all_first+=("$first")
  done
  say "from the webhook, medians: TestRun in state $(median "${all_seen[@]}") ms, first object in the swarm $(median "${all_first[@]}") ms"
}

bench_polling() { # ROUNDS
  local round started all=()
  for ((round = 0; round <= $1; round++)); do
    comment '!testme lint'
    started=$(now_ms)
    until_seen "$commented" ''
    all+=($(($(now_ms) - started)))
    until_seen "$commented" '"phase":"Done"'
  done
  say "by polling every 5 s: TestRun in state after $(median "${all[@]}") ms, at most $(printf '%s\n' "${all[@]}" | sort -n | tail -n 1) ms"
}

# Requests are counted by Gitea, the processor's time by the kernel.
bench_many_repositories() { # REPOSITORIES
  local n before cpu after from until
  say "  making $1 repositories ..."
  for ((n = 1; n <= $1; n++)); do
    gitea_repository "many-$n"
    [ $((n % 100)) != 0 ] || say "  $n"
  done
  serve_with_forge "$folder/many" 30s
  for ((n = 1; n <= $1; n++)); do forge_recipe "many-$n"; done | ccctl apply -f - >/dev/null
  watched "many-$1"
  pause 31
  before=$(requests) cpu=$(cpu_ticks) from=$(now_ms)
  pause 60
  after=$(requests) cpu=$(($(cpu_ticks) - cpu)) until=$(now_ms)
  say "$1 repositories, polled every 30 s: $(((after - before) * 30000 / (until - from))) requests each 30 s, $(distinct $((after - before))) of $1 looked at in 60 s, $((cpu * 100000 / ($(getconf CLK_TCK) * (until - from)))) % of one core, $(resident) MB resident"
}

requests() { grep -c '/issues/comments' "$gitea_folder/log/access.log"; }
distinct() { tail -n "$1" "$gitea_folder/log/access.log" | grep -o 'repos/bot/many-[0-9]*/issues/comments' | sort -u | wc -l; }
# The server's own process is the JVM that its launcher became.
cpu_ticks() { awk '{ print $14 + $15 }' "/proc/${server:?}/stat"; }
