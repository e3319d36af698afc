# shellcheck shell=bash
# Builds the product, where something has changed since it was built last.

product=${root:?}/controller/target/cc-ci

up_to_date() {
  [ -x "$product/bin/cc-ci" ] &&
    [ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$product" -print -quit)" ]
}

build_product() {
  # The one who calls says so when the build is under way already, as when a test of that very build is running.
  if [ -z "${CC_CI_BUILT:-}" ] && ! up_to_date; then
    (
      cd "$root"
      with_heartbeat "Building cc-ci with Maven" "${cache:?}/build.log" mvn -B -DskipTests package
    ) || fail "cc-ci could not be built: see above, and $cache/build.log."
  fi
  [ -e "$product/lib/cc-ci.aot" ] ||
    with_heartbeat --may-fail "Preparing cc-ci's classes, so that it starts faster" "$cache/aot.log" "$product/lib/make-aot-cache" ||
    true
}
