package org.braiddb.sql.change;

import org.jspecify.annotations.Nullable;

/**
 * Runs something on a stack of its own while the caller waits: what SQLite keeps in frames on the
 * heap, triggers that fire triggers a thousand deep, would not fit on a thread's stack. To the
 * storage the two threads are one, since only one of them runs at a time.
 */
final class FreshStack {
  private @Nullable Throwable failure;

  private FreshStack() {}

  /** Runs it and waits for its end; what it throws is thrown here. */
  static void run(Runnable action) {
    FreshStack stack = new FreshStack();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("braid-trigger")
            .unstarted(() -> {
              try {
                action.run();
              } catch (RuntimeException | Error e) {
                stack.failure = e;
              }
            });
    thread.start();
    join(thread);
    switch (stack.failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null -> {
        // It went well.
      }
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  /** Does not stop waiting when interrupted: the other thread works on this one's transaction. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
