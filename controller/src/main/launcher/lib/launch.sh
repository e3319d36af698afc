# shellcheck shell=sh
# What both launchers share: finding a JDK and becoming the Java program. Sourced with `home` set. It starts no other
# program, since each one would cost a user of ccctl some milliseconds.

needed_java=25

# Whether there is a new enough Java in a directory; its file `release` says which one it is.
has_java() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    [ "$key" = JAVA_VERSION ] || continue
    value=${value#\"}
    [ "${value%%[!0-9]*}" -ge "$needed_java" ]
    return
  done <"$1/release"
  return 1
}

find_java() {
  if has_java "${JAVA_HOME:-/nowhere}"; then return; fi
  for JAVA_HOME in /usr/lib/jvm/* /opt/* "${HOME:-/nowhere}"/.sdkman/candidates/java/*; do
    if has_java "$JAVA_HOME"; then return; fi
  done
  JAVA_HOME=$(command -v java) && JAVA_HOME=$(readlink -f "$JAVA_HOME") && JAVA_HOME=${JAVA_HOME%/bin/java} &&
    has_java "$JAVA_HOME"
}

# launch MAIN NAME OPTIONS ARGUMENT...
launch() {
  main=$1 name=$2 options=$3
  shift 3
  if ! find_java; then
    echo "error: $name needs Java $needed_java or later and found none: install a JDK, or set JAVA_HOME to one (looked at JAVA_HOME, /usr/lib/jvm, /opt and PATH)." >&2
    exit 1
  fi
  class_path=
  for jar in "${home:?}"/lib/*.jar; do
    class_path=$class_path:$jar
  done
  options="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders $options"
  # Classes that are loaded and linked already, where lib/make-aot-cache has been run. The JVM itself refuses a cache that
  # does not fit the JDK or the jars, and then does without.
  if [ -n "${CC_CI_AOT_OUTPUT:-}" ]; then
    options="$options -XX:AOTCacheOutput=$CC_CI_AOT_OUTPUT"
  elif [ -r "$home/lib/$name.aot" ]; then
    options="$options -XX:AOTCache=$home/lib/$name.aot -Xlog:aot=off -Xlog:cds=off"
  fi
  # shellcheck disable=SC2086 # options are meant to be split
  exec "$JAVA_HOME/bin/java" $options "-Dplaywright.cli.dir=$home/playwright" -cp "${class_path#:}" "$main" "$@"
}
