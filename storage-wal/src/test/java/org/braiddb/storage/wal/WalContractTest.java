package org.braiddb.storage.wal;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.tck.StorageEngineContract;

/** The contract, over a file with the default page size. */
class WalContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new WalEngine();
  }
}
