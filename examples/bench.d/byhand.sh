# shellcheck shell=bash
# The stages of custom-html by hand: what a patient person with docker, curl and restic would do for each of them, one command after
# the other, with nothing decided, recorded or reported. What is looked at and changed is the same.

hand=        # folder
hand_stack=byhand_bench

# by_hand FOLDER REPOSITORY: does every stage; lines of a stage and the milliseconds that it took.
by_hand() {
  local started stage
  hand=$1
  git clone --quiet "$2" "$hand/recipe"
  export RESTIC_REPOSITORY=$hand/restic RESTIC_PASSWORD=bench RESTIC_CACHE_DIR=$hand/cache
  for stage in install functional backup restore upgrade; do
    started=$(now_ms)
    "hand_$stage" >/dev/null
    printf '%s %d\n' "$stage" $(($(now_ms) - started))
  done
  hand_remove
}

hand_install() {
  hand_deploy 1.1.0+1.27.2
  hand_answers
  hand_deploy 1.1.0+1.27.2 # changes nothing
}

hand_functional() { hand_answers; }

hand_backup() {
  docker exec "$(hand_container)" sh -c 'echo before >/srv/content/canary'
  docker cp "$(hand_container):/srv/content" "$hand/content"
  "$CC_CI_RESTIC" init --quiet
  "$CC_CI_RESTIC" backup --quiet "$hand/content"
  "$CC_CI_RESTIC" check --quiet
}

hand_restore() {
  docker exec "$(hand_container)" sh -c 'echo after >/srv/content/canary'
  hand_bring_back
  hand_remove
  hand_deploy 1.1.0+1.27.2
  hand_answers
  hand_bring_back
}

hand_upgrade() {
  hand_remove
  hand_deploy 1.0.0+1.27.2
  hand_answers
  docker exec "$(hand_container)" sh -c 'echo kept >/srv/content/canary'
  hand_deploy 1.1.0+1.27.2
  hand_answers
  [ "$(docker exec "$(hand_container)" cat /srv/content/canary)" = kept ] || fail "the upgrade by hand lost its data."
}

hand_bring_back() {
  rm -rf "$hand/restored"
  "$CC_CI_RESTIC" restore --quiet latest --target "$hand/restored"
  docker cp "$hand/restored$hand/content/." "$(hand_container):/srv/content"
  hand_answers
  [ "$(docker exec "$(hand_container)" cat /srv/content/canary)" = before ] || fail "the restore by hand brought nothing back."
}

# Waits for the task of this version: the one that is healthy and the only one.
hand_deploy() { # VERSION
  git -C "$hand/recipe" checkout --quiet --force "$1"
  sed -i 's/^    deploy:$/    deploy:\n      endpoint_mode: dnsrr/' "$hand/recipe/compose.yml"
  (
    set -a
    # shellcheck source=/dev/null
    . "$hand/recipe/abra.sh"
    STACK_NAME=$hand_stack DOMAIN=byhand.localhost LETS_ENCRYPT_ENV='' docker stack deploy --resolve-image never \
      --compose-file "$hand/recipe/compose.yml" "$hand_stack"
  )
  until [ "$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{else}}completed{{end}}' "${hand_stack}_app")" = completed ] &&
    [ "$(docker ps -q --filter "label=com.docker.stack.namespace=$hand_stack" | wc -l)" = 1 ] && [ -n "$(hand_container)" ]; do
    pause 0.05
  done
}

hand_container() { docker ps -q --filter "label=com.docker.stack.namespace=$hand_stack" --filter health=healthy; }

hand_answers() {
  docker exec "$(hand_container)" curl -fs http://localhost/ | grep -q '</html>' || fail "the deployment by hand does not answer."
}

# By force, since the server, too, waits for nobody to end politely.
hand_remove() {
  local filter="label=com.docker.stack.namespace=$hand_stack"
  docker service rm "${hand_stack}_app" >/dev/null
  until [ -z "$(docker ps -aq --filter "$filter")" ]; do
    docker ps -aq --filter "$filter" | xargs -r docker rm -fv >/dev/null 2>&1 || true
  done
  docker config ls -q --filter "$filter" | xargs -r docker config rm >/dev/null
  docker volume ls -q --filter "$filter" | xargs -r docker volume rm >/dev/null
  docker network ls -q --filter "$filter" | xargs -r docker network rm >/dev/null
}
