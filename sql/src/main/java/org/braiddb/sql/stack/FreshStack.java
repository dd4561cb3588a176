package org.braiddb.sql.stack;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs something on a stack of its own while the caller waits: what SQLite keeps in frames on the
 * heap, triggers that fire triggers a thousand deep and expressions a thousand high, would not fit
 * on every thread's stack. To the storage the two threads are one, since only one of them runs at a
 * time.
 *
 * @param <T> what comes of it
 */
public final class FreshStack<T> {
  /** Address space; memory is taken as far down as the stack grows. */
  private static final long SIZE_BYTES = 64L << 20;

  private @Nullable T result;
  private @Nullable Throwable failure;

  private FreshStack() {}

  /** Runs it and waits for its end; what it throws is thrown here. */
  public static void run(Runnable action) {
    call(() -> {
      action.run();
      return true;
    });
  }

  /** Makes a call and waits for its end; what it throws is thrown here. */
  public static <T> T call(Supplier<T> action) {
    FreshStack<T> stack = new FreshStack<>();
    Thread thread = new Thread(null, () -> stack.keep(action), "braid-stack", SIZE_BYTES);
    thread.setDaemon(true);
    thread.start();
    join(thread);
    return stack.outcome();
  }

  private void keep(Supplier<T> action) {
    try {
      result = action.get();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private T outcome() {
    return switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null -> Objects.requireNonNull(result);
      case Throwable other -> throw new IllegalStateException(other);
    };
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
