package org.braiddb.storage.pagelock;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.tck.StorageEngineContract;

/** The contract, over a file with the default page size. */
class PageLockContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new PageLockEngine();
  }
}
