package org.braiddb.storage.tck.decorator;

import java.util.Optional;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/** An engine whose stores are those of another, decorated. */
public abstract class DecoratedEngine implements StorageEngine {
  private final StorageEngine engine;

  /** Decorates an engine. */
  protected DecoratedEngine(StorageEngine engine) {
    this.engine = engine;
  }

  /**
   * Decorates a store.
   *
   * @param store the engine's own
   */
  protected abstract Store decorate(Store store);

  @Override
  public int spiVersion() {
    return engine.spiVersion();
  }

  @Override
  public String journalMode() {
    return engine.journalMode();
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
  public <F> Optional<F> facet(Class<F> facet) {
    return engine.facet(facet);
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    return decorate(engine.open(location, options));
  }

  @Override
  public Store adopt(Handover handover) {
    return decorate(engine.adopt(handover));
  }
}
