package org.braiddb.storage.tck;

import java.nio.file.Path;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.tck.naive.NaiveEngine;

/** An engine that declares small sizes is held to them. */
class LimitedContractTest extends LimitsContract {
  @Override
  EngineUnderTest engineUnderTest() {
    return new EngineUnderTest() {
      @Override
      public StorageEngine engine() {
        return new NaiveEngine(4 << 20, 48 << 20);
      }

      @Override
      public StoreLocation location(Path directory) {
        return new StoreLocation.File(directory.resolve("limited.db"));
      }

      @Override
      public StoreOptions options() {
        return StoreOptions.DEFAULTS;
      }
    };
  }
}
