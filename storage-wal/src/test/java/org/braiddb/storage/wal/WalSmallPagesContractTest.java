package org.braiddb.storage.wal;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.record.TextEncoding;
import org.braiddb.storage.tck.StorageEngineContract;

/** The contract, over a file with the smallest pages, which split soonest, and UTF-16 text. */
class WalSmallPagesContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new WalEngine();
  }

  @Override
  public StoreOptions options() {
    return StoreOptions.DEFAULTS.withPageSize(512).withEncoding(TextEncoding.UTF_16BE);
  }
}
