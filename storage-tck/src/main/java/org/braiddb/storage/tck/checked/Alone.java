package org.braiddb.storage.tck.checked;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.braiddb.storage.tck.decorator.Calls;
import org.jspecify.annotations.Nullable;

/** Calls of one transaction: one thread at a time may be inside of one. */
final class Alone extends Calls {
  private final Throwable begun = new Throwable("begun here, by " + Thread.currentThread());
  private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();

  /** Where the transaction was begun. */
  Throwable begun() {
    return begun;
  }

  @Override
  protected <T> T make(String name, Supplier<T> call) {
    return ask(call);
  }

  /** Makes a call that nobody else may make meanwhile; from inside a call too. */
  @Override
  protected <T> T ask(Supplier<T> call) {
    Thread thread = Thread.currentThread();
    Thread other = inside.compareAndExchange(null, thread);
    if (other == thread) {
      return call.get();
    }
    if (other != null) {
      throw new AssertionError(thread + " uses a transaction while " + other + " does", begun);
    }
    try {
      return call.get();
    } finally {
      inside.set(null);
    }
  }
}
