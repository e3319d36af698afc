# shellcheck shell=bash
# The store by itself, and behind its API over HTTPS: what the classes StoreBench and ApiBench of run-store print.

# store_class_path: compiles run-store with its benchmarks, and says where the classes are.
store_class_path() {
  local classes=${root:?}/run-store/target
  (
    cd "$root"
    with_heartbeat "Compiling the benchmarks of run-store" "${cache:?}/bench-build.log" \
      mvn -B -pl run-store -am test-compile org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
      -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test
  ) >&2 || fail "the benchmarks could not be compiled: see above."
  printf '%s\n' "$classes/test-classes:$classes/classes:$(cat "$classes/test-classpath")"
}

bench_store() {
  local class_path
  class_path=$(store_class_path)
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -cp "$class_path" \
    tech.coopcloud.ci.store.git.StoreBench
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -cp "$class_path" \
    tech.coopcloud.ci.store.rest.ApiBench
}

# A year of runs through the store, with the heap and the compiler of the product.
bench_year() {
  local class_path folder
  class_path=$(store_class_path)
  folder=$(fresh_folder "${cache:?}/year")
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx320m -XX:TieredStopAtLevel=1 -cp "$class_path" \
    tech.coopcloud.ci.store.git.YearBench "${CC_CI_BENCH_MONTHS:-12}" "$folder"
  rm -rf "$folder"
}
