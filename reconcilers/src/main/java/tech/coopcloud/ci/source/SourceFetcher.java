package tech.coopcloud.ci.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.digest.Sha256;
import tech.coopcloud.ci.disk.Folders;
import tech.coopcloud.ci.model.Reason;

/**
 * Fetches recipes by git. Keeps a bare copy of every repository under its root, so that only what
 * is new travels, and checks a commit out into a folder that a run has for itself.
 */
public final class SourceFetcher {
  private static final String TAGS = "refs/tags/";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern REDIRECTED = Pattern.compile("returned error: 30[12378]");
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+@-]*");
  private static final long MIB = 1L << 20;

  /** A copy that nobody asked for in this time is fetched anew when somebody does. */
  private static final Duration KEPT_UNUSED = Duration.ofDays(30);

  private static final String INDEX = "index";

  /** Hex digits in the name of a copy. */
  private static final int NAME = 20;

  /**
   * @param copyBytes of a repository with its history, as it is kept
   * @param commitBytes of the files of one commit
   */
  record Limits(long copyBytes, long commitBytes, int files) {
    static final Limits OF_RECIPES = new Limits(512 * MIB, 128 * MIB, 20_000);
  }

  private final Path root;
  private final SourceRules rules;
  private final Limits limits;
  private final Git git;
  private final Map<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

  public SourceFetcher(Path root, SourceRules rules) throws IOException {
    this(root, rules, Limits.OF_RECIPES);
  }

  SourceFetcher(Path root, SourceRules rules, Limits limits) throws IOException {
    this.root = root;
    this.rules = rules;
    this.limits = limits;
    Files.createDirectories(root);
    removeLeftIndexes();
    this.git = new Git(root.resolve("home"));
  }

  /**
   * Checks out a commit of a repository.
   *
   * @param url git address: https, http, ssh, file, or an absolute path
   * @param ref commit, tag or branch; null for the default branch
   * @param into folder to check out into; what is there is replaced
   * @return the full commit id
   */
  public String fetch(String url, @Nullable String ref, Path into)
      throws SourceException, IOException, InterruptedException {
    Origin origin = rules.allowed(url);
    checkRef(ref);
    Path copy = copy(url);
    ReentrantLock lock = locks.computeIfAbsent(copy, c -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      String commit = isCommit(ref) ? resolve(copy, ref) : null;
      if (commit == null) {
        update(origin, url, copy);
        commit = resolve(copy, ref);
      }
      if (commit == null) {
        throw new SourceException(
            Reason.REF_NOT_FOUND,
            (ref == null ? "The default branch" : "\"" + ref + "\"")
                + " does not exist in "
                + shown(url)
                + ": push it, or correct spec.ref.");
      }
      checkOut(copy, commit, into);
      markUsed(copy);
      return commit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The tags of a repository, as it is now.
   *
   * @param url as for {@link #fetch}
   * @return tag to full commit id
   */
  public Map<String, String> tags(String url)
      throws SourceException, IOException, InterruptedException {
    Origin origin = rules.allowed(url);
    Path copy = copy(url);
    ReentrantLock lock = locks.computeIfAbsent(copy, c -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      update(origin, url, copy);
      Git.Result listed =
          git.run(
              PATIENCE,
              Map.of("GIT_DIR", copy.toString()),
              List.of(
                  "for-each-ref",
                  "--format=%(refname:strip=2)%09%(objectname)%09%(*objectname)",
                  "refs/tags"));
      if (!listed.ok()) {
        throw new IOException("git for-each-ref in " + copy + ": " + listed.lastWords());
      }
      markUsed(copy);
      Map<String, String> tags = new TreeMap<>();
      for (String line : listed.out().lines().toList()) {
        String[] parts = line.split("\t", -1);
        boolean annotated = parts.length > 2 && !parts[2].isEmpty();
        tags.put(parts[0], annotated ? parts[2] : parts[1]);
      }
      return tags;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The names of a repository's tags, as it is now; cheap, since nothing is fetched.
   *
   * @param url as for {@link #fetch}
   */
  public Set<String> tagNames(String url)
      throws SourceException, IOException, InterruptedException {
    Origin origin = rules.allowed(url);
    Git.Result listed =
        git.run(
            PATIENCE,
            access(origin),
            List.of("ls-remote", "--quiet", "--tags", "--refs", "--end-of-options", url));
    if (listed.tooLarge()) {
      throw tooLarge(shown(url) + " has more tags than can be read");
    }
    if (!listed.ok()) {
      throw failure(url, origin, listed);
    }
    Set<String> names = new TreeSet<>();
    for (String line : listed.out().lines().toList()) {
      names.add(line.substring(line.indexOf(TAGS) + TAGS.length()));
    }
    return names;
  }

  /** What git needs in its environment to reach a server, and no other. */
  private Map<String, String> access(Origin origin) throws SourceException {
    Map<String, String> environment = new HashMap<>(rules.credentials(origin));
    environment.put("GIT_ALLOW_PROTOCOL", origin.scheme());
    return environment;
  }

  private Path copy(String url) {
    return root.resolve(Sha256.hex(url).substring(0, NAME) + ".git");
  }

  private void update(Origin origin, String url, Path copy)
      throws SourceException, IOException, InterruptedException {
    if (!Files.exists(copy.resolve("HEAD"))) {
      removeUnused();
      Files.createDirectories(copy);
      Git.Result init =
          git.run(PATIENCE, Map.of(), List.of("init", "--quiet", "--bare", copy.toString()));
      if (!init.ok()) {
        throw new IOException("git init of " + copy + ": " + init.lastWords());
      }
    }
    Map<String, String> environment = access(origin);
    environment.put("GIT_DIR", copy.toString());
    Git.Result fetched =
        git.run(
            PATIENCE,
            new Git.Bound(copy, limits.copyBytes()),
            environment,
            List.of(
                "fetch",
                "--quiet",
                "--prune",
                "--force",
                "--no-tags",
                "--no-write-fetch-head",
                "--end-of-options",
                url,
                "+HEAD:refs/cc-ci/head",
                "+refs/heads/*:refs/heads/*",
                "+refs/tags/*:refs/tags/*"));
    if (fetched.tooLarge()) {
      Folders.delete(copy);
      throw tooLarge(shown(url) + " is larger than " + limits.copyBytes() / MIB + " MiB");
    }
    if (!fetched.ok()) {
      throw failure(url, origin, fetched);
    }
  }

  private static SourceException tooLarge(String what) {
    return new SourceException(
        Reason.SOURCE_TOO_LARGE,
        what + ", which no recipe is: take out of it what does not belong there.");
  }

  private SourceException failure(String url, Origin origin, Git.Result fetched) {
    String words = fetched.lastWords();
    String lower = fetched.err().toLowerCase(Locale.ROOT);
    if (lower.contains("could not read username")
        || lower.contains("authentication failed")
        || lower.contains("permission denied (publickey")
        || lower.contains("unable to read askpass")
        || lower.contains("could not read password")
        || lower.contains("returned error: 401")
        || lower.contains("returned error: 403")) {
      return new SourceException(
          Reason.SOURCE_NEEDS_PASSWORD,
          shown(url)
              + (rules.hasToken(origin)
                  ? " does not take cc-ci's token: put a valid one, of a user who may read the repository, into its file."
                  : " asks for a password, and cc-ci has none for it: make the repository public, give cc-ci a token by --source-tokens, or correct the address."));
    }
    if (REDIRECTED.matcher(lower).find()) {
      return new SourceException(
          Reason.SOURCE_REFUSED,
          shown(url)
              + " sends elsewhere, and cc-ci does not follow: enroll the address that it leads to.");
    }
    if (lower.contains("couldn't find remote ref head")) {
      return new SourceException(
          Reason.REF_NOT_FOUND, shown(url) + " is empty: push the recipe to it first.");
    }
    return new SourceException(
        Reason.SOURCE_UNAVAILABLE,
        shown(url)
            + " could not be fetched ("
            + words.replace(url, shown(url))
            + "): check the address, whether its server is up, and who may read the repository.");
  }

  private @Nullable String resolve(Path copy, @Nullable String ref)
      throws IOException, InterruptedException {
    if (!Files.exists(copy.resolve("HEAD"))) {
      return null;
    }
    List<String> candidates =
        ref == null
            ? List.of("refs/cc-ci/head")
            : isCommit(ref)
                ? List.of(ref)
                : ref.startsWith("refs/")
                    ? List.of(ref)
                    : ref.matches("[0-9a-f]{7,39}")
                        ? List.of("refs/tags/" + ref, "refs/heads/" + ref, ref)
                        : List.of("refs/tags/" + ref, "refs/heads/" + ref);
    for (String candidate : candidates) {
      Git.Result parsed =
          git.run(
              PATIENCE,
              Map.of("GIT_DIR", copy.toString()),
              List.of(
                  "rev-parse", "--verify", "--quiet", "--end-of-options", candidate + "^{commit}"));
      String commit = parsed.out().lines().reduce((a, b) -> b).orElse("").strip();
      if (parsed.ok() && COMMIT.matcher(commit).matches()) {
        return commit;
      }
    }
    return null;
  }

  private void checkOut(Path copy, String commit, Path into)
      throws SourceException, IOException, InterruptedException {
    checkSize(copy, commit);
    Folders.delete(into);
    Files.createDirectories(into);
    Path index = Files.createTempFile(root, INDEX, null);
    Files.delete(index);
    try {
      Git.Result result =
          git.run(
              PATIENCE,
              Map.of(
                  "GIT_DIR", copy.toString(),
                  "GIT_WORK_TREE", into.toString(),
                  "GIT_INDEX_FILE", index.toString()),
              List.of("checkout", "--quiet", "--force", commit, "--", ":/"));
      if (!result.ok()) {
        throw new IOException("git checkout of " + commit + ": " + result.lastWords());
      }
    } finally {
      Files.deleteIfExists(index);
    }
  }

  /** A small pack can hold a file, or a tree of files, that is larger than any disk. */
  private void checkSize(Path copy, String commit)
      throws SourceException, IOException, InterruptedException {
    Git.Result listed =
        git.run(
            PATIENCE,
            Map.of("GIT_DIR", copy.toString()),
            List.of("ls-tree", "-r", "-z", "--format=%(objectsize)", commit));
    if (!listed.ok() && !listed.tooLarge()) {
      throw new IOException("git ls-tree of " + commit + ": " + listed.lastWords());
    }
    List<String> sizes = List.of(listed.out().split("\0"));
    if (listed.tooLarge() || sizes.size() > limits.files()) {
      throw tooLarge("The commit " + commit + " has more than " + limits.files() + " files");
    }
    long bytes =
        sizes.stream().filter(size -> size.matches("[0-9]{1,18}")).mapToLong(Long::parseLong).sum();
    if (bytes > limits.commitBytes() || bytes < 0) {
      throw tooLarge(
          "The commit " + commit + " is larger than " + limits.commitBytes() / MIB + " MiB");
    }
  }

  private static void markUsed(Path copy) throws IOException {
    Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
  }

  /**
   * Copies become more only when there is a new one, so that is when those go that nobody asks for
   * any more: the repositories of pull requests above all.
   */
  private void removeUnused() throws IOException {
    Instant limit = Instant.now().minus(KEPT_UNUSED);
    for (Path copy : named("*.git")) {
      ReentrantLock lock = locks.computeIfAbsent(copy, c -> new ReentrantLock());
      if (!lock.tryLock()) {
        continue; // it is in use
      }
      try {
        if (Files.exists(copy) && Files.getLastModifiedTime(copy).toInstant().isBefore(limit)) {
          Folders.delete(copy);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** What a process that was killed in the midst of a checkout left. */
  private void removeLeftIndexes() throws IOException {
    for (Path index : named(INDEX + "*")) {
      Files.deleteIfExists(index);
    }
  }

  private List<Path> named(String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, glob)) {
      files.forEach(found::add);
    }
    return found;
  }

  private static boolean isCommit(@Nullable String ref) {
    return ref != null && COMMIT.matcher(ref).matches();
  }

  private static void checkRef(@Nullable String ref) throws SourceException {
    if (ref != null && (!REF.matcher(ref).matches() || ref.contains(".."))) {
      throw new SourceException(
          Reason.REF_NOT_FOUND,
          "\"" + ref + "\" is not the name of a commit, tag or branch: correct spec.ref.");
    }
  }

  /** The address without a user's name and password. */
  static String shown(String url) {
    return url.replaceFirst("://[^/@]*@", "://");
  }
}
