# shellcheck shell=bash
# What runs leave on the disk: many install runs, each at a commit with an image of its own that is pulled from a registry on
# loopback, and what the engine and the data folder hold after the first and after the last.

registry=
registry_pid=

bench_disk() {
  local number count=${CC_CI_BENCH_DISK_RUNS:-50} folder
  folder=$(fresh_folder "${cache:?}/disk")
  start_registry "$folder/registry"
  push_images "$count" "$folder"
  # At once, so that one need not wait a week for what is measured.
  start_server "$folder" --images-unused-for 1s --images-min-free 0 --capacity 1
  enroll_for_disk
  one_disk_run 1
  await_images 1
  disk_used "after 1 run"
  for ((number = 2; number <= count; number++)); do
    one_disk_run "$number"
    [ $((number % 10)) != 0 ] || say "  $number of $count runs are done"
  done
  await_images 1
  disk_used "after $count runs"
  stop_server
  stop_registry
}

# With what there is of its images in the engine.
stop_registry() {
  local images
  [ -n "$registry_pid" ] || return 0
  kill "$registry_pid" 2>/dev/null || true
  wait "$registry_pid" 2>/dev/null || true
  registry_pid=
  mapfile -t images < <(docker images --format '{{.Repository}}:{{.Tag}}' "$registry/app")
  [ "${#images[@]}" = 0 ] || docker image rm "${images[@]}" >/dev/null
}

start_registry() { # FOLDER
  registry=127.0.0.1:$(free_port 5000)
  mkdir -p "$1"
  cat >"$1/config.yml" <<-YAML
	version: 0.1
	log: {level: error}
	storage: {filesystem: {rootdirectory: $1/storage}}
	http: {addr: "$registry"}
	YAML
  "${CC_CI_REGISTRY:?}" serve "$1/config.yml" >"$1/log" 2>&1 </dev/null &
  registry_pid=$!
  until curl -fs -m 2 -o /dev/null "http://$registry/v2/"; do
    kill -0 "$registry_pid" 2>/dev/null || fail "the registry did not start: see $1/log"
    pause 0.1
  done
}

# push_images COUNT FOLDER: images of 2 MiB that nothing else is like, in the registry and not in the engine; and a recipe's
# repository with a commit, tagged image-N, for each.
push_images() {
  local number repository=$2/recipes/custom-html git
  say "  pushing $1 images to a registry on $registry"
  "${root:?}/examples/recipes/make-repository" custom-html "$repository"
  git=(git -C "$repository" -c user.name=bench -c user.email=bench@example.com)
  mkdir -p "$2/image"
  printf 'FROM nginx:1.27.2\nCOPY own /own\n' >"$2/image/Dockerfile"
  for ((number = 1; number <= $1; number++)); do
    head -c 2M /dev/urandom >"$2/image/own"
    docker build --quiet --tag "$registry/app:$number" "$2/image" >/dev/null
    docker push --quiet "$registry/app:$number" >/dev/null
    docker image rm "$registry/app:$number" >/dev/null
    sed -i "s|^    image: .*|    image: $registry/app:$number|" "$repository/compose.yml"
    "${git[@]}" commit --quiet --all --message "Image $number"
    "${git[@]}" tag "image-$number"
  done
}

enroll_for_disk() {
  sed -e "s|^  source: .*|  source: $data/recipes/custom-html|" \
    -e "s|^  health:|  deploy: {allow: [{what: 'registry:$registry', reason: It is this measurement's.}]}\n&\n    browser: false|" \
    "$root/examples/recipe.yaml" >"${data:?}/recipe.yaml"
  ccctl apply -f "$data/recipe.yaml" >/dev/null
}

one_disk_run() { # NUMBER
  sed "s/^  name: .*/  name: disk-$1/; s/^  ref: .*/  ref: image-$1/" "$root/examples/testrun.yaml" >"$data/run.yaml"
  ccctl apply -f "$data/run.yaml" >/dev/null
  ccctl wait testrun "disk-$1" --for=condition=Succeeded --timeout=120s >/dev/null ||
    fail "the run disk-$1 did not pass: $(ccctl get testrun "disk-$1")"
}

await_images() { # COUNT
  local waited=0
  until [ "$(docker images -q "$registry/app" | wc -l)" = "$1" ]; do
    [ "$waited" -lt 60 ] || fail "more than $1 of the images are still there: $(docker images "$registry/app")"
    pause 1
    waited=$((waited + 1))
  done
}

disk_used() { # WHEN
  local part
  say "disk $1: $(docker images -q "$registry/app" | wc -l) of the pulled images in the engine, $(docker system df --format '{{.Type}} {{.Size}}' | paste -sd ',' | sed 's/,/, /g')"
  for part in state.git runs sources checkouts backups browser images.json; do
    printf '    %-12s %8s KiB in %s files\n' "$part" "$(du -sk "$data/$part" 2>/dev/null | cut -f 1)" \
      "$(find "$data/$part" -type f 2>/dev/null | wc -l)"
  done
}
