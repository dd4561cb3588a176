package org.braiddb.storage;

import java.util.List;
import java.util.function.Consumer;

/** Optional abilities of a {@link Store}, asked for with {@link Store#facet}. */
public final class Facets {
  private Facets() {}

  /** How far a checkpoint goes and whom it waits for; SQLite's modes. */
  public enum CheckpointMode {
    /** Copies what it can without waiting for anyone. */
    PASSIVE,
    /** Waits for writers, and for readers of older snapshots, then copies everything. */
    FULL,
    /** As FULL, then waits for readers of the log so that the next writer starts it over. */
    RESTART,
    /** As RESTART, then truncates the log to nothing. */
    TRUNCATE
  }

  /**
   * What a checkpoint did, as {@code PRAGMA wal_checkpoint} answers it.
   *
   * @param blocked whether FULL, RESTART or TRUNCATE could not finish before the deadline
   * @param logFrames frames in the log
   * @param checkpointedFrames frames of them copied into the database
   */
  public record CheckpointResult(boolean blocked, long logFrames, long checkpointedFrames) {}

  /** A store with a log that is copied into the database now and then. */
  public interface Checkpointing {
    /**
     * Runs a checkpoint on the calling thread.
     *
     * @throws StorageIOException where it fails; nothing is lost and it can be tried again
     */
    CheckpointResult checkpoint(CheckpointMode mode, CallLimits limits);

    /** The log length in frames at which a checkpoint starts by itself; 0 or less: never. */
    int autoCheckpointFrames();

    /** Sets {@link #autoCheckpointFrames()} for the store. */
    void setAutoCheckpointFrames(int frames);
  }

  /** A store made of pages. Counts are those of the transaction's snapshot. */
  public interface PageInspection {
    /** Bytes in a page. */
    int pageSize();

    /** Pages in the database as the transaction sees it. */
    long pageCount(Transaction transaction);

    /** Free pages among them. */
    long freePageCount(Transaction transaction);
  }

  /** A store that can check its own structure. */
  public interface IntegrityCheck {
    /**
     * Checks everything below rows: trees, free space, page references. Index trees are checked
     * against the orders given.
     *
     * @param trees every tree that the catalogue names
     * @param maximumErrors how many findings to report at most
     * @param finding is given each finding, in SQLite's wording
     */
    void check(
        Transaction transaction, List<Tree> trees, int maximumErrors, Consumer<String> finding);
  }

  /** A store that can become smaller. */
  public interface Compaction {
    /**
     * Gives back the unused space at the end of the store, as far as it can, with the commit of a
     * transaction; a rollback leaves all as it was. What is written afterwards in the same
     * transaction comes behind what is left, so that a store whose trees are dropped, and made
     * again after this call, has no gaps.
     *
     * @param transaction a writing one that is not concurrent
     */
    void releaseFreeSpace(Transaction transaction);
  }

  /** A store with a cache whose budget can be set while it runs. */
  public interface CacheControl {
    /** The budget in bytes. */
    long cacheBytes();

    /** Sets the budget in bytes. */
    void setCacheBytes(long bytes);
  }
}
