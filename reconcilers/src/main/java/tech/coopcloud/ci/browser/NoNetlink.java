package tech.coopcloud.ci.browser;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts programs that cannot see the machine's network change. Chromium gives up every connection
 * (ERR_NETWORK_CHANGED) when an address comes or goes, which on a machine of containers happens all
 * the time, and no switch of its own turns that off. It learns of it from a netlink socket; so it
 * is started under a seccomp filter that denies it one, after which it takes the network for
 * steady.
 *
 * <p>A filter holds for the thread that sets it and for what that thread starts, hence a thread for
 * each start. This is for steadiness, not for safety: where it cannot be had, all goes on without.
 */
final class NoNetlink {
  private static final int PR_SET_SECCOMP = 22;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int AF_NETLINK = 16;
  private static final int EAFNOSUPPORT = 97;

  // linux/bpf_common.h, linux/seccomp.h
  private static final int LOAD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int ERRNO = 0x00050000;
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;

  /** A machine, as the kernel calls it, and the number of its call {@code socket}. */
  private record Machine(int architecture, int socket) {}

  private NoNetlink() {}

  /** Does something on a thread whose child processes get no netlink socket. */
  static <T> T call(Callable<T> body) throws InterruptedException, ExecutionException {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              deny();
              return body.call();
            });
    Thread thread = Thread.ofPlatform().name("browser start").daemon().start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      // So that the caller finds all that was started.
      joinUninterruptibly(thread);
      throw e;
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("restricted") // native access is what the launcher grants
  private static void deny() {
    Machine machine =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> new Machine(0xc000003e, 41);
          case "aarch64" -> new Machine(0xc00000b7, 198);
          default -> null;
        };
    if (machine == null || !System.getProperty("os.name").equals("Linux")) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MethodHandle prctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("prctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.firstVariadicArg(1));
      int unused = (int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, MemorySegment.NULL, 0L, 0L);
      unused =
          (int)
              prctl.invokeExact(
                  PR_SET_SECCOMP, (long) SECCOMP_MODE_FILTER, program(arena, machine), 0L, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** A {@code struct sock_fprog} of eight instructions. */
  private static MemorySegment program(Arena arena, Machine machine) {
    int[][] instructions = {
      {LOAD, 0, 0, ARCHITECTURE},
      {JUMP_IF_EQUAL, 0, 4, machine.architecture()},
      {LOAD, 0, 0, NUMBER},
      {JUMP_IF_EQUAL, 0, 2, machine.socket()},
      {LOAD, 0, 0, FIRST_ARGUMENT},
      {JUMP_IF_EQUAL, 1, 0, AF_NETLINK},
      {RETURN, 0, 0, ALLOW},
      {RETURN, 0, 0, ERRNO | EAFNOSUPPORT},
    };
    MemorySegment filter = arena.allocate(8L * instructions.length, 8);
    for (int i = 0; i < instructions.length; i++) {
      int[] in = instructions[i];
      filter.set(ValueLayout.JAVA_SHORT, i * 8L, (short) in[0]);
      filter.set(ValueLayout.JAVA_BYTE, i * 8L + 2, (byte) in[1]);
      filter.set(ValueLayout.JAVA_BYTE, i * 8L + 3, (byte) in[2]);
      filter.set(ValueLayout.JAVA_INT, i * 8L + 4, in[3]);
    }
    MemorySegment program = arena.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.length);
    program.set(ValueLayout.ADDRESS, 8, filter);
    return program;
  }
}
