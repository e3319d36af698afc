# shellcheck shell=bash
# The Gitea that the tests and examples/gitea talk to, built from its release's Go module with the dependencies that its own
# go.mod, `replace` lines and go.sum name. Exports CC_CI_GITEA, the program, and CC_CI_GITEA_STATIC, the folder of the
# templates and translations that it reads at run time; a Gitea that carries its own, as a distribution's does, needs none.

readonly gitea_version=v1.26.0

ensure_gitea() {
  local name=gitea-$gitea_version
  if [ -z "${CC_CI_GITEA:-}" ]; then
    if build_gitea "$name"; then
      CC_CI_GITEA=${cache:?}/bin/$name
      export CC_CI_GITEA_STATIC=$cache/$name
    else
      CC_CI_GITEA=$(command -v gitea) ||
        fail "Gitea could not be built and none is installed: install one of version 1.26 or later, or Go 1.21 or later and a C compiler to build it."
    fi
  fi
  export CC_CI_GITEA
}

# SQLite is C, hence the compiler; without its headers Debian's gcc compiles nothing.
build_gitea() { # NAME
  if [ ! -x "${cache:?}/bin/$1" ]; then
    need_package gcc gcc "a C compiler"
    if on_debian && [ ! -e /usr/include/stdio.h ]; then install_package libc6-dev "the C library's headers"; fi
  fi
  go_tags=sqlite,sqlite_unlock_notify go_cgo=1 \
    go_tool "$1" "Building Gitea $gitea_version (about eight minutes, once)" gitea_source \
    "-X main.Version=${gitea_version#v} -X main.Tags=sqlite,sqlite_unlock_notify" .
}

# A module's folder in Go's cache is nobody's to build in, hence the copy.
gitea_source() { # GO
  local source static=${cache:?}/gitea-$gitea_version
  source=$(fetch_module "$1" "code.gitea.io/gitea@$gitea_version" "Gitea's source") || return 1
  cp -R "$source/." . && chmod -R u+w . && rm -rf "$static" && mkdir "$static" && cp -R options public templates "$static"
}
