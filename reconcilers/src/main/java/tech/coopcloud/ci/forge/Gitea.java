package tech.coopcloud.ci.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.coopcloud.ci.forge.ForgeException.Kind;
import tech.coopcloud.ci.forge.GiteaHttp.Answer;

/**
 * A Gitea and what cc-ci asks it for. Every method asks over the network and blocks until the
 * answer is there, 20 s at the most. Safe for several threads.
 */
public final class Gitea implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gitea.class);
  private static final int PAGE = 50;
  private static final int MOST_PAGES = 200;
  private static final int MOST_EVENT_PAGES = 10;

  private final URI address;
  private final GiteaHttp http;
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private volatile @Nullable String login;

  /**
   * @param address e.g. {@code https://git.example.org}
   * @param token of the user that cc-ci is there; asked for every time
   * @param guard runs right before every request that changes something; throws, or ends the
   *     process, when that must not be any more
   */
  public Gitea(URI address, Supplier<String> token, Runnable guard) {
    this.address = withoutSlash(address);
    this.http = new GiteaHttp(this.address, token, guard);
  }

  /** Where it is, without a slash at the end. */
  public URI address() {
    return address;
  }

  /** Whether this is the address of this forge. */
  public boolean is(String other) {
    try {
      return withoutSlash(URI.create(other)).equals(address);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Where git fetches a repository from. */
  public String cloneAddress(RepositoryName repository) {
    return address + "/" + repository + ".git";
  }

  /** Why it cannot be worked with at all, in one sentence, as of the last request. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem.get());
  }

  /** The login that the token belongs to. */
  public String login() throws ForgeException {
    String known = login;
    if (known == null) {
      known = must("GET", "/user", null).body().path("login").asText();
      login = known;
    }
    return known;
  }

  /**
   * The comments on issues and pull requests of a repository that were written or changed since
   * then.
   */
  public Comments comments(RepositoryName repository, Instant since) throws ForgeException {
    List<Comment> all = new ArrayList<>();
    Instant at = Instant.now();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Answer answer =
          must(
              "GET",
              path(repository)
                  + "/issues/comments?since="
                  + encoded(since.toString())
                  + "&limit="
                  + PAGE
                  + "&page="
                  + page,
              null);
      if (page == 1) {
        at = answer.at();
      }
      answer.body().forEach(node -> all.add(comment(node)));
      if (answer.body().size() < PAGE) {
        break;
      }
    }
    all.sort(Comparator.comparingLong(Comment::id));
    return new Comments(List.copyOf(all), at);
  }

  /** The comments on one pull request that were written or changed since then, oldest first. */
  public List<Comment> commentsOn(RepositoryName repository, long pull, Instant since)
      throws ForgeException {
    List<Comment> all = new ArrayList<>();
    must(
            "GET",
            path(repository) + "/issues/" + pull + "/comments?since=" + encoded(since.toString()),
            null)
        .body()
        .forEach(node -> all.add(comment(node)));
    return List.copyOf(all);
  }

  public Pull pull(RepositoryName repository, long number) throws ForgeException {
    JsonNode node = must("GET", path(repository) + "/pulls/" + number, null).body();
    JsonNode head = node.path("head");
    JsonNode of = head.path("repo");
    return new Pull(
        number,
        node.path("state").asText().equals("open"),
        head.path("sha").asText(),
        of.isObject()
            ? new RepositoryName(of.path("owner").path("login").asText(), of.path("name").asText())
            : null);
  }

  /**
   * Whether commits were pushed to a pull request after a comment on it: the forge numbers both in
   * one sequence. True as well where too much happened since to be sure.
   */
  public boolean pushedAfter(RepositoryName repository, long pull, Comment comment)
      throws ForgeException {
    String events =
        path(repository)
            + "/issues/"
            + pull
            + "/timeline?since="
            + encoded(comment.created().toString())
            + "&limit="
            + PAGE
            + "&page=";
    int empty = 0;
    for (int page = 1; page <= MOST_EVENT_PAGES; page++) {
      JsonNode list = must("GET", events + page, null).body();
      for (JsonNode event : list) {
        if (event.path("type").asText().equals("pull_push")
            && event.path("id").asLong() > comment.id()) {
          return true;
        }
      }
      // Comments on code count for a page and are left out of it, so one page may be empty.
      empty = list.isEmpty() ? empty + 1 : 0;
      if (empty == 2) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a user is a member of an organisation. Where the token's user is none itself, only
   * those count whose membership is public.
   */
  public boolean isMember(String organisation, String user) throws ForgeException {
    Answer answer = membership("members", organisation, user);
    if (answer.code() / 100 == 3) {
      answer = membership("public_members", organisation, user);
    }
    return answer.code() == 204;
  }

  private Answer membership(String list, String organisation, String user) throws ForgeException {
    return ask("GET", "/orgs/" + encoded(organisation) + "/" + list + "/" + encoded(user), null);
  }

  /** Reacts to a comment; a reaction that is there already is not made twice. */
  public void react(RepositoryName repository, long comment, Reaction reaction)
      throws ForgeException {
    must(
        "POST",
        path(repository) + "/issues/comments/" + comment + "/reactions",
        object().put("content", reaction.text()));
  }

  /** Writes a comment on a pull request. */
  public Comment comment(RepositoryName repository, long pull, String body) throws ForgeException {
    return comment(
        must("POST", path(repository) + "/issues/" + pull + "/comments", object().put("body", body))
            .body());
  }

  /**
   * Replaces what a comment says.
   *
   * @return whether the comment was there
   */
  public boolean edit(RepositoryName repository, long comment, String body) throws ForgeException {
    try {
      Answer answer =
          must(
              "PATCH",
              path(repository) + "/issues/comments/" + comment,
              object().put("body", body));
      return answer.code() != 204; // what Gitea says for a comment of another kind
    } catch (ForgeException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** Sets a status of a commit. */
  public void status(RepositoryName repository, String commit, CommitStatus status)
      throws ForgeException {
    must(
        "POST",
        path(repository) + "/statuses/" + encoded(commit),
        object()
            .put("state", status.state())
            .put("context", status.context())
            .put("description", status.description())
            .put("target_url", status.address()));
  }

  /** The description of a repository; may be empty. */
  public String description(RepositoryName repository) throws ForgeException {
    return must("GET", path(repository), null).body().path("description").asText("");
  }

  /** Replaces the description of a repository, and nothing else of it. */
  public void describe(RepositoryName repository, String description) throws ForgeException {
    try {
      must("PATCH", path(repository), object().put("description", description));
    } catch (ForgeException e) {
      if (e.kind() != Kind.FORBIDDEN) {
        throw e;
      }
      throw new ForgeException(
          Kind.FORBIDDEN,
          "The forge %s does not let the token's user change the description of %s: make that user an administrator of the repository, or set forge.describe to false."
              .formatted(address, repository));
    }
  }

  private Answer must(String method, String path, @Nullable JsonNode body) throws ForgeException {
    return noticed(() -> http.must(method, path, body));
  }

  private Answer ask(String method, String path, @Nullable JsonNode body) throws ForgeException {
    return noticed(() -> http.ask(method, path, body));
  }

  private interface Request {
    Answer send() throws ForgeException;
  }

  /** Says once that the forge cannot be worked with, and once that it can again. */
  private Answer noticed(Request request) throws ForgeException {
    try {
      Answer answer = request.send();
      worked();
      return answer;
    } catch (ForgeException e) {
      if (e.concernsEverything()) {
        if (problem.getAndSet(e.getMessage()) == null) {
          LOG.warn("{}", e.getMessage());
        }
      } else {
        worked();
      }
      throw e;
    }
  }

  private void worked() {
    if (problem.get() != null && problem.getAndSet(null) != null) {
      LOG.info("The forge {} answers again.", address);
    }
  }

  private static Comment comment(JsonNode node) {
    return new Comment(
        node.path("id").asLong(),
        number(node.path("pull_request_url").asText("")),
        node.path("user").path("login").asText(null),
        node.path("body").asText(""),
        node.path("html_url").asText(""),
        time(node.path("created_at")),
        time(node.path("updated_at")));
  }

  private static @Nullable Long number(String address) {
    String last = address.substring(address.lastIndexOf('/') + 1);
    return last.matches("[0-9]{1,18}") ? Long.valueOf(last) : null;
  }

  private static Instant time(JsonNode node) {
    return OffsetDateTime.parse(node.asText()).toInstant();
  }

  private static String path(RepositoryName repository) {
    return "/repos/" + encoded(repository.owner()) + "/" + encoded(repository.name());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static URI withoutSlash(URI uri) {
    return URI.create(uri.toString().replaceFirst("/+$", ""));
  }

  @Override
  public void close() {
    http.close();
  }
}
