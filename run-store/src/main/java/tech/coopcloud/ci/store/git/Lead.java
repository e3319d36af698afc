package tech.coopcloud.ci.store.git;

import java.io.IOException;

/** What a store has to know of who leads, where several servers have one state repository. */
public interface Lead {
  /** Nobody said who leads: the remote's {@code status} is never destroyed. */
  Lead UNKNOWN =
      new Lead() {
        @Override
        public boolean isSuccessor() {
          return false;
        }

        @Override
        public boolean confirm() {
          return false;
        }

        @Override
        public void require() {}
      };

  /**
   * Whether another server led since this one did last, so that the remote's {@code status} is the
   * true one.
   */
  boolean isSuccessor();

  /**
   * Asks the remote.
   *
   * @return whether this server leads, by what the remote says just now
   * @throws IOException when it cannot be asked
   */
  boolean confirm() throws IOException;

  /**
   * Stands right before whatever others see: throws, or ends the process, when another may lead by
   * now. Where nobody said who leads, there is no other.
   */
  void require();
}
