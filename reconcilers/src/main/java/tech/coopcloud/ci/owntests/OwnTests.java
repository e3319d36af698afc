package tech.coopcloud.ci.owntests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.ingress.Ingress;
import tech.coopcloud.ci.swarm.Owner;
import tech.coopcloud.ci.swarm.Swarm;
import tech.coopcloud.ci.swarm.SwarmException;

/** Runs the tests that a recipe brings with it against its live deployment. */
public final class OwnTests {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration PULL_PATIENCE = Duration.ofMinutes(10);
  private static final int HTTPS = 443;

  private final Swarm swarm;
  private final Ingress ingress;

  public OwnTests(Swarm swarm, Ingress ingress) {
    this.swarm = swarm;
    this.ingress = ingress;
  }

  /**
   * What is to be tested.
   *
   * @param checkout of the recipe at the ref
   * @param timeout for all tests together
   */
  public record Target(Path checkout, String domain, String stack, Owner owner, Duration timeout) {}

  /**
   * Runs them. Blocks as long as that takes; an interrupt ends it.
   *
   * @param lines is told line by line what they write, which is foreign text
   * @return nothing where the recipe has no tests
   */
  public TestReport run(Target target, Consumer<String> lines)
      throws IOException, InterruptedException {
    TestFiles files = TestFiles.of(target.checkout());
    String problem = files.problem();
    if (problem != null) {
      return TestReport.refused(problem);
    }
    List<Suite> suites = Suite.of(files.files());
    if (suites.isEmpty()) {
      return TestReport.none(!files.files().isEmpty());
    }
    Swarm.ImageProblem image = swarm.ensureImage(Box.IMAGE, PULL_PATIENCE);
    if (image != null) {
      return TestReport.impossible(
          image.sentence() + " Make it with examples/images/build " + Box.IMAGE + ".");
    }
    URI base = ingress.uri(target.domain(), "/");
    String ca = Box.pem(ingress.caCertificate());
    String box = swarm.startSandbox(Box.of(target.stack(), base, !ca.isEmpty()), target.owner());
    try {
      unpack(box, files.archive(Box.CA, ca));
      return run(box, target, base, suites, lines);
    } finally {
      swarm.removeContainer(box);
    }
  }

  /** Where the input ends the command has to be told: the end itself does not reach it. */
  private void unpack(String box, byte[] archive) throws InterruptedException {
    String unpack = "head -c %d | tar -x -f - -C %s".formatted(archive.length, Box.WORK);
    StringBuilder said = new StringBuilder();
    int exitCode =
        swarm.exec(
            box,
            List.of("sh", "-c", unpack),
            new ByteArrayInputStream(archive),
            piece -> {},
            piece -> said.append(new String(piece, StandardCharsets.UTF_8)),
            SHORT);
    if (exitCode != 0) {
      throw new SwarmException.Unavailable(
          "The tests could not be copied into their container: " + said, null);
    }
  }

  private TestReport run(
      String box, Target target, URI base, List<Suite> suites, Consumer<String> lines)
      throws IOException, InterruptedException {
    try (Tunnel tunnel = new Tunnel(ingress.address(), target.domain(), lines)) {
      FutureTask<Integer> forwarder =
          new FutureTask<>(() -> forward(box, base, tunnel, target.timeout().plus(SHORT)));
      Thread thread = Thread.ofVirtual().name("tests-tunnel " + target.stack()).start(forwarder);
      try {
        if (!tunnel.ready().await(SHORT.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new SwarmException.Unavailable(
              "The way out of the tests' container did not open within "
                  + SHORT.toSeconds()
                  + " s.",
              null);
        }
        return suites(box, target, suites, lines);
      } finally {
        thread.interrupt();
      }
    }
  }

  private int forward(String box, URI base, Tunnel tunnel, Duration timeout)
      throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("python3", "/opt/cc-ci/forward.py", String.valueOf(HTTPS)));
    if (base.getPort() > 0 && base.getPort() != HTTPS) {
      command.add(String.valueOf(base.getPort()));
    }
    return swarm.exec(box, command, tunnel.input(), tunnel::output, piece -> {}, timeout);
  }

  private TestReport suites(String box, Target target, List<Suite> suites, Consumer<String> lines)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(target.timeout());
    TestReport.Builder report = new TestReport.Builder();
    for (Suite suite : suites) {
      Duration left = Duration.between(Instant.now(), end);
      Integer exitCode = left.isPositive() ? run(box, suite, left, lines) : null;
      report.suite(suite.name(), exitCode, target.timeout(), results(box, suite, lines));
    }
    return report.build();
  }

  /** The exit code, or null when it did not end in time. */
  private @Nullable Integer run(String box, Suite suite, Duration timeout, Consumer<String> lines)
      throws InterruptedException {
    Lines out = new Lines(lines);
    Lines err = new Lines(lines);
    try {
      return swarm.exec(box, suite.command(), null, out::feed, err::feed, timeout);
    } catch (SwarmException.Refused e) {
      lines.accept(String.valueOf(e.getMessage()));
      return null;
    } finally {
      out.finish();
      err.finish();
    }
  }

  /** What the suite wrote as JUnit XML; it is removed, so that the next suite starts anew. */
  private List<TestResult> results(String box, Suite suite, Consumer<String> lines)
      throws InterruptedException {
    List<TestResult> results = new ArrayList<>();
    ResultFiles files = new ResultFiles();
    swarm.exec(
        box,
        List.of("tar", "-c", "-f", "-", "-C", Box.RESULTS, "--remove-files", "."),
        null,
        files::feed,
        piece -> {},
        SHORT);
    for (ResultFiles.Xml file : files.xml()) {
      try {
        results.addAll(JunitXml.read(file.content()));
      } catch (IOException e) {
        lines.accept(
            "The results "
                + file.name()
                + " of "
                + suite.name()
                + " are not read: "
                + e.getMessage());
      }
    }
    return results;
  }
}
