package org.braiddb.faults;

import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.mvcc.MvccEngine;
import org.braiddb.storage.pagelock.PageLockEngine;
import org.braiddb.storage.wal.WalEngine;

/**
 * The disk that the engines of this class have their files on. They are installed beside the real
 * ones, under names of their own.
 */
public final class SimulatedDisk {
  /** Their journal modes. */
  static final String[] MODES = {"simulated_wal", "simulated_pagelock", "simulated_mvcc"};

  private static volatile FileSystem inserted = new SimulatedFileSystem(0);

  private SimulatedDisk() {}

  /** Has the engines use another disk for what they open from now on. */
  public static void insert(FileSystem files) {
    inserted = files;
  }

  /** Mode {@code wal} over the simulated disk. */
  public static final class Wal extends WalEngine {
    @Override
    public String journalMode() {
      return MODES[0];
    }

    @Override
    protected FileSystem fileSystem() {
      return inserted;
    }
  }

  /** Mode {@code pagelock} over the simulated disk. */
  public static final class PageLock extends PageLockEngine {
    @Override
    public String journalMode() {
      return MODES[1];
    }

    @Override
    protected FileSystem fileSystem() {
      return inserted;
    }
  }

  /** Mode {@code mvcc} over the simulated disk. */
  public static final class Mvcc extends MvccEngine {
    @Override
    public String journalMode() {
      return MODES[2];
    }

    @Override
    protected FileSystem fileSystem() {
      return inserted;
    }
  }
}
