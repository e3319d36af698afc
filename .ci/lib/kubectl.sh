# shellcheck shell=bash
# The kubectl that the tests drive the server with; exports CC_CI_KUBECTL. It is built from the Go modules of its release,
# which is what makes the version the same everywhere; without Go, an installed one that is new enough will do.

readonly kubectl_module=v0.36.1 kubectl_version=v1.36.1 kubectl_go=1.26.0

ensure_kubectl() {
  local built=${cache:?}/bin/kubectl-$kubectl_version go
  if [ -z "${CC_CI_KUBECTL:-}" ]; then
    if [ -x "$built" ] || { go=$(find_go) && build_kubectl "$go" "$built"; }; then
      CC_CI_KUBECTL=$built
    else
      CC_CI_KUBECTL=$(find_kubectl) ||
        fail "kubectl could not be built and none of version 1.30 or later is installed: install one, or Go 1.21 or later to build it."
    fi
  fi
  export CC_CI_KUBECTL
}

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
  local module folder
  module=golang.org/toolchain@v0.0.1-go$kubectl_go.linux-$("$1" env GOARCH)
  with_heartbeat --may-fail "Fetching Go $kubectl_go" "$cache/go.log" "$1" mod download -json "$module" >&2 || return 1
  folder=$(sed -n 's/^\t*"Dir": "\(.*\)",*$/\1/p' "$cache/go.log")
  # A module's files come without the right to be executed.
  chmod -R u+w,a+rx "$folder/bin" "$folder/pkg/tool" && printf '%s\n' "$folder/bin/go"
}

find_kubectl() {
  local kubectl minor
  kubectl=$(command -v kubectl) || return 1
  minor=$("$kubectl" version --client 2>/dev/null | sed -n 's/^Client Version: v1\.\([0-9]*\).*/\1/p')
  [ "${minor:-0}" -ge 30 ] && printf '%s\n' "$kubectl"
}

build_kubectl() { # GO TARGET
  local go=$1 target=$2 work
  work=$(mktemp -d "$cache/kubectl.XXXXXX")
  cat >"$work/main.go" <<-'GO'
	package main

	import (
		"k8s.io/component-base/cli"
		"k8s.io/kubectl/pkg/cmd"
		"k8s.io/kubectl/pkg/cmd/util"
	)

	func main() { util.CheckErr(cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand())) }
	GO
  cat >"$work/go.mod" <<-GO
	module kubectl

	go $kubectl_go

	require k8s.io/kubectl $kubectl_module
	GO
  mkdir -p "$(dirname "$target")"
  if with_heartbeat "Building kubectl $kubectl_version (about three minutes, once)" "$cache/kubectl.log" \
    go_build "$go" "$work" "$target"; then
    rm -rf "$work"
  else
    rm -rf "$work"
    return 1
  fi
}

go_build() { # GO DIRECTORY TARGET
  (
    export GOFLAGS=-mod=mod CGO_ENABLED=0 GOWORK=off
    # -v names what is being compiled: that is what the heartbeat shows.
    cd "$2" && "$1" mod tidy && "$1" build -v -trimpath -o "$3.new" \
      -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$kubectl_version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36" . &&
      mv "$3.new" "$3"
  )
}
