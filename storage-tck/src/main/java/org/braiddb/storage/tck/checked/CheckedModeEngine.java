package org.braiddb.storage.tck.checked;

import java.util.Optional;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.tck.counted.CallCounts;
import org.braiddb.storage.tck.counted.CountedEngine;
import org.braiddb.storage.tck.faulty.Faults;
import org.braiddb.storage.tck.faulty.FaultyEngine;
import org.jspecify.annotations.Nullable;

/**
 * Journal mode {@code checked}: an installed engine whose use is checked, so that whatever runs in
 * every installed mode is also run under checks. What is left open when a store closes is an {@link
 * AssertionError} there. A test can make calls of the engine fail through {@link #FAULTS}; as long
 * as none does, nothing fails. What was called is in {@link #CALLS}.
 *
 * <p>The engine is that of the journal mode named by the system property {@value #MODE_PROPERTY},
 * {@code wal} where it is not set.
 */
public final class CheckedModeEngine implements StorageEngine {
  /** Names the journal mode that is checked. */
  public static final String MODE_PROPERTY = "braid.tck.checked";

  /** What fails in all stores of this mode in this process; nothing, unless a test changes that. */
  public static final Faults FAULTS = new Faults(0, 0);

  /** What is called in all stores of this mode in this process. */
  public static final CallCounts CALLS = new CallCounts();

  private volatile @Nullable CheckedEngine engine;

  /** Found by {@link java.util.ServiceLoader}; looks for the other engine when it is first used. */
  public CheckedModeEngine() {}

  private CheckedEngine engine() {
    CheckedEngine present = engine;
    if (present == null) {
      String mode = System.getProperty(MODE_PROPERTY, "wal");
      StorageEngine installed = StorageEngines.installed().forMode(mode);
      StorageEngine counted = new CountedEngine(installed, CALLS);
      present = new CheckedEngine(this, new FaultyEngine(counted, FAULTS), FAULTS::failed);
      engine = present;
    }
    return present;
  }

  @Override
  public String journalMode() {
    return "checked";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String family() {
    return engine().family();
  }

  @Override
  public Capabilities capabilities() {
    return engine().capabilities();
  }

  @Override
  public Object identify(StoreLocation location, StoreOptions options) {
    return engine().identify(location, options);
  }

  @Override
  public <F> Optional<F> facet(Class<F> facet) {
    return engine().facet(facet);
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    return engine().open(location, options);
  }

  @Override
  public Store adopt(Handover handover) {
    return engine().adopt(handover);
  }
}
