# shellcheck shell=bash
# The Traefik that production has and that the tests hold the embedded ingress against, as the image traefik:v3.6; exports
# CC_CI_TRAEFIK, the image's name. It is pulled where a registry answers; elsewhere examples/images/build makes it of the
# program, built from its release's Go module with the dependencies that its own go.mod, `replace` lines and go.sum name.

traefik_version=$(cat "${root:?}/examples/images/traefik/version")
readonly traefik_version

ensure_traefik() {
  CC_CI_TRAEFIK=traefik:v3.6
  "$root/examples/images/build" "$CC_CI_TRAEFIK"
  export CC_CI_TRAEFIK
}

# Builds the program; prints where it is.
traefik_program() {
  local name=traefik-$traefik_version
  go_tool "$name" "Building Traefik $traefik_version (about five minutes, once)" traefik_source \
    "-X github.com/traefik/traefik/v3/pkg/version.Version=${traefik_version#v} -X github.com/traefik/traefik/v3/pkg/version.Codename=stand-in" \
    ./cmd/traefik >&2 || return 1
  printf '%s\n' "${cache:?}/bin/$name"
}

# A module's folder in Go's cache is nobody's to build in, hence the copies. Of the ACME library the clients of two hundred
# sellers of domains are left out: they would be two thirds of the build, and whoever gives a certificate asks none of them.
traefik_source() { # GO
  local source acme=github.com/go-acme/lego/v4
  source=$(fetch_module "$1" "github.com/traefik/traefik/v3@$traefik_version" "Traefik's source") || return 1
  cp -R "$source/." . && chmod -R u+w . && source=$("$1" list -m -f '{{.Version}}' "$acme") || return 1
  source=$(fetch_module "$1" "$acme@$source" "Traefik's ACME library") || return 1
  cp -R "$source" acme && chmod -R u+w acme && "$1" mod edit -replace "$acme=./acme" || return 1
  cat >acme/providers/dns/zz_gen_dns_providers.go <<-'GO'
	package dns

	import (
		"fmt"

		"github.com/go-acme/lego/v4/challenge"
	)

	// NewDNSChallengeProviderByName knows none in this build.
	func NewDNSChallengeProviderByName(name string) (challenge.Provider, error) {
		return nil, fmt.Errorf("this build of Traefik has no DNS provider, and so not %s", name)
	}
	GO
}
