package tech.coopcloud.ci.oracle;

import static tech.coopcloud.ci.oracle.Recipes.block;
import static tech.coopcloud.ci.oracle.Recipes.one;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * The fields of a service, in every form that the compose format has for them. In a value, {@code
 * %%} stands for a number that no other service has.
 */
final class Fields {
  /** Forms of interpolation. */
  private static final String[] VALUES = {
    "plain",
    "\"\"",
    "${WORD}",
    "$WORD",
    "${WORD:-unused}",
    "${UNKNOWN:-a default}",
    "${UNKNOWN-d}",
    "${EMPTY:-filled}",
    "${EMPTY-stays}",
    "${UNKNOWN}",
    "costs $$5",
    "${WORD:?must be there}",
    "${EMPTY?may be empty}",
    "${lower_case}",
    "before${WORD}after",
    "$WORD$NUMBER",
    "$WORD.$NUMBER",
    "${UNKNOWN:-a-b:c}",
    "${UNKNOWN:-x}}",
    "$${WORD}",
    "$$$WORD",
    "${REPEATED}",
    "\"${SENTENCE}\"",
    "'$WORD'",
    "$WORD-is not a suffix",
    "\"{{.Service.Name}} ${NUMBER}\"",
    "'*'",
    "\"two\\nlines\"",
    "${UNKNOWN:-}",
    "\"a: b # c\"",
    "!!str 5"
  };

  /** What YAML makes of values without quotes. */
  private static final String[] SCALARS = {
    "7",
    "1.50",
    "1e3",
    "010",
    "0x1F",
    "1_000",
    "-5",
    ".5",
    "2020-01-01",
    "2020-1-1 10:00:00.50",
    "2020-01-01T1:2:3+02:00",
    "12:30",
    "1.2.3",
    "~",
    "null",
    "",
    "+1",
    "1.",
    "6.02e23",
    "9999999999",
    "-.5",
    "1e-7",
    "0b11"
  };

  private static final List<Arbitrary<String>> ANY =
      List.of(
          one(
              "entrypoint",
              "/run.sh",
              "/run.sh --flag \"a b\" 'c d' e\\ f",
              "['sh', '-c', 'x $$y']",
              "[]",
              "\"\""),
          one(
              "command",
              "serve",
              "serve --name \"${WORD} x\" # c",
              "[\"a\", \"${WORD}\", \"\"]",
              "\"a 'b\\\"c' d\"",
              "[]"),
          environment(),
          block(
              "environment",
              "- WORD",
              "- A=1",
              "- B=${WORD}",
              "- C=",
              "- UNKNOWN",
              "- D=x=y",
              "- E=\"q\"",
              "- EMPTY",
              "- 'F=a b'"),
          one("env_file", "some.env", "[some.env, more.env]", "./more.env"),
          block("labels", "a.b: c", "num: 5", "f: 1.0", "e: ''", "z: ${WORD}", "nothing:"),
          block("labels", "- a.b=d", "- flag", "- \"quoted=${WORD} $$x\"", "- x=y=z"),
          one("hostname", "host", "\"{{.Service.Name}}-{{.Task.Slot}}\"", "${WORD}"),
          one("user", "nobody", "\"1000:1000\"", "${WORD}"),
          one("working_dir", "/srv", "/srv/${WORD}"),
          one("stop_signal", "SIGINT", "SIGQUIT"),
          one("stop_grace_period", "10s", "1m30s", "1.5s", "500ms", "0s", "1h"),
          one("tty", "true", "false", "${YES}"),
          one("stdin_open", "true", "\"${YES}\""),
          one("read_only", "true", "false", "${UNKNOWN:-on}"),
          one("init", "true", "false"),
          one("isolation", "default"),
          one("dns", "8.8.8.8", "[8.8.8.8, 9.9.9.9]", "[\"2001:db8::1\"]"),
          one("dns_search", "example.org", "[a.example.org, b.example.org]"),
          block(
              "extra_hosts",
              "- \"a:10.0.0.1\"",
              "- \"b:10.0.0.2\"",
              "- c.example.org:192.168.1.1",
              "- 'six:2001:db8::1'"),
          block("extra_hosts", "z: 10.0.0.1", "b: 10.0.0.2", "c: ${UNKNOWN:-10.1.1.1}"),
          one(
              "cap_add",
              "[NET_ADMIN]",
              "[net_admin, CAP_SYS_TIME]",
              "[ALL]",
              "[\" chown \"]",
              "[RESET, KILL]"),
          one("cap_drop", "[ALL]", "[CHOWN, NET_ADMIN]", "[mknod]"),
          block(
              "sysctls",
              "net.core.somaxconn: 1024",
              "net.ipv4.tcp_syncookies: ${NUMBER}",
              "kernel.shmmax: '5'"),
          block("sysctls", "- net.core.somaxconn=10", "- net.ipv4.ip_forward=1"),
          block(
              "ulimits",
              "nofile: 1000",
              "nproc: {soft: 5, hard: 10}",
              "core: {hard: 0, soft: 0}",
              "fsize: ${NUMBER}",
              "stack: {soft: $NUMBER, hard: 9}"),
          healthcheck(),
          one(
              "logging",
              "*logging",
              "{driver: none}",
              "{driver: syslog, options: {syslog-address: 'udp://1.2.3.4:${NUMBER}', tag: $WORD}}",
              "{options: {max-size: 1m}}",
              "{driver: json-file, options: {max-file: 3, nothing: }}"),
          one(
              "networks",
              "[front, back]",
              "[back]",
              "[plain]",
              "{front: , back: {aliases: [x, z]}}",
              "{front: {aliases: [a]}}",
              "{default: }",
              "[cc-ci-oracle-outside, plain]",
              "{named: {aliases: [$WORD]}}",
              "[empty, default]",
              "{back: {aliases: []}}"),
          References.references("secrets"),
          References.references("configs"),
          Mounted.volumes("base"),
          Ports.published("1"),
          one("restart", "always", "unless-stopped", "on-failure", "on-failure:3", "\"no\""),
          block("x-own", "a: ${WORD}"),
          one("depends_on", "[other]"),
          one("tmpfs", "/tmp"),
          one("privileged", "true"),
          one("expose", "[\"80\"]"),
          one("container_name", "x"),
          one("shm_size", "64M"),
          one("build", ".", "{context: .}"),
          one("links", "[db]"),
          one("security_opt", "[\"no-new-privileges\"]"),
          one("devices", "[\"/dev/x:/dev/x\"]"));

  private static final List<Arbitrary<String>> OVER =
      List.of(
          one("entrypoint", "/other.sh", "[]"),
          one("command", "[over, ride]", "\"\""),
          block("environment", "WORD: over", "A: ''", "NEW: new", "SHARED:", "NUM: 8", "UNKNOWN:"),
          block("environment", "- A=over", "- B", "- C=", "- OTHER=1"),
          one("env_file", "more.env"),
          block("labels", "a.b: over", "num: ''", "fresh: 1"),
          one("hostname", "over", "\"\""),
          one("user", "root"),
          one("working_dir", "/over"),
          one("stop_grace_period", "0s", "2s"),
          one("tty", "true", "false"),
          one("read_only", "false", "true"),
          one("init", "true", "false"),
          one("dns", "1.1.1.1"),
          one("dns_search", "over.example.org"),
          one("extra_hosts", "[\"over:10.9.9.9\"]"),
          one("cap_add", "[SYS_PTRACE]"),
          one("cap_drop", "[KILL]"),
          block("sysctls", "net.core.somaxconn: 9", "net.ipv4.tcp_fin_timeout: 5"),
          block("ulimits", "nofile: 5", "nproc: {soft: 1, hard: 2}"),
          healthcheck(),
          one(
              "logging",
              "{driver: json-file, options: {max-file: 9}}",
              "{driver: syslog}",
              "{options: {tag: over}}"),
          one(
              "networks",
              "[plain]",
              "{front: {aliases: [over]}}",
              "{back: }",
              "{back: {aliases: [o]}, plain: }"),
          References.references("secrets"),
          References.references("configs"),
          Mounted.volumes("over"),
          Ports.published("2"),
          one("restart", "always"),
          one("image", "over/image:2", "\"\""));

  private Fields() {}

  /** The whole of a service. */
  static Arbitrary<List<String>> base() {
    return Combinators.combine(
            one(
                "image",
                "nothing.invalid/image:1.0",
                "image",
                "lib/image:2-alpine",
                "nothing.invalid:5000/a/b/c",
                "image:${UNKNOWN:-3}",
                "image@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
            Deploy.base(),
            fields(ANY))
        .as(Fields::joined);
  }

  /** What an overlay says of a service. */
  static Arbitrary<List<String>> overlay() {
    return Combinators.combine(
            Arbitraries.of("x-none: 1", "stdin_open: true"), Deploy.overlay(), fields(OVER))
        .as(Fields::joined);
  }

  private static List<String> joined(String first, String second, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first, second));
    all.addAll(rest);
    return all;
  }

  private static Arbitrary<List<String>> fields(List<Arbitrary<String>> of) {
    return Arbitraries.integers()
        .between(0, of.size() - 1)
        .flatMap(i -> of.get(i))
        .list()
        .ofMinSize(0)
        .ofMaxSize(12)
        .map(Fields::eachOnce);
  }

  private static List<String> eachOnce(List<String> fields) {
    var byName = new java.util.LinkedHashMap<String, String>();
    fields.forEach(field -> byName.putIfAbsent(field.substring(0, field.indexOf(':')), field));
    return List.copyOf(byName.values());
  }

  private static Arbitrary<String> environment() {
    Arbitrary<String> variable =
        Combinators.combine(
                Arbitraries.of("A", "B", "C", "WORD", "EMPTY", "UNKNOWN", "lower_case", "A.B"),
                Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.of(SCALARS)))
            .as((name, value) -> name + ": " + value);
    return variable
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(Fields::eachOnce)
        .flatMap(
            lines ->
                Arbitraries.of("", "  <<: *environment\n")
                    .map(
                        shared ->
                            "environment:\n"
                                + shared
                                + String.join("\n", lines).indent(2).stripTrailing()));
  }

  private static Arbitrary<String> healthcheck() {
    return Arbitraries.oneOf(
        Combinators.combine(
                Arbitraries.of(
                    "test: [CMD, check]",
                    "test: curl -f localhost || exit 1",
                    "test: [CMD-SHELL, \"x $$y ${WORD}\"]",
                    "test: [NONE]",
                    "test: \"\""),
                Recipes.some(0, "interval: 5s", "timeout: 1m", "retries: 3", "start_period: 1m30s"))
            .as(
                (test, rest) ->
                    "healthcheck:\n"
                        + (test + "\n" + String.join("\n", rest)).indent(2).stripTrailing()),
        one("healthcheck", "{disable: true}", "{test: x, retries: $NUMBER}", "{interval: 3s}"));
  }
}
