package org.braiddb.storage;

import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;

/**
 * A snapshot and the changes made on top of it. Used by one thread at a time.
 *
 * <p>States: <i>open</i> (reads) → {@link #makeWritable()} → <i>writable</i> → {@link #commit()} or
 * {@link #close()} → <i>closed</i>. A conflict leads to <i>failed</i>, where reads still work,
 * {@code commit()} keeps failing, and only {@code close()} helps; rolling back to a savepoint does
 * not revive it. Calls after the end are {@link MisuseException}.
 */
public interface Transaction extends AutoCloseable {
  /** The mode it was begun in. */
  TransactionMode mode();

  /** The text encoding of the database. */
  TextEncoding encoding();

  /**
   * The commit this transaction reads; fixed at its first read or write. This call counts as one,
   * and so does every other but {@link #mode()}, {@link #encoding()}, {@link #writable()} and those
   * for savepoints.
   */
  long snapshot();

  /** Whether {@link #makeWritable()} has succeeded. */
  boolean writable();

  /**
   * Makes a DEFERRED transaction the writer; a CONCURRENT one merely becomes writable. Called
   * before the first change, which is {@link MisuseException} without it; a second call does
   * nothing. One that has read nothing yet sees the newest commit afterwards.
   *
   * @throws SnapshotStaleException where a DEFERRED transaction has read an older commit than a
   *     writer must build on: waiting does not help, only a new transaction
   * @throws BusyException where the writer lock is not had before the deadline
   * @throws ReadOnlyException in a READ_ONLY transaction or store
   */
  void makeWritable();

  // ---- trees

  /** Makes an empty tree and returns its id, good in this transaction. */
  long createTree(TreeKind kind);

  /**
   * Removes a tree and all it holds. No cursor may be open on it; never the catalogue. In a store
   * with {@link Facets.AutoVacuum} another tree may get its id, which the catalogue then says.
   */
  void dropTree(Tree tree);

  /**
   * Whether this writable transaction alone says what the catalogue is once it is committed: nobody
   * else changes it meanwhile, ids that {@link #createTree} returns stay those of the trees, and
   * {@link #dropTree} gives none of its id to another. SQL then knows the catalogue without reading
   * it again. False by default, where that is not certain.
   */
  default boolean ownsCatalogue() {
    return false;
  }

  /** Removes all entries of a tree; returns how many there were. Open cursors are then nowhere. */
  long clearTree(Tree tree);

  /** The number of entries, faster than by reading them. */
  long count(Tree tree);

  /**
   * Opens a cursor, positioned nowhere. A tree that does not exist, or is of the other kind, is
   * {@link MisuseException} or, where the engine takes the catalogue's word for it, {@link
   * CorruptException}; either may wait for the cursor's first move. Many cursors may be open on one
   * tree, for reading and for writing; they end with the transaction.
   *
   * @param write whether it will insert or delete: the transaction must be writable
   */
  Cursor open(Tree tree, boolean write);

  // ---- rowids

  /**
   * A rowid for a new row: 1 for an empty table, else one more than the largest, which is also what
   * single-threaded use always gets; where others insert too, any larger number. Once 2^63-1 is
   * taken, a random unused positive one.
   *
   * @throws StoreFullException where no unused rowid was found
   */
  long allocateRowid(Tree.Table table);

  /**
   * Rowids for several new rows: those that {@link #allocateRowid(Tree.Table)} would give one after
   * the other, if each row were put in before the next rowid is asked for.
   *
   * @param rowids where they go, from its first place on, ascending
   * @param count how many are wanted, at least 1
   * @return how many there are; at least 1, perhaps fewer than are wanted
   * @throws StoreFullException where no unused rowid was found
   */
  default int allocateRowids(Tree.Table table, long[] rowids, int count) {
    rowids[0] = allocateRowid(table);
    return 1;
  }

  /**
   * A rowid for a new row of an AUTOINCREMENT table: as {@link #allocateRowid(Tree.Table)}, and
   * larger than the number recorded for the table.
   *
   * @throws StoreFullException once 2^63-1 was used
   */
  long allocateRowid(Tree.Table table, AutoIncrement sequence);

  /**
   * Raises the recorded number to at least {@code rowid}. Called once per statement with the
   * largest rowid it inserted.
   */
  void recordRowid(AutoIncrement sequence, long rowid);

  /**
   * Where AUTOINCREMENT keeps a table's largest rowid ever: the record {@code (name, seq)} of a
   * table tree. The user may change it; a number that is no INTEGER counts as {@link
   * org.braiddb.storage.record.RecordReader#castToInteger} reads it.
   *
   * @param sequences the tree of {@code sqlite_sequence}
   * @param tableName the value of the {@code name} column
   */
  record AutoIncrement(Tree.Table sequences, String tableName) {}

  // ---- metadata

  /** Reads a number kept with the database. */
  int metadata(Metadata field);

  /** Changes one; committed and rolled back with everything else. */
  void setMetadata(Metadata field, int value);

  /** Numbers kept with the database; the names are those of SQLite's header fields. */
  enum Metadata {
    SCHEMA_COOKIE,
    SCHEMA_FORMAT,
    DEFAULT_CACHE_SIZE,
    USER_VERSION,
    APPLICATION_ID
  }

  // ---- savepoints

  /**
   * Marks the present state; marks nest. Cheap: taken before every statement that may fail half
   * way.
   *
   * @return a handle for {@link #rollbackTo} and {@link #release}; larger than that of every open
   *     mark
   */
  int savepoint();

  /**
   * Undoes all changes since the mark, which stays open; marks after it end. Cursors stay open,
   * positioned nowhere. The snapshot, and the writer lock, stay too, though they were taken later.
   *
   * @throws MisuseException where that mark is not open
   */
  void rollbackTo(int savepoint);

  /**
   * Ends the mark and all after it, keeping the changes.
   *
   * @throws MisuseException where that mark is not open
   */
  void release(int savepoint);

  // ---- claims

  /**
   * Declares that this transaction's outcome depends on the row's existence (the parent of a
   * foreign key). Conflicts with the removal of the row by another transaction, and with nothing
   * else. The caller has found the row, and who removes it has looked for those that depend on it
   * and found none: an engine that validates every read may leave it at that.
   */
  void requireRow(Tree.Table parent, long rowid);

  /**
   * As {@link #requireRow}, for the entry with these leading columns of a unique index or clustered
   * table.
   */
  void requireKey(Tree parent, SearchKey key);

  /**
   * Declares that the definition of a schema object (by its name, case-insensitive) is being
   * changed, made or removed here. Conflicts with other transactions that change it, and with those
   * that change rows of its trees and commit later; an engine may let it conflict with those that
   * have committed such changes, too.
   */
  void changeDefinition(String objectName);

  /**
   * Declares that what follows may depend on definitions as such: which schema objects there are,
   * or how one is made, without use of its rows. A serializable transaction that says so and
   * changes something conflicts with those that change any definition and commit before it. Engines
   * whose transactions do not validate reads, or that read the catalogue under their own rules, do
   * nothing.
   */
  default void readDefinitions() {}

  // ---- the end

  /**
   * Commits, waiting until the changes have the durability that was asked for. Afterwards the
   * transaction is closed.
   *
   * @return the commit's number; later transactions that must see it pass it as {@link
   *     TransactionOptions#atLeast()}. A transaction that changed nothing returns its snapshot
   * @throws ConflictException where it clashes with one committed since its snapshot; it stays open
   *     and failed
   * @throws BusyException where the commit's turn did not come before the deadline; it stays open
   *     and can be tried again
   * @throws CommitOutcomeUnknownException where the disk failed while it was made durable; it is
   *     closed
   * @throws StorageException of any other kind where it could not be written, a full disk for
   *     example; it is rolled back and closed
   */
  long commit();

  /**
   * Does the part of {@link #commit()} that waits for others or may conflict, so that the commit
   * itself does neither: for changes of several stores that belong together, each of which is
   * prepared before the first is committed. Others may have to wait with their commits until {@link
   * #commit()}, {@link #withdrawCommit()} or {@link #close()}, one of which is to follow soon and
   * without any other call before it.
   *
   * <p>Does nothing by default, which is right for who can neither wait nor conflict when he
   * commits.
   *
   * @throws ConflictException as {@link #commit()}
   * @throws BusyException as {@link #commit()}; nothing is held then
   */
  default void prepareCommit() {}

  /**
   * Undoes {@link #prepareCommit()}: the transaction is open as before and can be changed, prepared
   * and committed. Does nothing where it is not prepared.
   */
  default void withdrawCommit() {}

  /**
   * Ends a {@link TransactionMode#READ_ONLY} transaction for the time being: its snapshot is given
   * back, so that nobody waits for it and no commit is kept for it, but what it knows of trees
   * stays, and cursors stay open, positioned nowhere. Until {@link #resume} nothing may be called
   * on it and its cursors but {@code close}.
   *
   * <p>Does nothing by default: for engines whose transactions cost little to begin.
   *
   * @return false where it cannot rest: it is open as before
   */
  default boolean rest() {
    return false;
  }

  /**
   * Begins a resting transaction again. It reads the newest visible commit as of this call, and
   * must see {@code atLeast} as {@link TransactionOptions#atLeast()} says. Which trees there are
   * may have changed: the caller looks at {@link Metadata#SCHEMA_COOKIE} before it uses cursors
   * that it has kept open.
   *
   * @return false where the store was closed or handed over meanwhile, or is about to be: the
   *     transaction goes on resting, and is good for nothing but {@link #close()}
   * @throws StorageException as the first read of a transaction; it goes on resting
   */
  default boolean resume(long atLeast) {
    throw new MisuseException("this transaction does not rest");
  }

  /** Rolls back unless it was committed. A second call does nothing. */
  @Override
  void close();
}
