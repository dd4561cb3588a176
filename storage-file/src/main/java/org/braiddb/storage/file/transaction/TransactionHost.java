package org.braiddb.storage.file.transaction;

import java.util.List;
import java.util.function.LongConsumer;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Durability;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.commit.Head;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.page.KeyPlaces;
import org.jspecify.annotations.Nullable;

/** What a transaction needs of its store. Safe for use by any thread. */
public interface TransactionHost {
  /** The most pages that a database can have here. */
  int MAXIMUM_PAGE_COUNT = 0x7ffffffe;

  /** The strategy. */
  ConcurrencyControl concurrency();

  /** What is the same for all pages. */
  PageFormat format();

  /** How many bytes of changed pages one transaction keeps in memory. */
  long transactionBytes();

  /** How many pages the database may have, up to {@link #MAXIMUM_PAGE_COUNT}. */
  int maximumPageCount();

  /** Opens a temporary file for the others. */
  FileHandle openTemporary();

  /** The image of a page at a commit; never written by anyone. */
  byte[] read(int page, long commit);

  /**
   * Images of several pages that are at hand and the same at all commits that anybody sees.
   *
   * @return how many of the first pages are such
   */
  int bareImages(int[] pages, int count, byte[][] images);

  /** Where keys of indexes were found before. */
  KeyPlaces keyPlaces();

  /** The newest staged commit that changed a page, as far as that is known; 0 for none. */
  long lastChange(int page);

  /** The calling thread is about to read; what it holds no committer waits for. */
  void readerRuns();

  /** Reserves a place for a snapshot. */
  int enterSnapshots();

  /** Opens the newest visible snapshot in that place. */
  long openVisible(int place);

  /** Says whose the snapshot in that place is, for who asks what is open. */
  void ownSnapshot(int place, CallLimits owner);

  /**
   * Opens a snapshot at the newest staged commit in that place. It may be taken back; without the
   * writer lock others may have staged more when this returns.
   */
  Head openNewest(int place);

  /** Gives the place back. */
  void leaveSnapshots(int place);

  /** Pages in the database at a commit whose snapshot is open. */
  int pageCountAt(long commit);

  /** The newest staged commit. */
  Head head();

  /** Waits until a commit is visible. */
  void awaitVisible(long commit, CallLimits limits);

  /** The lock of the one writer. */
  WriterLock writerLock();

  /** Throws where the store may not, or cannot any more, be written. */
  void checkWritable();

  /** Throws where the store was closed. */
  void checkOpen();

  /** Makes sure that an empty file holds an empty database before the first commit to its log. */
  void initializeFile();

  /**
   * Commits on top of the head {@code base}; returns when the commit is visible and durable.
   *
   * @param staged is given the commit's number, before the next writer may build on it
   */
  long commit(
      List<PageVersion> versions,
      int pageCount,
      Head base,
      Durability durability,
      LongConsumer staged);

  /** Throws where a staged head, of which pages have just been read, was taken back. */
  void checkStands(Head base);

  /**
   * The image of a page at a commit, for a writer.
   *
   * @param base the head that the writer builds on, which may fail while it reads; null before it
   *     builds on any
   */
  default byte[] read(int page, long commit, @Nullable Head base) {
    byte[] image = read(page, commit);
    if (base != null) {
      checkStands(base);
    }
    return image;
  }

  /** Waits until a head is visible, however long its force takes; throws where it failed. */
  void awaitOutcome(Head base);

  /** Says that a commit was made, for automatic checkpoints. */
  void committed();

  /**
   * Counts a transaction that begins, for the hand-over.
   *
   * @return for {@link #transactionEnded}
   */
  int transactionBegan();

  /** Whether one that was counted before this call may go on. */
  boolean admitsTransactions();

  /** Counts one that ended. */
  void transactionEnded(int counted);
}
