package org.braiddb.storage.file.concurrency;

/**
 * Is told each change of a row before it is made, by the B-tree's cursors. What it throws keeps the
 * change from being made. It must neither read nor change the tree.
 *
 * <p>A tree calls the methods with rowids if it is a table tree, else those with records.
 */
public interface RowListener {
  /**
   * A record is put into a table tree.
   *
   * @param replaces whether it takes the place of one with the same rowid
   */
  void inserting(long rowid, boolean replaces);

  /** A record is deleted from a table tree. */
  void deleting(long rowid);

  /**
   * A record is put into an index tree. The bytes are good during the call only.
   *
   * @param replaces whether it takes the place of one with an equal key
   */
  void inserting(byte[] record, int offset, int length, boolean replaces);

  /** A record is deleted from an index tree. The bytes are good during the call only. */
  void deleting(byte[] record, int offset, int length);
}
