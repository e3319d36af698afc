# shellcheck shell=bash
# The store by itself, and behind its API over HTTPS: what the classes StoreBench and ApiBench of run-store print.

bench_store() {
  local classes=${root:?}/run-store/target
  (
    cd "$root"
    with_heartbeat "Compiling the benchmarks of run-store" "${cache:?}/bench-build.log" \
      mvn -B -pl run-store -am test-compile org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
      -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test
  ) || fail "the benchmarks could not be compiled: see above."
  local class_path
  class_path=$classes/test-classes:$classes/classes:$(cat "$classes/test-classpath")
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -cp "$class_path" \
    tech.coopcloud.ci.store.git.StoreBench
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -cp "$class_path" \
    tech.coopcloud.ci.store.rest.ApiBench
}
