package tech.coopcloud.ci.testrun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tech.coopcloud.ci.check.StackSecrets;
import tech.coopcloud.ci.check.Templates;
import tech.coopcloud.ci.check.Templates.UnknownPlaceholderException;
import tech.coopcloud.ci.disk.Folders;
import tech.coopcloud.ci.ingress.Ingress;
import tech.coopcloud.ci.model.Dependency;
import tech.coopcloud.ci.model.Deploy;
import tech.coopcloud.ci.model.Formats;
import tech.coopcloud.ci.model.PlacedFile;
import tech.coopcloud.ci.model.RecipeSpec;
import tech.coopcloud.ci.recipe.DeploymentContext;
import tech.coopcloud.ci.recipe.DerivedSecrets;
import tech.coopcloud.ci.recipe.Finding;
import tech.coopcloud.ci.recipe.InvalidRecipeException;
import tech.coopcloud.ci.recipe.PlacedConfig;
import tech.coopcloud.ci.recipe.RecipeReader;
import tech.coopcloud.ci.recipe.StackSpec;
import tech.coopcloud.ci.recipe.policy.Judgement;
import tech.coopcloud.ci.recipe.policy.Limits;
import tech.coopcloud.ci.recipe.policy.Policy;
import tech.coopcloud.ci.source.SourceException;
import tech.coopcloud.ci.source.SourceFetcher;

/**
 * What each run is to have in the swarm, read from its checkout. It follows from the commit and the
 * Recipe alone, so it is only remembered to save time.
 */
public final class Stacks {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  /**
   * @param allowed what the stack has only because the Recipe allows it
   */
  private record Judged(StackSpec stack, List<String> allowed) {}

  private final Path checkouts;
  private final SourceFetcher sources;
  private final byte[] secretsKey;
  private final Ingress ingress;
  private final Map<String, Judged> known = new ConcurrentHashMap<>();

  /**
   * @param checkouts folder for the checkouts of runs
   * @param secretsKey at least 32 bytes, the same for the life of the installation
   * @param ingress has the one network that runs share, and knows their addresses
   */
  public Stacks(Path checkouts, SourceFetcher sources, byte[] secretsKey, Ingress ingress) {
    this.checkouts = checkouts;
    this.ingress = ingress;
    this.sources = sources;
    this.secretsKey = secretsKey.clone();
  }

  /** An empty place for what the run is about to fetch. */
  Path fresh(String uid) {
    return checkouts.resolve(uid).resolve("fetched");
  }

  /** What was fetched is this commit. */
  void adopt(String uid, String commit) throws IOException {
    Path target = checkouts.resolve(uid).resolve(commit);
    Folders.delete(target);
    Files.move(fresh(uid), target);
  }

  /** Where a version of the recipe is checked out; it may not be there. */
  Path checkout(String uid, Version version) {
    return checkouts.resolve(uid).resolve(version.commit());
  }

  /** What the run is to have at a version. */
  StackSpec load(RunView view, Version version)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    return judged(view.of(version), version).stack();
  }

  /** What the run has only because the Recipe allows it, in sentences with the Recipe's reasons. */
  List<String> allowed(RunView view, Version version)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    return judged(view.of(version), version).allowed();
  }

  private Judged judged(RunView view, Version version)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    String key = view.uid() + " " + view.status().stackName() + " " + version.commit();
    Judged judged = known.get(key);
    if (judged == null) {
      judged = judgeAgain(view, version);
      known.put(key, judged);
    }
    return judged;
  }

  /** What the values of {@code deploy} may name. */
  Templates templates(RunView view)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    String domain = String.valueOf(view.status().domain());
    Map<String, String> values = new TreeMap<>();
    values.put("domain", domain);
    values.put("url", url(domain));
    values.put("run", view.name());
    for (Dependency dependency : view.status().dependenciesOrNone()) {
      if (view.recipeSpec().dependsOnOrNone().contains(dependency.recipe())) {
        handed(view, dependency, values);
      }
    }
    return Templates.of(values);
  }

  /** What is known of a recipe that was deployed first. */
  private void handed(RunView view, Dependency dependency, Map<String, String> values)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    String prefix = "dependencies." + dependency.recipe() + ".";
    values.put(prefix + "domain", dependency.domain());
    values.put(prefix + "url", url(dependency.domain()));
    values.put(prefix + "stack", dependency.stackName());
    StackSecrets.of(load(view, Version.of(dependency)))
        .forEach((name, value) -> values.put(prefix + "secrets." + name, value));
  }

  private String url(String domain) {
    return ingress.uri(domain, "/").toString().replaceFirst("/$", "");
  }

  /**
   * How long the services may take to run: what the Recipe says, else the recipe's own label, else
   * five minutes.
   */
  Duration deployTimeout(RunView view, StackSpec stack) {
    String told = view.recipe() == null ? null : view.recipeSpec().deployOrDefault().timeout();
    if (told != null) {
      return Formats.duration(told);
    }
    return stack.deployTimeoutSeconds() > 0
        ? Duration.ofSeconds(stack.deployTimeoutSeconds())
        : DEFAULT_TIMEOUT;
  }

  /** Deletes the run's checkouts. */
  void forget(String uid) {
    known.keySet().removeIf(key -> key.startsWith(uid + " "));
    try {
      Folders.delete(checkouts.resolve(uid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the checkouts of runs that are not live any more. */
  void sweep(Set<String> liveUids) throws IOException {
    if (!Files.isDirectory(checkouts)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> folders = Files.list(checkouts)) {
      all = folders.toList();
    }
    for (Path folder : all) {
      if (!liveUids.contains(folder.getFileName().toString())) {
        Folders.delete(folder);
      }
    }
  }

  /** The same, read from the files once more, judged and limited. */
  StackSpec readAgain(RunView view, Version version)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    return judgeAgain(view.of(version), version).stack();
  }

  private Judged judgeAgain(RunView view, Version version)
      throws InvalidRecipeException,
          NotAllowedException,
          SourceException,
          IOException,
          InterruptedException {
    if (view.recipe() == null) {
      String sentence = "its Recipe is not enrolled any more.";
      throw new InvalidRecipeException(List.of(new Finding("", 0, sentence)));
    }
    Path checkout = checkout(view.uid(), version);
    if (!Files.isDirectory(checkout)) {
      fetch(view, version, checkout);
    }
    Deploy deploy = view.recipeSpec().deployOrDefault();
    String domain = String.valueOf(view.status().domain());
    Templates templates = templates(view);
    StackSpec read =
        RecipeReader.read(
            checkout,
            new DeploymentContext(
                view.spec().recipe(),
                domain,
                String.valueOf(view.status().stackName()),
                version.name(),
                version.published(),
                filled("deploy.env", deploy.envOrNone(), templates),
                filled("deploy.secrets", deploy.secretsOrNone(), templates),
                deploy.overlaysOrNone(),
                new DerivedSecrets(secretsKey, view.uid())));
    StackSpec stack = PlacedConfig.addTo(read, placed(deploy, templates));
    StackSpec limited = Limits.DEFAULT.raisedBy(deploy.allowOrNone()).applyTo(stack);
    Judgement judgement =
        new Policy(domain, ingress.networkName()).judge(limited, deploy.allowOrNone());
    if (!judgement.denied().isEmpty()) {
      throw new NotAllowedException(judgement.denied());
    }
    List<String> allowed =
        Stream.concat(
                Limits.DEFAULT.raisesAmong(deploy.allowOrNone()).stream(),
                judgement.allowed().stream())
            .map(Judgement.Allowed::sentence)
            .toList();
    return new Judged(limited, allowed);
  }

  private static List<PlacedConfig> placed(Deploy deploy, Templates templates)
      throws InvalidRecipeException {
    List<PlacedConfig> files = new ArrayList<>();
    for (PlacedFile file : deploy.filesOrNone()) {
      files.add(
          new PlacedConfig(
              file.serviceOrDefault(),
              file.path(),
              filled("deploy.files", file.content(), templates),
              file.permissions()));
    }
    return files;
  }

  private static Map<String, String> filled(
      String field, Map<String, String> values, Templates templates) throws InvalidRecipeException {
    try {
      return templates.fill(values);
    } catch (UnknownPlaceholderException e) {
      throw invalid(field, e);
    }
  }

  private static String filled(String field, String text, Templates templates)
      throws InvalidRecipeException {
    try {
      return templates.fill(text);
    } catch (UnknownPlaceholderException e) {
      throw invalid(field, e);
    }
  }

  private static InvalidRecipeException invalid(String field, UnknownPlaceholderException e) {
    String sentence = field + " of the Recipe: " + e.getMessage();
    return new InvalidRecipeException(List.of(new Finding("", 0, sentence)));
  }

  /** Fetches a version that is not there (any more). */
  void checkOut(RunView view, Version version)
      throws SourceException, IOException, InterruptedException {
    fetch(view, version, checkout(view.uid(), version));
  }

  /** The ref comes from where the run says; a published version from where those are. */
  private void fetch(RunView view, Version version, Path into)
      throws SourceException, IOException, InterruptedException {
    String own = view.spec().source();
    RecipeSpec recipe = view.recipeSpec();
    boolean ref = version.commit().equals(view.status().commit());
    String source = ref ? own == null ? recipe.source() : own : recipe.publishedIn();
    sources.fetch(source, version.commit(), into);
  }
}
