package org.braiddb.storage.file.concurrency;

import java.util.List;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * What follows one transaction for a strategy. Called on the transaction's thread only, in this
 * order: {@link #opened}; for a plain writer {@link #writesAlone()}; anything in between; then, of
 * a transaction that changed something and commits, {@link #validate} and the replay (of concurrent
 * ones only), {@link #staged}; at last, and always, {@link #ended()}.
 *
 * <p>A method that throws {@link ConflictException} puts the transaction into its failed state: the
 * control answers the exception from {@link #conflict()} for ever after. A method called before a
 * change (a row's, a tree's, a number's) throws before anything has changed.
 */
public interface TransactionControl {
  /**
   * Trees that a concurrent transaction makes have ids from here on, good in that transaction only;
   * nobody else can know them, so they need not be validated. Other ids are root pages.
   */
  long FIRST_PRIVATE_TREE = 1L << 32;

  /** What {@link #allocateRowid} answers where no rowid is left; never a rowid to give. */
  long NO_ROWID = Long.MIN_VALUE;

  /** Follows nothing, refuses nothing. */
  TransactionControl NONE = new TransactionControl() {};

  /** The snapshot is fixed: all that is read comes from this commit. */
  default void opened(long snapshot) {}

  /**
   * The transaction holds the writer lock until its commit is staged, and its snapshot is the
   * newest staged commit: it cannot lose and will not be validated.
   */
  default void writesAlone() {}

  /**
   * What follows one tree. Asked once for each tree that is opened; the answer is kept for as long
   * as the transaction uses the tree.
   */
  default TreeControl tree(Tree tree) {
    return TreeControl.NONE;
  }

  /**
   * A plain writer has made a tree: nobody else can know it or its rows before the commit. Those
   * that knew another tree by that id will meet the definition of that one changed.
   *
   * @param id its root page
   */
  default void treeMade(long id) {}

  // ---- claims and changes outside trees

  /** See {@link org.braiddb.storage.Transaction#requireRow}. */
  default void requireRow(Tree.Table parent, long rowid) {}

  /** See {@link org.braiddb.storage.Transaction#requireKey}; the key is not kept. */
  default void requireKey(Tree parent, SearchKey key) {}

  /** See {@link org.braiddb.storage.Transaction#changeDefinition}. */
  default void changeDefinition(String objectName) {}

  /** See {@link org.braiddb.storage.Transaction#readDefinitions}. */
  default void readDefinitions() {}

  /**
   * A number kept with the database is about to be set.
   *
   * @throws org.braiddb.storage.UnsupportedException where the strategy does not allow that
   */
  default void settingMetadata(Metadata field, int value) {}

  /** The transaction's user asked for a number kept with the database. */
  default void readingMetadata(Metadata field) {}

  /**
   * Picks a rowid for a new row.
   *
   * @param next one more than the largest rowid that the transaction sees in the table and, of an
   *     AUTOINCREMENT table, than the recorded one
   * @return {@code next} or a larger one; {@link #NO_ROWID} where none is left
   */
  default long allocateRowid(Tree.Table table, long next) {
    return next;
  }

  /**
   * The row changes up to {@link #sequenceRecorded()}, in the tree of recorded AUTOINCREMENT
   * numbers, are the engine's own: the number of a table is raised to at least {@code rowid}.
   */
  default void recordingSequence(AutoIncrement sequence, long rowid) {}

  /** See {@link #recordingSequence}; called also where recording failed. */
  default void sequenceRecorded() {}

  // ---- savepoints, with the transaction's handles

  /** A mark was set; its handle is larger than that of every open one. */
  default void savepoint(int handle) {}

  /** All since the mark was undone; it stays open, later ones have ended. */
  default void rolledBackTo(int handle) {}

  /** The mark and all after it ended. */
  default void released(int handle) {}

  // ---- the end

  /** The conflict that this transaction has met; it can only be rolled back then. */
  default @Nullable ConflictException conflict() {
    return null;
  }

  /**
   * An attempt to commit a concurrent transaction begins, which may have changed more since the one
   * before; nobody waits for it yet. What can be validated at once, should be.
   *
   * @return whether to replay its changes may take so long that others should not have to wait for
   *     that: then {@link #validateAhead} is called
   * @throws ConflictException where the transaction has lost
   */
  default boolean committing() {
    return false;
  }

  /**
   * Validates a concurrent transaction against what was committed up to a commit, without the
   * writer lock: others commit meanwhile. Called in rounds, with a later commit each time.
   *
   * @param commit a visible commit, on which the changes are about to be moved
   * @return the trees to be replayed there, with {@link #replay}; from then on it is the pages
   *     touched by that, since that commit, which count for {@link #validate}. Empty where nothing
   *     has to be, or where {@link #staged} of that commit has not been called yet: then nothing is
   *     moved, and there are no more rounds
   * @throws ConflictException where the transaction has lost
   */
  default List<Tree> validateAhead(long commit) {
    return List.of();
  }

  /**
   * Validates a concurrent transaction against all that was committed after its snapshot. Called
   * under the writer lock, also where nothing was; {@link #staged} may follow, but need not: then
   * the transaction stays open and is validated again at its next attempt, against a head that is
   * not older.
   *
   * @param head the newest staged commit, on which this one will stand
   * @return the trees whose private pages cannot be kept, because others touched the same pages:
   *     they are rebuilt from the head with {@link #replay}. Never the catalogue, which is always
   *     rebuilt by the file engine, nor a tree made in this transaction
   * @throws ConflictException where the transaction has lost
   */
  default List<Tree> validate(long head) {
    return List.of();
  }

  /**
   * A COMMIT has failed with a conflict; the writer lock is given back, so this is the time to tell
   * the log ({@link ConflictReport}).
   */
  default void lost(ConflictException conflict) {}

  /**
   * What follows a tree while it is rebuilt, the catalogue too: touched pages are those of the head
   * that {@link #replay} changes, in place of those that {@link #tree} was told.
   */
  default TreeControl replaying(Tree tree) {
    return TreeControl.NONE;
  }

  /**
   * Applies the transaction's row changes to a tree: every key that it changed gets the record that
   * the private tree has under it, or is deleted where that has none.
   *
   * @param from a cursor on the private tree
   * @param to a writable cursor on the tree as the head has it
   * @throws ConflictException where a change that validation could not see makes it impossible
   */
  default void replay(Tree tree, Cursor from, Cursor to) {}

  /**
   * The transaction was staged, under the writer lock; those validated later are validated against
   * it. It may be taken back ({@link ConcurrencyControl#takenBack}).
   *
   * @param commit its number
   * @param pages the numbers of all pages that it wrote, page 1 and free-list trunks included; not
   *     of those that it freed without writing them. Not to be changed
   */
  default void staged(long commit, int[] pages) {}

  /** The transaction is over, committed or not. Called once. */
  default void ended() {}
}
