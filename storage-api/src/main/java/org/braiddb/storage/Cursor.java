package org.braiddb.storage;

import org.braiddb.storage.record.RecordSource;
import org.braiddb.storage.record.SearchKey;

/**
 * A position in a tree: on an entry, between two, or nowhere. Used by the thread that uses its
 * transaction.
 *
 * <p>Its place is a key. It keeps it when the tree changes, through it or through another cursor of
 * the transaction: if its entry is deleted it stands between the neighbours, and {@link #next()}
 * and {@link #previous()} go to them; an entry inserted ahead of it will be met; where an entry
 * with its key comes back, or its record is replaced, it is on that entry.
 *
 * <p>A move or seek that answers false leaves it nowhere, and so does {@link
 * Transaction#rollbackTo} and {@link Transaction#clearTree}; from nowhere {@link #next()} and
 * {@link #previous()} answer false and leave it there.
 *
 * <p>{@link #rowid()} and the methods of {@link RecordSource} are for a cursor that is on an entry;
 * the bytes stay valid and unchanged until the cursor moves or closes or the transaction changes
 * anything in this tree.
 */
public interface Cursor extends RecordSource, AutoCloseable {
  /** Moves to the first entry; false where the tree is empty. */
  boolean first();

  /** Moves to the last entry; false where the tree is empty. */
  boolean last();

  /** Moves to the entry after the present place; false at the end. */
  boolean next();

  /** Moves to the entry before the present place; false at the beginning. */
  boolean previous();

  /**
   * Moves on by so many entries, as {@link #next()} that often would; entries that are passed need
   * not be looked at.
   *
   * @param entries 0 or more
   * @return whether there were so many; false, and positioned nowhere, otherwise
   */
  default boolean skip(long entries) {
    for (long i = 0; i < entries; i++) {
      if (!next()) {
        return false;
      }
    }
    return true;
  }

  /** Where a seek looks. */
  enum Seek {
    /** The entry that equals the key (of a prefix: the first such). */
    EQUAL,
    /** The first entry at or after the key. */
    AT_LEAST,
    /** The first entry after the key (of a prefix: after all that begin with it). */
    AFTER,
    /**
     * The last entry at or before the key (of a prefix: the last that begins with it, or before).
     */
    AT_MOST,
    /** The last entry before the key (of a prefix: before all that begin with it). */
    BEFORE
  }

  /**
   * Moves in a table tree; false, and positioned nowhere, where there is no such entry. After
   * {@link Seek#EQUAL} missed, an insert of that rowid through this cursor may use the place found.
   */
  boolean seek(long rowid, Seek seek);

  /**
   * Moves in an index tree, comparing the columns that the key has. The key is not kept.
   *
   * @return false, and positioned nowhere, where there is no such entry
   */
  boolean seek(SearchKey key, Seek seek);

  /**
   * Advice about the scan that begins with the next seek or move: an engine may prefetch, and one
   * that validates reads may record this range instead of every entry. It must be true: the caller
   * will read nothing outside it before giving other advice.
   */
  default void advise(ScanAdvice advice) {}

  /**
   * Advice of what {@link #seek(long, Seek)} will be called for next: an engine may bring these
   * rows nearer, all of them together. Does not fail where something is wrong with them. The cursor
   * loses its position.
   *
   * @param rowids of a table tree, in any order; some of them may not be there
   * @param count how many of the array
   * @return whether there is anything to be gained by it in this tree, at this size: callers need
   *     not go on for a while if there is not
   */
  default boolean expect(long[] rowids, int count) {
    return false;
  }

  /**
   * Advice to a cursor of an index tree: rows of entries that {@link #seek(SearchKey, Seek)} finds
   * will be looked up with a cursor of the same transaction. An engine that remembers whose row a
   * key led to before may bring that row nearer before it has found the entry. From now on the
   * other cursor loses its position whenever this one seeks.
   *
   * @param table a cursor of the index's table tree
   */
  default void leadsTo(Cursor table) {}

  /**
   * Reads many rows of a table tree by rowid.
   *
   * @param rowids the rowids to look for, ascending order preferred
   * @param count how many of the array
   * @param visitor is called for each one found, in the array's order, with this cursor on it;
   *     false stops
   */
  default void seekEach(long[] rowids, int count, RowVisitor visitor) {
    for (int i = 0; i < count; i++) {
      if (seek(rowids[i], Seek.EQUAL) && !visitor.visit(i)) {
        return;
      }
    }
  }

  /** What {@link #seekEach} calls. */
  @FunctionalInterface
  interface RowVisitor {
    /** Handles the row of {@code rowids[index]}; false stops. */
    boolean visit(int index);
  }

  /**
   * The error for an entry, or for the lack of one, that contradicts another tree. An engine that
   * knows where its entries are says where the present one is.
   *
   * @param code which corruption it is
   * @param expected what another tree demands
   * @param found what this one has
   */
  default CorruptException contradiction(ResultCode code, String expected, String found) {
    return CorruptException.in(code, "a tree contradicts another", expected, found);
  }

  /**
   * Shows the present entry of a table tree and those that follow it, as many as are at hand with
   * their records whole in one array, and moves to the last of them: {@link #next()} goes on behind
   * it. What is shown is valid as long as the bytes of that last entry are.
   *
   * @param last entries with greater rowids are neither shown nor read
   * @return how many entries are shown; 0, without a move, where the present entry is not to be had
   *     so, as in engines that read entries one by one
   */
  default int show(RowBlock block, long last) {
    return 0;
  }

  /**
   * The same in an index tree: shows the present entry and those that follow it. The block's rowids
   * have no meaning.
   *
   * @param end where it ends, behind the present entry; without columns, at the end of the tree
   * @param inclusive whether entries that equal the end, in the columns that it has, are shown
   * @param most how many may be shown, at least 1
   */
  default int show(RowBlock block, SearchKey end, boolean inclusive, int most) {
    return 0;
  }

  /** Whether it is on an entry: false between entries (after a deletion) and nowhere. */
  boolean onEntry();

  /** The rowid of the present entry of a table tree. */
  long rowid();

  /**
   * Puts a record into a table tree, in place of one with the same rowid. The cursor is then on it.
   * The array is not kept.
   */
  void insert(long rowid, byte[] record, int offset, int length);

  /**
   * Puts a record into an index tree, in place of an equal one (of a clustered tree: one with the
   * same key). The cursor is then on it. The array is not kept.
   */
  void insert(byte[] record, int offset, int length);

  /**
   * Puts rows into a table tree, one after the other, as {@link #insert(long, byte[], int, int)}
   * each. An engine may put together in what comes behind the tree's last row. The cursor is then
   * on the last of them. Where one cannot be put in, those before it may be there.
   *
   * @param block not kept; another tree's, where a cursor {@linkplain #show showed} it
   */
  default void insertRows(RowBlock block) {
    for (int i = 0; i < block.count(); i++) {
      insert(block.rowids()[i], block.bytes(), block.offsets()[i], block.sizes()[i]);
    }
  }

  /** The same for the entries of an index tree, as {@link #insert(byte[], int, int)} each. */
  default void insertEntries(RowBlock block) {
    for (int i = 0; i < block.count(); i++) {
      insert(block.bytes(), block.offsets()[i], block.sizes()[i]);
    }
  }

  /**
   * Puts a record into an index tree in place of the present one, whose key may be another: as a
   * deletion and an insert. The cursor is then on it. An engine may write it where the present one
   * is, if it belongs there. The array is not kept.
   */
  default void replace(byte[] record, int offset, int length) {
    delete();
    insert(record, offset, length);
  }

  /**
   * Writes over some bytes of the present record, which stays as long as it is: to others the whole
   * record is replaced, as by an insert. Of an index tree's record these may not be bytes of its
   * key, nor of its header. The cursor stays on the entry. The array is not kept. An engine need
   * not write bytes that are there already.
   *
   * @param at where in the record they go
   * @return false where nothing was done, since the engine cannot, or not with these bytes
   */
  default boolean overwrite(int at, byte[] bytes, int offset, int length) {
    return false;
  }

  /**
   * Puts a record into an index tree that has no equal one, at a time of the engine's choosing:
   * before anybody looks at the tree in this transaction, before its next savepoint and before it
   * commits. An engine may put many together into their order first. Conflicts are met now; what
   * else can be wrong may be met only by the call that has the entry put in, or by COMMIT, which
   * then fails until the transaction is rolled back to before this call. The cursor is nowhere
   * then. The array is not kept.
   *
   * @return false where nothing was done, since this cursor's tree knows nothing of the kind
   */
  default boolean insertLater(byte[] record, int offset, int length) {
    return false;
  }

  /** Takes back the record of the last {@link #insertLater}, after which nothing was done here. */
  default void takeBack() {
    throw new MisuseException("nothing is to be inserted later");
  }

  /**
   * Deletes the entry of an index tree that equals a record, at a time of the engine's choosing, as
   * {@link #insertLater} inserts one. Where there is no such entry {@link CorruptException} says so
   * then. The cursor is nowhere. The array is not kept.
   *
   * @return false where nothing was done, since this cursor's tree knows nothing of the kind
   */
  default boolean deleteLater(byte[] record, int offset, int length) {
    return false;
  }

  /** Has everything done now that was left for later in its tree. */
  default void settle() {}

  /**
   * Deletes rows of a table tree; those that are not there are passed over. The cursor is then at
   * the place of the last, or nowhere.
   *
   * @param rowids in ascending order
   * @param from the first of the array
   * @param to the one after the last
   * @return how many were there
   */
  default int deleteEach(long[] rowids, int from, int to) {
    int deleted = 0;
    for (int i = from; i < to; i++) {
      if (seek(rowids[i], Seek.EQUAL)) {
        delete();
        deleted++;
      }
    }
    return deleted;
  }

  /** Gives keys of an index tree, one after the other. */
  @FunctionalInterface
  interface Keys {
    /**
     * Puts the next key in place of the one before, whose bytes are needed no more.
     *
     * @return false where there is none
     */
    boolean next(SearchKey key);
  }

  /**
   * Deletes entries of an index tree by their whole keys; those that are not there are passed over.
   * The cursor is then at the place of one of them, or nowhere.
   *
   * @param keys in ascending order, as the tree has them
   * @return how many were there
   */
  default int deleteEach(Keys keys) {
    SearchKey key = new SearchKey();
    int deleted = 0;
    while (keys.next(key)) {
      if (seek(key, Seek.EQUAL)) {
        delete();
        deleted++;
      }
    }
    return deleted;
  }

  /**
   * Deletes some of the entries that this cursor has {@linkplain #show(RowBlock, long) shown} last,
   * and is still on the last of. It stands behind the last of them then, whether that is among
   * those deleted or not: {@link #next()} goes on as if none were. What the block shows is valid no
   * more.
   *
   * @param block what was shown
   * @param places of those to delete in it, ascending
   * @param count how many of the array, at least 1
   */
  default void deleteShown(RowBlock block, int[] places, int count) {
    int behind = 0; // entries that stay, behind those that were looked at
    int left = count;
    for (int place = block.count() - 1; left > 0; place--) {
      if (places[left - 1] == place) {
        delete();
        left--;
      } else {
        behind++;
      }
      if (left > 0) {
        previous();
      }
    }
    skip(behind);
  }

  /** Deletes the present entry; the cursor then stands between its neighbours. */
  void delete();

  /** Closes it; a second call does nothing. */
  @Override
  void close();
}
