# shellcheck shell=bash
# A Gitea of one's own for a while, for the scripts that need one: empty, on loopback, all its files in one folder. Needs
# gitea.sh for the program and server.sh for waiting. Tokens stand in files, never on a command line.

gitea_folder=
gitea_url=
gitea_process=

# start_gitea FOLDER: an empty one of one's own on loopback, with SQLite, and its administrator `operator`, whose token lies in
# FOLDER/operator.header. Sets gitea_folder and gitea_url.
start_gitea() {
  local port waited=0 made
  gitea_folder=$1
  port=$(free_port 3000)
  gitea_url=http://127.0.0.1:$port
  mkdir -p "$gitea_folder"
  gitea_settings "$port" >"$gitea_folder/app.ini"
  say "Starting Gitea at $gitea_url ..."
  HOME=$gitea_folder setsid "$CC_CI_GITEA" web --config "$gitea_folder/app.ini" >>"$gitea_folder/gitea.log" 2>&1 </dev/null &
  gitea_process=$!
  until curl -fs -m 2 -o /dev/null "$gitea_url/api/healthz"; do
    if ! kill -0 "$gitea_process" 2>/dev/null || [ "$waited" -ge 2400 ]; then
      tail -n 15 "$gitea_folder/gitea.log" >&2
      fail "Gitea did not start: the end of $gitea_folder/gitea.log is above."
    fi
    pause 0.1
    waited=$((waited + 1))
  done
  made=$(HOME=$gitea_folder "$CC_CI_GITEA" admin user create --config "$gitea_folder/app.ini" --admin --username operator \
    --random-password --email operator@example.org --must-change-password=false --access-token) ||
    fail "Gitea made no administrator: $made"
  keep_token operator "$(grep -oE '\b[0-9a-f]{40}\b' <<<"$made")"
}

gitea_settings() { # PORT
  cat <<EOF
RUN_USER = $(id -un)
RUN_MODE = prod
WORK_PATH = $gitea_folder
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = $1
ROOT_URL = $gitea_url/
${CC_CI_GITEA_STATIC:+STATIC_ROOT_PATH = $CC_CI_GITEA_STATIC}
DISABLE_SSH = true
OFFLINE_MODE = true
LFS_START_SERVER = false
[database]
DB_TYPE = sqlite3
SQLITE_TIMEOUT = 60000
[security]
INSTALL_LOCK = true
[repository]
DEFAULT_BRANCH = main
[service]
DISABLE_REGISTRATION = true
[webhook]
ALLOWED_HOST_LIST = loopback
[actions]
ENABLED = false
[packages]
ENABLED = false
[indexer]
ISSUE_INDEXER_TYPE = db
[log]
MODE = console
LEVEL = Warn
logger.access.MODE = access
[log.access]
MODE = file
LEVEL = Info
FILE_NAME = access.log
EOF
}

# A token as a header for curl, which takes it from the file, so that it is on no command line.
keep_token() { # USER TOKEN
  (umask 077 && printf 'Authorization: token %s\n' "$2" >"$gitea_folder/$1.header")
}

# gitea_api USER METHOD PATH [JSON]: asks as this user; prints the answer.
gitea_api() {
  local answer
  answer=$(curl -sS --fail-with-body -m 60 -X "$2" -H "@$gitea_folder/$1.header" -H 'Content-Type: application/json' \
    --data-binary @- "$gitea_url/api/v1$3" <<<"${4:-}") ||
    fail "Gitea refused $2 $3: $answer"
  printf '%s\n' "$answer"
}

# gitea_user NAME PASSWORD: makes a user, with a token in FOLDER/NAME.header.
gitea_user() {
  local name=$1 token
  gitea_api operator POST /admin/users \
    "{\"username\": \"$name\", \"password\": \"$2\", \"email\": \"$name@example.org\", \"must_change_password\": false}" >/dev/null
  token=$(printf 'user = "%s:%s"\n' "$name" "$2" | curl -sS --fail-with-body -m 60 -K - -H 'Content-Type: application/json' \
    -d '{"name": "token", "scopes": ["write:issue", "write:repository", "read:organization", "read:user"]}' \
    "$gitea_url/api/v1/users/$name/tokens") || fail "Gitea made no token for $name: $token"
  keep_token "$name" "$(grep -oE '\b[0-9a-f]{40}\b' <<<"$token")"
}

# gitea_push USER FOLDER REPOSITORY WHAT...: pushes with the user's token, which git takes from its environment.
gitea_push() {
  local user=$1 folder=$2 repository=$3 said
  shift 3
  said=$(GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.$gitea_url/.extraHeader GIT_CONFIG_VALUE_0=$(cat "$gitea_folder/$user.header") \
    git -C "$folder" push --quiet "$gitea_url/$repository.git" "$@" 2>&1) || fail "nothing could be pushed to $repository: $said"
}

stop_gitea() {
  [ -n "$gitea_process" ] || return 0
  kill "$gitea_process" 2>/dev/null || true
  wait "$gitea_process" 2>/dev/null || true
  gitea_process=
}
