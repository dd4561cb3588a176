package org.braiddb.storage.tck.decorator;

import java.util.function.Supplier;

/** What a decorator does around each call of a transaction and its cursors. */
public abstract class Calls {
  /** For subclasses. */
  protected Calls() {}

  /**
   * Makes a call in which an engine may have to reach its storage.
   *
   * @param name the method's name
   */
  protected abstract <T> T make(String name, Supplier<T> call);

  /** Makes a call that an engine can always answer, or that must not fail: closing, undoing. */
  protected abstract <T> T ask(Supplier<T> call);

  final void make(String name, Runnable call) {
    make(name, () -> done(call));
  }

  final void tell(Runnable call) {
    ask(() -> done(call));
  }

  private static boolean done(Runnable call) {
    call.run();
    return true;
  }
}
