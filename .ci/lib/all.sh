# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR
# Everything in this folder, for scripts that set up more than one thing.

library=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=common.sh
. "$library/common.sh"
# shellcheck source=jdk.sh
. "$library/jdk.sh"
# shellcheck source=docker.sh
. "$library/docker.sh"
# shellcheck source=chromium.sh
. "$library/chromium.sh"
# shellcheck source=restic.sh
. "$library/restic.sh"
# shellcheck source=go.sh
. "$library/go.sh"
# shellcheck source=kubectl.sh
. "$library/kubectl.sh"
# shellcheck source=traefik.sh
. "$library/traefik.sh"
# shellcheck source=gitea.sh
. "$library/gitea.sh"
# shellcheck source=registry.sh
. "$library/registry.sh"
# shellcheck source=build.sh
. "$library/build.sh"

ensure_everything() {
  need_package git git "git"
  need_package curl curl "curl"
  ensure_jdk
  ensure_maven
  ensure_docker
  ensure_chromium
  ensure_restic
  ensure_kubectl
  "$root/examples/images/build" nginx:1.27.2 busybox:1.36 cc-ci-tests:1
  ensure_traefik
  ensure_gitea
  ensure_registry
}

show_tools() {
  say "JAVA_HOME        $JAVA_HOME"
  say "Maven            $(command -v mvn)"
  say "CC_CI_DOCKER     $CC_CI_DOCKER, engine $(docker version --format '{{.Server.Version}}')"
  say "CC_CI_CHROMIUM   $CC_CI_CHROMIUM"
  say "CC_CI_RESTIC     $CC_CI_RESTIC"
  say "CC_CI_KUBECTL    $CC_CI_KUBECTL"
  say "CC_CI_TRAEFIK    $CC_CI_TRAEFIK"
  say "CC_CI_GITEA      $CC_CI_GITEA"
  say "CC_CI_REGISTRY   $CC_CI_REGISTRY"
}
