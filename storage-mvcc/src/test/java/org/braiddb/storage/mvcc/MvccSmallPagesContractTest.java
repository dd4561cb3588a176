package org.braiddb.storage.mvcc;

import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.record.TextEncoding;
import org.braiddb.storage.tck.StorageEngineContract;

/**
 * The contract, over a file with the smallest pages, which split soonest, UTF-16 text, and a budget
 * that makes transactions of more than a few pages spill.
 */
class MvccSmallPagesContractTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new MvccEngine();
  }

  @Override
  public StoreOptions options() {
    return StoreOptions.DEFAULTS
        .withPageSize(512)
        .withCacheBytes(0)
        .withEncoding(TextEncoding.UTF_16BE);
  }
}
