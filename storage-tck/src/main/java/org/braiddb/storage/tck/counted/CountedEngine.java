package org.braiddb.storage.tck.counted;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.tck.decorator.DecoratedEngine;

/** Wraps an engine and counts what is called on its cursors. */
public final class CountedEngine extends DecoratedEngine {
  private final CallCounts counts;

  /** Counts calls of this engine. */
  public CountedEngine(StorageEngine engine, CallCounts counts) {
    super(engine);
    this.counts = counts;
  }

  @Override
  protected Store decorate(Store store) {
    return new CountedStore(this, store, counts);
  }
}
