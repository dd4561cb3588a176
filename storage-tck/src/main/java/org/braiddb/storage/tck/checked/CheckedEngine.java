package org.braiddb.storage.tck.checked;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.tck.decorator.DecoratedEngine;

/** Wraps an engine; see the package. */
public final class CheckedEngine extends DecoratedEngine {
  private final StorageEngine presented;
  private final boolean strict;
  private final LongSupplier failures;
  private final List<Throwable> leaks = new CopyOnWriteArrayList<>();

  /** Checks the use of this engine. */
  public CheckedEngine(StorageEngine engine) {
    super(engine);
    this.presented = this;
    this.strict = false;
    this.failures = () -> 0;
  }

  /**
   * Checks the use of an engine; a leak is an {@link AssertionError} where it is found.
   *
   * @param presented what its stores call their engine
   * @param failures how many calls were made to fail so far; after one, cursors may stay open until
   *     the transaction ends
   */
  CheckedEngine(StorageEngine presented, StorageEngine engine, LongSupplier failures) {
    super(engine);
    this.presented = presented;
    this.strict = true;
    this.failures = failures;
  }

  long failures() {
    return failures.getAsLong();
  }

  /** What stores call their engine. */
  StorageEngine presented() {
    return presented;
  }

  /**
   * The stacks that began transactions which were open when their store was closed, and cursors
   * which were open when their transaction ended.
   */
  public List<Throwable> leaks() {
    return leaks;
  }

  @Override
  protected Store decorate(Store store) {
    return new CheckedStore(this, store);
  }

  /** Reports what is still open when a store closes. */
  void leaked(List<Throwable> begun) {
    leaks.addAll(begun);
    if (strict && !begun.isEmpty()) {
      AssertionError error =
          new AssertionError("left open when their store was closed: " + begun.size());
      begun.forEach(error::addSuppressed);
      throw error;
    }
  }
}
