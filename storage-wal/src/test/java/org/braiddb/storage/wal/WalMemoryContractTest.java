package org.braiddb.storage.wal;

import java.nio.file.Path;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.tck.StorageEngineContract;

/** The contract, in memory. */
class WalMemoryContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new WalEngine();
  }

  @Override
  public StoreLocation location(Path directory) {
    return new StoreLocation.PrivateMemory();
  }
}
