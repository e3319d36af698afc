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

# From 1.21 on Go fetches the toolchain that a module asks for by itself.
find_go() {
  local go
  for go in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go; do
    if [ -x "$go" ] && go_is_new_enough "$go"; then
      printf '%s\n' "$go"
      return
    fi
  done
  on_debian && is_root || return 1
  (install_package golang-go "Go") >&2 || return 1
  go=$(command -v go) && go_is_new_enough "$go" && printf '%s\n' "$go"
}

go_is_new_enough() {
  local version
  version=$(GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null) || return 1
  version=${version#go1.}
  [ "${version%%.*}" -ge 21 ] 2>/dev/null
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
