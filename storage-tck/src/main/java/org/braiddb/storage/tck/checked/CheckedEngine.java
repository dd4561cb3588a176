package org.braiddb.storage.tck.checked;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/** Wraps an engine; see the package. */
public final class CheckedEngine implements StorageEngine {
  private final StorageEngine presented;
  private final StorageEngine engine;
  private final boolean strict;
  private final LongSupplier failures;
  private final List<Throwable> leaks = new CopyOnWriteArrayList<>();

  /** Checks the use of this engine. */
  public CheckedEngine(StorageEngine engine) {
    this.presented = this;
    this.engine = engine;
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
    this.presented = presented;
    this.engine = engine;
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
  public String journalMode() {
    return engine.journalMode();
  }

  @Override
  public int spiVersion() {
    return engine.spiVersion();
  }

  @Override
  public String family() {
    return engine.family();
  }

  @Override
  public Capabilities capabilities() {
    return engine.capabilities();
  }

  @Override
  public Object identify(StoreLocation location, StoreOptions options) {
    return engine.identify(location, options);
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    return new CheckedStore(this, engine.open(location, options));
  }

  @Override
  public Store adopt(Handover handover) {
    return new CheckedStore(this, engine.adopt(handover));
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
