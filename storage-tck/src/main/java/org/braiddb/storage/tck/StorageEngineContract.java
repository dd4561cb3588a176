package org.braiddb.storage.tck;

import java.nio.file.Path;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.junit.jupiter.api.Nested;

/**
 * All topics of the contract, for one engine.
 *
 * <pre>
 *   class MyEngineTest extends StorageEngineContract {
 *     protected StorageEngine engine() {
 *       return new MyEngine();
 *     }
 *   }
 * </pre>
 *
 * <p>More subclasses may run the topics at another location or with other options: in memory, with
 * the smallest pages, in UTF-16.
 */
public abstract class StorageEngineContract implements EngineUnderTest {
  /** For subclasses. */
  protected StorageEngineContract() {}

  @Override
  public abstract StorageEngine engine();

  @Override
  public StoreLocation location(Path directory) {
    return new StoreLocation.File(directory.resolve("contract.db"));
  }

  @Override
  public StoreOptions options() {
    return StoreOptions.DEFAULTS;
  }

  @Nested
  class LifeCycle extends LifeCycleContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Visibility extends VisibilityContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Savepoints extends SavepointContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class CursorMoves extends CursorMoveContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class CursorChanges extends CursorChangeContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class KeyOrders extends KeyOrderContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class ClusteredTrees extends ClusteredContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Rowids extends RowidContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Metadata extends MetadataContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Limits extends LimitsContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Misuse extends MisuseContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Reopen extends ReopenContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Handover extends HandoverContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class RandomOperations extends RandomOperationsContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class ConcurrentTransactions extends ConcurrentTransactionContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class SharedPages extends SharedPagesContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Interleavings extends InterleavingContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Overlaps extends OverlapContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Claims extends ClaimContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Preparations extends PrepareContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Rests extends RestContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }

  @Nested
  class Crashes extends CrashContract {
    @Override
    EngineUnderTest engineUnderTest() {
      return StorageEngineContract.this;
    }
  }
}
