# shellcheck shell=bash
# Finds a JDK of at least 25 and Maven. Sets and exports JAVA_HOME.

readonly needed_java=25

jdk_version() { # HOME: its feature version; nothing when it is no JDK
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local home version on_path
  on_path=$(readlink -f "$(command -v javac || true)" 2>/dev/null || true)
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "${on_path%/bin/javac}" "$HOME"/.sdkman/candidates/java/* /opt/*; do
    [ -n "$home" ] || continue
    version=$(jdk_version "$home" || true)
    if [ -n "$version" ] && [ "$version" -ge "$needed_java" ]; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

ensure_jdk() {
  if ! JAVA_HOME=$(find_jdk) && on_debian && is_root && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    install_package openjdk-25-jdk-headless "a JDK"
    JAVA_HOME=$(find_jdk) || true
  fi
  [ -n "$JAVA_HOME" ] || fail "no JDK $needed_java or later was found (looked at JAVA_HOME, /usr/lib/jvm and PATH): install one, or set JAVA_HOME to it."
  export JAVA_HOME
}

ensure_maven() {
  need_package mvn maven "Maven"
}
