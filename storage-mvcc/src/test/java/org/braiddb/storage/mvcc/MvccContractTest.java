package org.braiddb.storage.mvcc;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.tck.StorageEngineContract;

/** The contract, over a file with the default page size. */
class MvccContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new MvccEngine();
  }
}
