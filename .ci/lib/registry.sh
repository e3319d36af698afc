# shellcheck shell=bash
# The registry that tests have images pulled from, on a loopback port; exports CC_CI_REGISTRY, the program. It is taken out of
# Debian's package docker-registry without installing that, which would start one for the whole machine.

find_registry() {
  local name
  for name in "${CC_CI_REGISTRY:-}" "${cache:?}/bin/docker-registry" docker-registry; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

ensure_registry() {
  if ! CC_CI_REGISTRY=$(find_registry); then
    on_debian || fail "docker-registry is missing: install it, or name the program of one (github.com/distribution/distribution) in CC_CI_REGISTRY."
    unpack_registry || fail "Debian's docker-registry could not be fetched: see $cache/registry.log."
    CC_CI_REGISTRY=$(find_registry) || fail "Debian's docker-registry holds no command docker-registry."
  fi
  export CC_CI_REGISTRY
}

unpack_registry() {
  local work
  ! is_root || apt_refresh
  work=$(mktemp -d "$cache/registry.XXXXXX")
  mkdir -p "$cache/bin"
  if with_heartbeat "Fetching Debian's docker-registry" "$cache/registry.log" fetch_package "$work" docker-registry &&
    dpkg-deb -x "$work"/docker-registry_*.deb "$work/files" &&
    mv "$work/files/usr/bin/docker-registry" "$cache/bin/docker-registry"; then
    rm -rf "$work"
  else
    rm -rf "$work"
    return 1
  fi
}

fetch_package() { (cd "$1" && apt-get download -q "$2"); } # FOLDER PACKAGE
