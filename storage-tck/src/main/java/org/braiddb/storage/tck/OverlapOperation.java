package org.braiddb.storage.tck;

/** One thing that a transaction of {@link RandomOverlaps} does; it answers a string. */
sealed interface OverlapOperation {
  /** Puts an entry, whose value is {@code LENGTH.NUMBER}; answers nothing. */
  record Put(int tree, long key, String value) implements OverlapOperation {}

  /** Deletes an entry; answers whether it was there. */
  record Delete(int tree, long key) implements OverlapOperation {}

  /** Answers the entry's value. */
  record Get(int tree, long key) implements OverlapOperation {}

  /** Answers up to {@code limit} entries from a key on. */
  record Range(int tree, long from, int limit) implements OverlapOperation {}

  /** Answers how many entries there are. */
  record Count(int tree) implements OverlapOperation {}

  /** Deletes all entries; answers how many there were. */
  record Clear(int tree) implements OverlapOperation {}

  /** Drops the tree and makes it again, empty. */
  record Remake(int tree) implements OverlapOperation {}

  /** Sets a savepoint. */
  record Mark() implements OverlapOperation {}

  /** Rolls back to the savepoint with this index. */
  record RollbackTo(int mark) implements OverlapOperation {}

  /** Releases the savepoint with this index. */
  record Release(int mark) implements OverlapOperation {}
}
