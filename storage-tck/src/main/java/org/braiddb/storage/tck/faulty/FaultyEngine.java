package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/**
 * Wraps an engine whose calls then fail as {@link Faults} decides, with {@link
 * org.braiddb.storage.StorageIOException} and before they have done anything. Closing never fails.
 */
public final class FaultyEngine implements StorageEngine {
  private final StorageEngine engine;
  private final Faults faults;

  /** Fails calls of this engine. */
  public FaultyEngine(StorageEngine engine, Faults faults) {
    this.engine = engine;
    this.faults = faults;
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
    faults.mayFail("open");
    return new FaultyStore(this, engine.open(location, options), faults);
  }

  @Override
  public Store adopt(Handover handover) {
    faults.mayFail("adopt");
    return new FaultyStore(this, engine.adopt(handover), faults);
  }
}
