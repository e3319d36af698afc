package tech.coopcloud.ci.store.git;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.coopcloud.ci.store.git.Exchange.Move;
import tech.coopcloud.ci.store.git.Exchange.Outcome;

/** What a push sends, and that the remote is whole after it. */
class PushViewTest {
  private static final int FOLDERS = 20;

  @TempDir Path folder;
  private Path remote;
  private GitCli work;

  @BeforeEach
  void aRemoteThatHasManyFolders() {
    remote = folder.resolve("remote.git");
    GitCli.in(folder).git("init", "-q", "--bare", "-b", "main", remote.toString());
    work = GitCli.clone(remote, folder.resolve("work"));
    for (int i = 0; i < FOLDERS; i++) {
      work.file("archive/" + i + "/a", "a of " + i).file("archive/" + i + "/b", "b of " + i);
    }
    work.push("Begin");
  }

  @Test
  void aPushSendsWhatChangedAndReadsNothingElse() throws Exception {
    long before = objects();
    work.file("archive/3/a", "another");
    work.git("commit", "-q", "-a", "-m", "Change one file");
    String other = work.git("rev-parse", "HEAD:archive/7").strip();
    Files.delete(
        folder.resolve("work/.git/objects/" + other.substring(0, 2) + "/" + other.substring(2)));
    push("HEAD", false);
    assertThat(objects() - before).as("a commit, three trees and a blob").isEqualTo(5);
  }

  @Test
  void aHistoryThatBeginsAnewSendsItsCommitAndNotAllThatIsThere() throws Exception {
    long before = objects();
    String anew = work.git("commit-tree", "-m", "Begin anew", "HEAD^{tree}").strip();
    push(anew, true);
    assertThat(objects() - before).as("the commit and its tree").isEqualTo(2);
  }

  @Test
  void whatWasCopiedMovedRemovedAndPutBackArrivesWhole() throws Exception {
    work.file("copy/of/3/a", "a of 3").file("copy/of/3/b", "b of 3");
    work.git("mv", "archive/4", "moved");
    work.file("archive/5/c", "for a while").git("rm", "-q", "-r", "archive/6");
    work.git("add", "-A");
    work.git("commit", "-q", "-m", "Copy, move, add and remove");
    work.git("rm", "-q", "archive/5/c");
    work.git("checkout", "-q", "HEAD~1", "--", "archive/6");
    work.git("commit", "-q", "-m", "Put back");
    push("HEAD", false);
  }

  private void push(String what, boolean force) throws Exception {
    Path mine = folder.resolve("work/.git");
    ObjectId to = ObjectId.fromString(work.git("rev-parse", what).strip());
    ObjectId from = requireNonNull(new Refs(remote).read(MainBranch.REF));
    try (GitReader git = new GitReader(mine)) {
      Exchange exchange =
          Exchange.begin(git, new StateRemote(remote.toUri(), null, Duration.ofSeconds(10)));
      assertThat(exchange.push(List.of(new Move(MainBranch.REF, from, to, force))))
          .isEqualTo(Outcome.DONE);
    }
    assertThat(new Refs(remote).read(MainBranch.REF)).isEqualTo(to);
    assertThat(GitCli.in(remote).git("fsck", "--full", "--strict", "--no-dangling")).isEmpty();
  }

  /** How many there are at the remote, one that arrived again counted again. */
  private long objects() {
    return GitCli.in(remote)
        .git("count-objects", "-v")
        .lines()
        .filter(line -> line.startsWith("count: ") || line.startsWith("in-pack: "))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }
}
