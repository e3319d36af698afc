package tech.coopcloud.ci.owntests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.ingress.EmbeddedIngress;
import tech.coopcloud.ci.ingress.Stack;
import tech.coopcloud.ci.model.Api;
import tech.coopcloud.ci.owntests.TestResult.State;
import tech.coopcloud.ci.swarm.DockerCli;
import tech.coopcloud.ci.swarm.DockerSwarm;
import tech.coopcloud.ci.swarm.Swarm;

/** Tests of recipes, friendly and hostile ones, in the real sandbox against a real deployment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnTestsIT {
  private final String controller =
      "ctl-owntests-" + HexFormat.of().toHexDigits(new Random().nextInt());
  private final Swarm swarm = new DockerSwarm();
  private final Stack stack = new Stack(controller);
  private final Stack other = new Stack(controller);
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  @TempDir static Path folder;
  private EmbeddedIngress ingress;

  @BeforeAll
  void deploy() throws Exception {
    Stack.ensureImage();
    swarm.ensureIngressNetwork("proxy");
    ingress =
        EmbeddedIngress.start(
            swarm,
            controller,
            Stack.ZONE,
            new InetSocketAddress("127.0.0.1", 0),
            folder.resolve("pki"));
    deploy(stack, "hello");
    deploy(other, "other");
    stack.awaitRunning(swarm, 1);
    other.awaitRunning(swarm, 1);
    stack.awaitBody(ingress, "/", "hello", Stack.PATIENCE);
    other.awaitBody(ingress, "/", "other", Stack.PATIENCE);
  }

  private void deploy(Stack it, String answer) {
    String nginx =
        Stack.nginx(
            "server { listen 80; client_max_body_size 50m; location / { return 200 %s; } location /upload { proxy_pass http://127.0.0.1/; } }"
                .formatted(answer));
    swarm.createService(it.service("app", it.labels(80), List.of("proxy"), nginx), it.owner);
  }

  @AfterAll
  void removeAll() {
    stack.remove(swarm);
    other.remove(swarm);
    ingress.close();
    swarm.close();
  }

  private static Path checkout(Map<String, String> files) throws IOException {
    Path checkout = Files.createTempDirectory(folder, "checkout");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = checkout.resolve("tests").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      if (file.getValue().startsWith("#!")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return checkout;
  }

  private TestReport run(Map<String, String> files, Duration timeout) throws Exception {
    lines.clear();
    TestReport report =
        new OwnTests(swarm, ingress)
            .run(
                new OwnTests.Target(
                    checkout(files), stack.domain, stack.name, stack.owner, timeout),
                lines::add);
    assertThat(
            DockerCli.docker(
                "ps",
                "-aq",
                "--filter",
                "label=" + Api.RUN_UID_LABEL + "=" + stack.owner.runUid(),
                "--filter",
                "ancestor=" + Box.IMAGE))
        .isEmpty();
    return report;
  }

  private static Map<String, State> states(TestReport report) {
    return report.results().stream().collect(Collectors.toMap(TestResult::name, TestResult::state));
  }

  @Test
  void testsOfEveryKindReachTheAppAndAreChecksEach() throws Exception {
    TestReport report =
        run(
            Map.of(
                "test_app.py",
                """
                import os, ssl, urllib.request, httpx, requests, pytest

                URL = os.environ["CCCI_BASE_URL"]

                def test_requests():
                    assert requests.get(URL).text == "hello"

                def test_httpx():
                    assert httpx.get(URL + "/x", timeout=60).text == "hello"

                def test_urllib():
                    assert urllib.request.urlopen(URL).read() == b"hello"

                def test_many_at_once():
                    from concurrent.futures import ThreadPoolExecutor
                    with ThreadPoolExecutor(16) as pool:
                        assert set(pool.map(lambda i: requests.get(URL).text, range(64))) == {"hello"}

                def test_much():
                    assert requests.post(URL + "/upload", data=b"x" * 20_000_000).status_code == 200

                def test_wrong():
                    assert requests.get(URL).text == "bye"

                @pytest.mark.skip(reason="not now")
                def test_later():
                    pass
                """,
                "app.test.mjs",
                """
                import test from "node:test";
                import assert from "node:assert";
                test("node reaches it", async () => {
                  assert.equal(await (await fetch(process.env.CCCI_BASE_URL)).text(), "hello");
                });
                test("node fails", () => assert.equal(1, 2));
                """,
                "smoke.sh",
                """
                #!/bin/bash
                set -eu
                [ "$(curl -fsS "$CCCI_BASE_URL/a")" = hello ]
                [ "$(curl -fsS "https://$CCCI_APP_DOMAIN/a")" = hello ]
                echo smoke says fine
                """,
                "broken.sh",
                """
                #!/bin/sh
                exit 3
                """),
            Duration.ofMinutes(10));

    assertThat(states(report))
        .as(() -> String.join("\n", lines))
        .containsEntry("test_app test_requests", State.PASSED)
        .containsEntry("test_app test_httpx", State.PASSED)
        .containsEntry("test_app test_urllib", State.PASSED)
        .containsEntry("test_app test_many_at_once", State.PASSED)
        .containsEntry("test_app test_much", State.PASSED)
        .containsEntry("test_app test_wrong", State.FAILED)
        .containsEntry("test_app test_later", State.SKIPPED)
        .containsEntry("app.test.mjs node reaches it", State.PASSED)
        .containsEntry("app.test.mjs node fails", State.FAILED)
        .containsEntry("pytest", State.FAILED)
        .containsEntry("node", State.FAILED)
        .containsEntry("smoke.sh", State.PASSED)
        .containsEntry("broken.sh", State.FAILED);
    assertThat(report.outcome()).isEqualTo(TestReport.Outcome.FAILED);
    assertThat(lines).contains("smoke says fine");
  }

  @Test
  void hostileTestsReachNothingButTheApp() throws Exception {
    TestReport report =
        run(
            Map.of(
                "test_hostile.py",
                """
                import os, socket, ssl, pytest

                DOMAIN = os.environ["CCCI_APP_DOMAIN"]
                OTHER = "%s"

                @pytest.mark.parametrize("address", %s)
                def test_no_network(address):
                    host, port = address
                    with pytest.raises(OSError):
                        socket.create_connection((host, port), timeout=3)

                def test_no_dns():
                    with pytest.raises(OSError):
                        socket.getaddrinfo("deb.debian.org", 80)

                def speak(server, host):
                    context = ssl.create_default_context()
                    with socket.create_connection(("127.0.0.1", 443)) as plain:
                        with context.wrap_socket(plain, server_hostname=server) as tls:
                            tls.sendall(f"GET / HTTP/1.1\\r\\nHost: {host}\\r\\nConnection: close\\r\\n\\r\\n".encode())
                            return b"".join(iter(lambda: tls.recv(4096), b""))

                def test_the_app_answers():
                    assert b"hello" in speak(DOMAIN, DOMAIN)

                def test_no_other_run():
                    with pytest.raises(OSError):
                        speak(OTHER, OTHER)

                def test_no_other_run_by_a_false_host():
                    answer = speak(DOMAIN, OTHER)
                    assert b"421" in answer and b"other" not in answer

                def test_no_plain_http():
                    with socket.create_connection(("127.0.0.1", 443)) as plain:
                        plain.settimeout(60)
                        plain.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
                        assert plain.recv(100) == b""

                def test_no_socket_of_the_engine():
                    assert not os.path.exists("/var/run/docker.sock") and not os.path.exists("/run/docker.sock")

                def test_no_privileges():
                    status = open("/proc/self/status").read()
                    assert os.getuid() == 65534
                    assert "CapEff:\\t0000000000000000" in status
                    assert "CapBnd:\\t0000000000000000" in status
                    assert "NoNewPrivs:\\t1" in status
                    for place in ("/etc/x", "/opt/cc-ci/x", "/x", "/usr/bin/x", "/var/x"):
                        with pytest.raises(OSError):
                            open(place, "w")

                def test_no_more_than_its_processes():
                    import subprocess
                    children = []
                    with pytest.raises(OSError):
                        for _ in range(1000):
                            children.append(subprocess.Popen(["sleep", "300"]))
                    for child in children:
                        child.kill()

                def test_garbage_into_the_tunnel_is_survived():
                    for fd in os.listdir("/proc/self/fd"):
                        pass
                    me = os.getpid()
                    for pid in filter(str.isdigit, os.listdir("/proc")):
                        try:
                            if "forward.py" in open(f"/proc/{pid}/cmdline").read():
                                with open(f"/proc/{pid}/fd/1", "wb") as out:
                                    out.write(os.urandom(100_000))
                        except OSError:
                            pass
                """
                    .formatted(other.domain, hostAddresses())),
            Duration.ofMinutes(10));

    assertThat(report.results())
        .as(() -> String.join("\n", lines))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(State.PASSED));
    assertThat(lines)
        .contains(
            "A test connected to %s: only https://%s can be reached."
                .formatted(other.domain, stack.domain));
  }

  /** Where the machine, the engine, and the world would be, as Python has lists of pairs. */
  private static String hostAddresses() throws Exception {
    StringBuilder all = new StringBuilder("[(\"1.1.1.1\", 53), (\"169.254.169.254\", 80)");
    var interfaces = NetworkInterface.networkInterfaces().toList();
    for (var one : interfaces) {
      one.inetAddresses()
          .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
          .forEach(
              it -> all.append(", (\"%s\", 22), (\"%1$s\", 2377)".formatted(it.getHostAddress())));
    }
    return all.append(", (\"127.0.0.1\", 2375), (\"127.0.0.1\", 8443)]").toString();
  }

  @Test
  void testsThatDoNotEndAreGivenUp() throws Exception {
    TestReport report =
        run(Map.of("hang.sh", "#!/bin/sh\necho on it\nsleep 600\n"), Duration.ofSeconds(10));

    assertThat(report.results())
        .containsExactly(
            new TestResult(
                "hang.sh", State.FAILED, "It did not end within the 10 s that all tests have."));
    assertThat(lines).contains("on it");
  }

  @Test
  void aRecipeWithoutTestsHasNone() throws Exception {
    assertThat(run(Map.of("README.md", "none"), Duration.ofSeconds(4)).outcome())
        .isEqualTo(TestReport.Outcome.NONE);
  }
}
