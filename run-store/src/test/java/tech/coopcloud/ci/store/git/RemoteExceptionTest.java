package tech.coopcloud.ci.store.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class RemoteExceptionTest {
  private static final URI STATE = URI.create("https://git.example.org/ci/state.git");

  @Test
  void aLockThatAKilledGitLeftThereIsNamedWithWhatToDo() {
    String said =
        "cannot lock ref 'refs/heads/status': Unable to create '/repos/ci/state.git/./refs/heads/status.lock': File exists. Another git process seems to be running in this repository, e.g. an editor opened by 'git commit'.";

    assertThat(RemoteException.refused(STATE, "status", said))
        .hasMessage(
            "The state repository https://git.example.org/ci/state.git cannot take a push to status: a git that was cut short there left /repos/ci/state.git/./refs/heads/status.lock; remove that file when no git works there");
  }

  @Test
  void whatAProtectedBranchSaysIsRepeated() {
    assertThat(RemoteException.refused(STATE, "main", "Not allowed to push to protected branch"))
        .hasMessageContaining("refuses a push to main: Not allowed to push to protected branch;");
  }
}
