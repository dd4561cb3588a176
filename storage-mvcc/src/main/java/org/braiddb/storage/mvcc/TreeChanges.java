package org.braiddb.storage.mvcc;

import org.braiddb.storage.Tree;

/**
 * The net changes of one tree's keys by one transaction. Values are not kept: the transaction's
 * private pages hold them.
 */
abstract sealed class TreeChanges permits RowidChanges, RecordChanges {
  private final Tree tree;
  private final KeyOrdering ordering;
  private boolean everything;

  TreeChanges(Tree tree, KeyOrdering ordering) {
    this.tree = tree;
    this.ordering = ordering;
  }

  /** No changes yet. */
  static TreeChanges of(Tree tree) {
    return tree instanceof Tree.Table ? new RowidChanges(tree) : new RecordChanges(tree);
  }

  final Tree tree() {
    return tree;
  }

  final KeyOrdering ordering() {
    return ordering;
  }

  /** Whether the keys were too many to keep: then each key of the tree counts as changed. */
  final boolean isEverything() {
    return everything;
  }

  /** From now on each key of the tree counts as changed. */
  final void becomeEverything() {
    everything = true;
    forgetKeys();
  }

  /** Whether nothing differs from before. */
  final boolean isEmpty() {
    return !everything && !hasChange();
  }

  abstract void forgetKeys();

  abstract boolean hasChange();

  /** What the keys take in memory, roughly, in bytes. */
  abstract long sizeBytes();

  /** The change of a key, or {@link NetChange#NONE}. */
  abstract byte state(Object key);

  /** Whether any net change of a key within bounds, which belong to the range, passes a test. */
  abstract boolean anyWithin(Object low, Object high, KeyTest test);

  /** Gives each net change, in the order of the keys. */
  abstract void forEach(Visitor visitor);

  /**
   * Gives the net changes by ranges: neighbouring rowids that were changed alike come as one, any
   * other key alone.
   */
  void forEachRange(RangeVisitor visitor) {
    forEach((key, record, state) -> visitor.visit(key, key, record, state));
  }

  /** A bound of {@link #rangeCount} that is had without looking at the keys. */
  abstract int keyBound();

  /** How many ranges {@link #forEachRange} gives, at most. */
  int rangeCount() {
    return keyBound();
  }

  /** Tests a net change. */
  @FunctionalInterface
  interface KeyTest {
    boolean test(Object key, byte state);
  }

  /** Receives the net changes of a range of keys. */
  @FunctionalInterface
  interface RangeVisitor {
    /** As {@link Visitor#visit}, for all keys from {@code low} to {@code high}. */
    void visit(Object low, Object high, byte[] record, byte state);
  }

  /** Receives a net change. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Called once for each key.
     *
     * @param key as the ordering compares it
     * @param record the columns of the key as a record; empty in a table tree
     * @param state a {@link NetChange}
     */
    void visit(Object key, byte[] record, byte state);
  }
}
