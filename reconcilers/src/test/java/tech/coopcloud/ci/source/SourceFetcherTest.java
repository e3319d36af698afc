package tech.coopcloud.ci.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.model.Reason;

class SourceFetcherTest {
  private static final SourceRules HERE = new SourceRules(Set.of(Origin.LOCAL), Map.of());

  @TempDir Path dir;

  private Path repository;
  private SourceFetcher fetcher;

  @BeforeEach
  void aRepositoryWithATagAndABranch() throws Exception {
    repository = dir.resolve("wiki");
    Files.createDirectories(repository);
    git("init", "--quiet", "--initial-branch=main");
    commit("first");
    git("tag", "-a", "1.0.0+2.0", "-m", "release");
    commit("second");
    git("branch", "feature/x");
    commit("third");
    fetcher = new SourceFetcher(dir.resolve("cache"), HERE);
  }

  @Test
  void aTagABranchACommitAndTheDefaultBranchAreFound() throws Exception {
    assertThat(content("1.0.0+2.0")).isEqualTo("first");
    assertThat(content("feature/x")).isEqualTo("second");
    assertThat(content(null)).isEqualTo("third");
    assertThat(content(git("rev-parse", "feature/x"))).isEqualTo("second");
  }

  @Test
  void whatWasPushedSinceIsSeen() throws Exception {
    assertThat(content("main")).isEqualTo("third");
    commit("fourth");
    assertThat(content("main")).isEqualTo("fourth");
  }

  @Test
  void aCopyThatNobodyAskedForInALongTimeGoesWhenThereIsANewOne() throws Exception {
    content("main");
    Path copy = copies().getFirst();
    Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
    Files.createFile(dir.resolve("cache/index123.tmp"));

    fetcher = new SourceFetcher(dir.resolve("cache"), HERE);
    fetcher.tags("file://" + repository);

    assertThat(copies()).hasSize(1).doesNotContain(copy);
    assertThat(dir.resolve("cache/index123.tmp")).doesNotExist();
    assertThat(content("main")).isEqualTo("third");
    assertThat(copies()).hasSize(2).contains(copy);
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> all = Files.list(dir.resolve("cache"))) {
      return all.filter(it -> it.toString().endsWith(".git")).toList();
    }
  }

  @Test
  void aCommitThatIsKnownNeedsNoRepositoryAnyMore() throws Exception {
    String commit = git("rev-parse", "main");
    content("main");
    Files.move(repository, dir.resolve("away"));

    assertThat(content(commit)).isEqualTo("third");
  }

  @Test
  void whatWasInTheFolderBeforeIsGone() throws Exception {
    Path into = dir.resolve("out");
    Files.createDirectories(into);
    Files.writeString(into.resolve("stale"), "x");
    fetcher.fetch(repository.toString(), "main", into);

    assertThat(into.resolve("stale")).doesNotExist();
  }

  @Test
  void aSmallPackWithAHugeFileIsNotCheckedOut() throws Exception {
    Files.writeString(repository.resolve("zeroes"), "0".repeat(200_000));
    git("add", "zeroes");
    commit("large");
    Path into = dir.resolve("large");

    assertThatThrownBy(() -> bounded(1 << 20, 100_000, 100).fetch(address(), "main", into))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_TOO_LARGE))
        .hasMessageContaining("is larger than 0 MiB, which no recipe is");
    assertThat(into).doesNotExist();
  }

  @Test
  void aCommitWithTooManyFilesIsNotCheckedOut() throws Exception {
    for (int i = 0; i < 20; i++) {
      Files.writeString(repository.resolve("file-" + i), "x");
    }
    git("add", ".");
    commit("many");

    assertThatThrownBy(
            () -> bounded(1 << 20, 1 << 20, 10).fetch(address(), "main", dir.resolve("many")))
        .hasMessageContaining("has more than 10 files");
  }

  @Test
  void aRepositoryThatFillsTheDiskIsCutOffAndLeavesNothing() throws Exception {
    assertTooLarge(60 << 20);
    try (var left = Files.list(dir.resolve("bounded"))) {
      assertThat(left.map(it -> it.getFileName().toString())).containsExactly("home");
    }
  }

  @Test
  void soIsOneThatIsFetchedTooFastToBeCutOff() throws Exception {
    assertTooLarge(2 << 20);
  }

  /** A copy of a mebibyte at most is allowed, and the repository has so many bytes. */
  private void assertTooLarge(int bytes) throws Exception {
    byte[] noise = new byte[bytes];
    new java.util.Random(1).nextBytes(noise);
    Files.write(repository.resolve("noise"), noise);
    git("add", "noise");
    commit("noise");

    assertThatThrownBy(
            () -> bounded(1 << 20, 1 << 30, 100).fetch(address(), "main", dir.resolve("noise")))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_TOO_LARGE));
  }

  @Test
  void addressesThatAreCommandsOrOptionsAreRefused() {
    for (String address :
        List.of(
            "ext::sh -c touch% /tmp/owned",
            "--upload-pack=touch /tmp/owned",
            "git@-oProxyCommand=x:wiki",
            "git@host:-wiki",
            "fd::17",
            "ftp://host/wiki")) {
      assertThatThrownBy(() -> fetcher.fetch(address, null, dir.resolve("never")))
          .isInstanceOfSatisfying(
              SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_REFUSED));
    }
    assertThatThrownBy(() -> content("--upload-pack=x")).hasMessageContaining("correct spec.ref");
  }

  private SourceFetcher bounded(long copy, long commit, int files) throws IOException {
    return new SourceFetcher(
        dir.resolve("bounded"), HERE, new SourceFetcher.Limits(copy, commit, files));
  }

  private String address() {
    return repository.toString();
  }

  @Test
  void aRefThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> content("nowhere"))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REF_NOT_FOUND))
        .hasMessageContaining("\"nowhere\" does not exist in")
        .hasMessageContaining("correct spec.ref");
  }

  @Test
  void aRefThatLooksLikeAnOptionIsRefused() {
    for (String ref : List.of("--upload-pack=touch /tmp/x", "-x", "a..b", "a b", "$(id)")) {
      assertThatThrownBy(() -> content(ref))
          .isInstanceOfSatisfying(
              SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REF_NOT_FOUND));
    }
  }

  @Test
  void anAddressThatRunsAProgramIsRefused() {
    for (String url : List.of("ext::sh -c id", "--upload-pack=id", "fd::7", "ftp://x/y", "wiki")) {
      assertThatThrownBy(() -> fetcher.fetch(url, "main", dir.resolve("out")))
          .isInstanceOfSatisfying(
              SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_REFUSED));
    }
  }

  @Test
  void aRepositoryThatIsAwayIsSaidToBe() {
    assertThatThrownBy(
            () -> fetcher.fetch(dir.resolve("none").toString(), null, dir.resolve("out")))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_UNAVAILABLE))
        .hasMessageContaining("could not be fetched");
  }

  @Test
  void anEmptyRepositoryIsSaidToBeEmpty() throws Exception {
    Path empty = dir.resolve("empty");
    Files.createDirectories(empty);
    run(empty, "git", "init", "--quiet", "--bare");

    assertThatThrownBy(() -> fetcher.fetch(empty.toString(), null, dir.resolve("out")))
        .hasMessageContaining("is empty");
  }

  private String content(String ref) throws Exception {
    Path into = dir.resolve("out");
    fetcher.fetch(repository.toString(), ref, into);
    return Files.readString(into.resolve("file"));
  }

  private void commit(String content) throws Exception {
    Files.writeString(repository.resolve("file"), content);
    git("add", "file");
    git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "--quiet", "-m", content);
  }

  private String git(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@localhost"));
    command.addAll(List.of(arguments));
    return run(repository, command.toArray(String[]::new));
  }

  private static String run(Path where, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
