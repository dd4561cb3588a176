package org.braiddb.storage.tck;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.tck.naive.NaiveEngine;

class NaiveContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new NaiveEngine();
  }
}
