package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.tck.decorator.DecoratedEngine;

/**
 * Wraps an engine whose calls then fail as {@link Faults} decides, with {@link
 * org.braiddb.storage.StorageIOException} and before they have done anything. Closing never fails.
 */
public final class FaultyEngine extends DecoratedEngine {
  private final Faults faults;

  /** Fails calls of this engine. */
  public FaultyEngine(StorageEngine engine, Faults faults) {
    super(engine);
    this.faults = faults;
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    faults.mayFail("open");
    return super.open(location, options);
  }

  @Override
  public Store adopt(Handover handover) {
    faults.mayFail("adopt");
    return super.adopt(handover);
  }

  @Override
  protected Store decorate(Store store) {
    return new FaultyStore(this, store, faults);
  }
}
