package tech.coopcloud.ci.store.git;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jspecify.annotations.Nullable;
import tech.coopcloud.ci.store.object.StorageException;

/**
 * The state repository over git's smart HTTP protocol: anybody who reaches the listener may clone,
 * whoever has the token may push. A push is taken in before it is answered, so what it brought is
 * visible when {@code git push} returns.
 */
public final class GitHttp {
  /** Bytes of one push, and of one object in it. */
  private static final long LARGEST_PUSH = 256L * 1024 * 1024;

  /** Written by the store alone, so that a push never races a status update. */
  private static final Set<String> OURS = Set.of(Recovery.STATUS, Line.FORMER);

  private final Path repository;
  private final Predicate<@Nullable String> mayPush;
  private final Pushed pushed;

  /** What is to happen after a push. */
  public interface Pushed {
    /** Takes in what was pushed. */
    void takeIn() throws InterruptedException;
  }

  /**
   * @param repository the bare repository
   * @param mayPush whether an {@code Authorization} header (null when there is none) allows to push
   */
  public GitHttp(Path repository, Predicate<@Nullable String> mayPush, Pushed pushed) {
    this.repository = repository;
    this.mayPush = mayPush;
    this.pushed = pushed;
  }

  /**
   * The servlet, to be mapped to {@code /some/path/*}; the repository is then cloned from {@code
   * http://host/some/path/state.git}, whatever the last name.
   */
  public GitServlet servlet() {
    GitServlet servlet = new GitServlet();
    servlet.setRepositoryResolver((_, _) -> open());
    servlet.setReceivePackFactory((_, opened) -> receive(opened));
    servlet.addReceivePackFilter(new Guard());
    return servlet;
  }

  private Repository open() {
    try {
      return new FileRepositoryBuilder()
          .setGitDir(repository.toFile())
          .setBare()
          .setMustExist(true)
          .build();
    } catch (IOException e) {
      throw new StorageException(
          repository + " cannot be opened as a git repository: see that it is there and readable",
          e);
    }
  }

  private ReceivePack receive(Repository opened) {
    ReceivePack receive = new ReceivePack(opened);
    receive.setMaxPackSizeLimit(LARGEST_PUSH);
    receive.setMaxObjectSizeLimit(LARGEST_PUSH);
    receive.setRefLogIdent(new PersonIdent("push", "push@localhost"));
    receive.setPreReceiveHook((_, commands) -> refuseStatus(commands));
    receive.setPostReceiveHook((session, _) -> takeIn(session));
    return receive;
  }

  private static void refuseStatus(Collection<ReceiveCommand> commands) {
    for (ReceiveCommand command : commands) {
      if (OURS.contains(command.getRefName())) {
        command.setResult(
            ReceiveCommand.Result.REJECTED_OTHER_REASON,
            Repository.shortenRefName(command.getRefName())
                + " is written by cc-ci alone: push manifests to main");
      }
    }
  }

  private void takeIn(ReceivePack session) {
    try {
      pushed.takeIn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      session.sendMessage("cc-ci is stopping: it takes the push in when it starts again");
    } catch (StorageException e) {
      session.sendMessage("cc-ci has the push and could not take it in yet: " + e.getMessage());
    }
  }

  /** Asks for the token, in the way that makes git send it. */
  private final class Guard implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      if (request instanceof HttpServletRequest asked
          && response instanceof HttpServletResponse answer
          && !mayPush.test(asked.getHeader("Authorization"))) {
        answer.setHeader("WWW-Authenticate", "Basic realm=\"cc-ci\"");
        answer.sendError(
            HttpServletResponse.SC_UNAUTHORIZED,
            "To push, send the token of the kubeconfig as the password of any user");
        return;
      }
      chain.doFilter(request, response);
    }
  }
}
