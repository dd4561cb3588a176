package org.braiddb.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.record.TextEncoding;

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

    /**
     * The log length in frames at which a checkpoint is due; 0 or less: never. It starts by itself,
     * where commits come fast not before the log is several times as long.
     */
    int autoCheckpointFrames();

    /** Sets {@link #autoCheckpointFrames()} for the store. */
    void setAutoCheckpointFrames(int frames);

    /**
     * How many bytes of disk the log keeps when it starts over; less than 0: all it has. It grows
     * beyond that where it must.
     */
    long logSizeLimit();

    /** Sets {@link #logSizeLimit()} for the store. */
    void setLogSizeLimit(long bytes);

    /**
     * From now on, closing the store leaves a database that needs no log beside it to be read, as
     * on a medium that cannot be written: one in SQLite's rollback-journal format. Its next writer
     * makes it a database with a log again.
     */
    void closeWithoutLog();
  }

  /**
   * A snapshot that is open.
   *
   * @param commit what it shows
   * @param age since when it is open
   * @param owner whose it is, from {@link CallLimits#owner()}
   */
  public record OpenSnapshot(long commit, Duration age, String owner) {}

  /** A store that knows who keeps it from giving up what newer commits have replaced. */
  public interface SnapshotInspection {
    /** The snapshots that are open just now, those of the oldest commits first. */
    List<OpenSnapshot> openSnapshots();
  }

  /** A store made of pages. Counts are those of the transaction's snapshot. */
  public interface PageInspection {
    /** Bytes in a page. */
    int pageSize();

    /** Pages in the database as the transaction sees it. */
    long pageCount(Transaction transaction);

    /** Free pages among them. */
    long freePageCount(Transaction transaction);

    /**
     * How many pages the database may have; a transaction that needs more fails with {@link
     * StoreFullException}.
     */
    long maximumPageCount();

    /** Sets {@link #maximumPageCount()} for the store, as far as the format allows. */
    void setMaximumPageCount(long pages);
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
     * @return how many entries each of the trees has, as far as it could be followed; -1 for one
     *     that was not looked at any more
     */
    long[] check(
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

  /** A store that can be copied into a file while it is in use. */
  public interface Backup {
    /**
     * Begins a copy of what a transaction's snapshot shows, without changes of its own. Until it
     * ends, what others commit is neither held up nor seen by it; as with any open snapshot, the
     * log grows.
     *
     * @param snapshot must stay open until the copy has ended
     * @param target the file that the copy becomes, once complete; a database that is there is
     *     replaced then, and until then left as it is
     * @throws CannotOpenException where the target cannot be made or is a directory
     * @throws BusyException where the target is a database that somebody has open, or that another
     *     copy is being made for
     * @throws CorruptException where the target is not a database, and so is not replaced
     */
    BackupSteps begin(Transaction snapshot, Path target);
  }

  /** A copy under way. Used by one thread at a time. */
  public interface BackupSteps extends AutoCloseable {
    /**
     * Copies on. The step that copies the last page also makes the copy durable and gives it its
     * name; before that nothing is at the target that was not there before.
     *
     * @param pages how many pages to copy at most, more than 0
     * @return whether the copy is complete
     * @throws StorageIOException where reading or writing fails; the copy cannot be completed
     * @throws StoreFullException where the disk of the copy is full; likewise
     */
    boolean step(int pages);

    /** Pages of the whole. */
    long pageCount();

    /** Pages that are not copied yet. */
    long remainingPages();

    /** Ends the copy; what was made of an incomplete one is removed. A second call does nothing. */
    @Override
    void close();
  }

  /** An engine that reads what is left of a database that is too damaged to be used. */
  public interface Salvaging {
    /**
     * Looks at a database that is not open in this process. Nothing is changed.
     *
     * @throws CannotOpenException where there is no file or it may not be read
     * @throws BusyException where it is open
     */
    Salvage salvage(StoreLocation location, StoreOptions options);
  }

  /** Is given rows that were found. */
  @FunctionalInterface
  public interface SalvagedRows {
    /**
     * A row, its record well-formed: a text or BLOB that could not be read to its end is cut off
     * there, and what comes after it is NULL.
     *
     * @param rowid 0 in an index tree
     * @param record valid during the call
     */
    void row(long rowid, byte[] record, int length);
  }

  /** Is given rows that belong to no tree that is known. */
  @FunctionalInterface
  public interface LostRows {
    /**
     * A row of which only the page is known.
     *
     * @param root the uppermost page from which the row is still reached; {@code page} itself where
     *     there is no other
     * @param page the page it was found in
     * @param kind the kind of tree that the page is of; only {@link TreeKind#TABLE} has rowids
     */
    void row(long root, long page, TreeKind kind, long rowid, byte[] record, int length);
  }

  /**
   * What is left of a damaged database: its trees as far as they can be followed, then the rest. No
   * damage makes any of this fail or go on for ever. Used by one thread.
   */
  public interface Salvage extends AutoCloseable {
    /** The size of a page, guessed where nothing says it. */
    int pageSize();

    /** The encoding of texts; UTF-8 where nothing says it. */
    TextEncoding encoding();

    /** A number of the header; 0 where there is none. */
    int metadata(Transaction.Metadata field);

    /**
     * Finds the rows of a tree on all pages that are of its kind and that no tree before has taken;
     * {@link Tree#CATALOG_ID} is the catalogue.
     *
     * @throws StorageIOException where the disk fails otherwise than by giving wrong bytes
     */
    void tree(long id, TreeKind kind, SalvagedRows sink);

    /**
     * Finds the rows on pages that no call of {@link #tree} has reached.
     *
     * @param free whether to look into free pages too, which may hold what was deleted
     */
    void lost(boolean free, LostRows sink);

    /** Gives the file back. A second call does nothing. */
    @Override
    void close();
  }

  /**
   * A store that can give back free space by itself, as SQLite's auto-vacuum databases do. There a
   * tree whose number is the largest may get the number of a tree that is dropped: dropping changes
   * the catalogue then.
   */
  public interface AutoVacuum {
    /** When free space is given back. */
    enum Mode {
      /** By {@link Compaction} only. */
      NONE,
      /** With each commit. */
      FULL,
      /** When it is asked for. */
      INCREMENTAL
    }

    /** The mode, as the transaction sees it. */
    Mode mode(Transaction transaction);

    /**
     * Sets the mode with the commit of a transaction: from and to NONE only where the store holds
     * nothing but an empty catalogue and has no free space.
     *
     * @param transaction a writing one
     * @return whether that could be done; nothing is changed otherwise
     */
    boolean setMode(Transaction transaction, Mode mode);

    /**
     * Gives back free space now. Nothing where the mode is NONE.
     *
     * @param transaction a writing one that is not concurrent
     * @param mostPages how many pages at most
     */
    void vacuum(Transaction transaction, int mostPages);
  }

  /** A store with a cache whose budget can be set while it runs. */
  public interface CacheControl {
    /** The budget in bytes. */
    long cacheBytes();

    /** Sets the budget in bytes. */
    void setCacheBytes(long bytes);
  }
}
