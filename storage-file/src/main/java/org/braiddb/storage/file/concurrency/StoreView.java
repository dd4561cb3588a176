package org.braiddb.storage.file.concurrency;

import org.braiddb.storage.record.TextEncoding;

/** What a strategy may ask of the store it governs. Safe for use by any thread. */
public interface StoreView {
  /** Names the database in messages: the path of the file, usually. */
  String description();

  /** Bytes in a page. */
  int pageSize();

  /** The text encoding of the records. */
  TextEncoding encoding();

  /** The newest visible commit: what a transaction begun now reads, at least. */
  long visible();

  /**
   * A commit, not after the visible one, such that no transaction with an older snapshot is open or
   * will begin: what a strategy keeps of commits up to it will not be asked for. Costs a look at
   * every open snapshot.
   */
  long horizon();

  /**
   * The image of a page, by reference and never to be written into.
   *
   * @param commit the snapshot of a transaction that is open, or the head during {@link
   *     TransactionControl#validate}
   */
  byte[] page(int page, long commit);
}
