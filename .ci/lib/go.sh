# shellcheck shell=bash
# Finds Go, and builds with it the tools that come from the Go module proxy.

readonly go_version=1.26.0

# A Go that is new enough to fetch the toolchain that a module asks for by itself, which is 1.21; with an older one, and be it
# Debian's, the toolchain is fetched as what it is, a module.
find_go() {
  local go old=
  for go in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go; do
    [ -x "$go" ] || continue
    if go_is_new_enough "$go"; then
      printf '%s\n' "$go"
      return
    fi
    old=$go
  done
  if [ -z "$old" ]; then
    on_debian && is_root || return 1
    install_package golang-go "Go" >&2
    old=$(command -v go) || return 1
  fi
  fetch_toolchain "$old"
}

go_is_new_enough() {
  local version
  version=$(GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null) || return 1
  version=${version#go1.}
  [ "${version%%.*}" -ge 21 ] 2>/dev/null
}

fetch_toolchain() { # OLD GO
  local folder
  folder=$(fetch_module "$1" "golang.org/toolchain@v0.0.1-go$go_version.linux-$("$1" env GOARCH)" "Go $go_version") || return 1
  # A module's files come without the right to be executed.
  chmod -R u+w,a+rx "$folder/bin" "$folder/pkg/tool" && printf '%s\n' "$folder/bin/go"
}

# Says in which folder the module lies then.
fetch_module() { # GO MODULE@VERSION WHAT
  with_heartbeat --may-fail "Fetching $3" "${cache:?}/go.log" "$1" mod download -json "$2" >&2 || return 1
  sed -n 's/^\t*"Dir": "\(.*\)",*$/\1/p' "$cache/go.log"
}

# go_tool NAME TITLE FILL LDFLAGS PACKAGE: builds the cache's bin/NAME, unless it is there. FILL GO makes of the present, empty
# folder a module that has the package. go_tags and go_cgo=1, where they are set, are build tags and leave to compile C.
go_tool() {
  local name=$1 title=$2 fill=$3 ldflags=$4 package=$5 target=${cache:?}/bin/$1 go work
  [ ! -x "$target" ] || return 0
  go=$(find_go) || return 1
  work=$(mktemp -d "$cache/$name.XXXXXX")
  mkdir -p "$cache/bin"
  if (cd "$work" && GOWORK=off "$fill" "$go") &&
    with_heartbeat "$title" "$cache/$name.log" go_build "$go" "$work" "$target" "$ldflags" "$package"; then
    rm -rf "$work"
  else
    rm -rf "$work"
    return 1
  fi
}

go_build() { # GO FOLDER TARGET LDFLAGS PACKAGE
  (
    export CGO_ENABLED=${go_cgo:-0} GOWORK=off
    # -v names what is being compiled: that is what the heartbeat shows.
    cd "$2" && "$1" build -v -trimpath -tags "${go_tags:-}" -o "$3.new" -ldflags "-s -w $4" "$5" && mv "$3.new" "$3"
  )
}
