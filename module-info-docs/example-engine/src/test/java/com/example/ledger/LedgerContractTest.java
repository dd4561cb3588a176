package com.example.ledger;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.tck.StorageEngineContract;

class LedgerContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new LedgerEngine();
  }
}
