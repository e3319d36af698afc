# shellcheck shell=bash
# The kubectl that the tests drive the server with; exports CC_CI_KUBECTL. It is built from the Go modules of its release,
# which is what makes the version the same everywhere; without Go, an installed one that is new enough will do.

readonly kubectl_module=v0.36.1 kubectl_version=v1.36.1

ensure_kubectl() {
  local built=${cache:?}/bin/kubectl-$kubectl_version
  if [ -z "${CC_CI_KUBECTL:-}" ]; then
    if build_kubectl; then
      CC_CI_KUBECTL=$built
    else
      CC_CI_KUBECTL=$(find_kubectl) ||
        fail "kubectl could not be built and none of version 1.30 or later is installed: install one, or Go 1.21 or later to build it."
    fi
  fi
  export CC_CI_KUBECTL
}

find_kubectl() {
  local kubectl minor
  kubectl=$(command -v kubectl) || return 1
  minor=$("$kubectl" version --client 2>/dev/null | sed -n 's/^Client Version: v1\.\([0-9]*\).*/\1/p')
  [ "${minor:-0}" -ge 30 ] && printf '%s\n' "$kubectl"
}

build_kubectl() {
  go_tool "kubectl-$kubectl_version" "Building kubectl $kubectl_version (about three minutes, once)" kubectl_source \
    "-X k8s.io/component-base/version.gitVersion=$kubectl_version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36" .
}

kubectl_source() { # GO
  cat >main.go <<-'GO'
	package main

	import (
		"k8s.io/component-base/cli"
		"k8s.io/kubectl/pkg/cmd"
		"k8s.io/kubectl/pkg/cmd/util"
	)

	func main() { util.CheckErr(cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand())) }
	GO
  cat >go.mod <<-GO
	module kubectl

	go ${go_version:?}

	require k8s.io/kubectl $kubectl_module
	GO
  with_heartbeat "Resolving kubectl's modules" "$cache/kubectl.log" "$1" mod tidy
}
