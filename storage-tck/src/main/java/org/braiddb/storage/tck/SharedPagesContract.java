package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two concurrent transactions change different rows of one tree in ways that move its pages about:
 * the cases in which what was written does not tell what was affected. Whether both commit or one
 * has to be run again is the engine's business; afterwards both changes are there, and the tree is
 * one.
 */
abstract class SharedPagesContract extends ContractTopic {
  /** An eighth of a page, so that a leaf holds seven rows. */
  private String filling = "";

  /** What one transaction does: rows to delete, then rows to put. */
  private record Change(List<Long> deletions, List<Long> insertions, int size) {}

  private final TreeMap<Long, Integer> expected = new TreeMap<>();
  private boolean index;

  @BeforeEach
  void needsConcurrentTransactions() {
    assumeTrue(capabilities().concurrentTransactions());
    filling = "x".repeat(options().pageSize() / 8);
  }

  private static Change deletion(LongStream keys) {
    return new Change(keys.boxed().toList(), List.of(), 1);
  }

  private static Change insertion(LongStream keys) {
    return new Change(List.of(), keys.boxed().toList(), 1);
  }

  /** A tree with the keys 10, 20 and so on. */
  private void makeTree(int rows) {
    expected.clear();
    write(tx -> {
      if (rowExists(tx)) {
        tx.dropTree(tree(tx));
        removeFromCatalogue(tx, "t");
      }
      if (index) {
        newIndexTree(tx, "t");
      } else {
        newTable(tx, "t");
      }
      apply(tx, insertion(LongStream.rangeClosed(1, rows).map(i -> i * 10)));
    });
    LongStream.rangeClosed(1, rows).forEach(i -> expected.put(i * 10, 1));
  }

  private static boolean rowExists(Transaction tx) {
    return !contents(tx, Tree.CATALOG).isEmpty();
  }

  private Tree tree(Transaction tx) {
    long id = treeId(tx, "t");
    if (!index) {
      return new Tree.Table(id, "t");
    }
    List<KeyOrder.Column> columns = List.of(new KeyOrder.Column(Collations.BINARY, false));
    return new Tree.Clustered(id, "t", new KeyOrder(columns, tx.encoding()));
  }

  private void apply(Transaction tx, Change change) {
    Records records = new Records(tx.encoding());
    try (Cursor cursor = tx.open(tree(tx), true)) {
      for (long key : change.deletions) {
        boolean found =
            index
                ? cursor.seek(records.key(key), Cursor.Seek.EQUAL)
                : cursor.seek(key, Cursor.Seek.EQUAL);
        assertThat(found).as("key %s is there", key).isTrue();
        cursor.delete();
      }
      for (long key : change.insertions) {
        String value = filling.repeat(change.size);
        if (index) {
          byte[] record = records.of(key, change.size, value);
          cursor.insert(record, 0, record.length);
        } else {
          byte[] record = records.of(change.size, value);
          cursor.insert(key, record, 0, record.length);
        }
      }
    }
  }

  private void expect(Change change) {
    change.deletions.forEach(expected::remove);
    change.insertions.forEach(key -> expected.put(key, change.size));
  }

  private Transaction beginWriting() {
    Transaction transaction = begin(TransactionMode.CONCURRENT, CallLimits.waiting(LONG));
    transaction.makeWritable();
    return transaction;
  }

  /**
   * Runs both side by side and commits the first before the second, which may have to try again.
   */
  private void overlap(Change first, Change second) {
    try (Transaction one = beginWriting();
        Transaction other = beginWriting()) {
      apply(one, first);
      apply(other, second);
      one.commit();
      expect(first);
      check();
      other.commit();
    } catch (ConflictException e) {
      try (Transaction again = beginWriting()) {
        apply(again, second);
        again.commit();
      }
    }
    expect(second);
    check();
  }

  private void check() {
    try (Transaction tx = begin(TransactionMode.READ_ONLY)) {
      TreeMap<Long, Integer> found = new TreeMap<>();
      try (Cursor cursor = tx.open(tree(tx), false)) {
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          List<Object> values = Records.values(cursor, tx.encoding());
          long key = index ? (long) values.get(0) : cursor.rowid();
          found.put(key, (int) (long) values.get(index ? 1 : 0));
        }
      }
      assertThat(found).isEqualTo(expected);
      List<String> findings = new ArrayList<>();
      store
          .facet(Facets.IntegrityCheck.class)
          .ifPresent(facet -> facet.check(tx, List.of(tree(tx)), 10, findings::add));
      assertThat(findings).isEmpty();
    }
  }

  /** Runs a pair of changes in a new tree, in both orders of commit, in tables and indexes. */
  private void inAllWays(int rows, Change first, Change second) {
    for (boolean ofIndex : new boolean[] {false, true}) {
      index = ofIndex;
      store.close();
      store = openAnew();
      makeTree(rows);
      overlap(first, second);
      makeTree(rows);
      overlap(second, first);
    }
  }

  /** A store of its own: a tree of the other kind has the same name. */
  private Store openAnew() {
    return open(new StoreLocation.PrivateMemory(), options());
  }

  private static LongStream keys(long from, long to, LongPredicate condition) {
    return LongStream.rangeClosed(from, to).filter(i -> i % 10 == 0).filter(condition);
  }

  @Test
  void aLeafFreedByOneIsFilledByTheOther() {
    for (long from = 400; from < 480; from += 20) {
      inAllWays(
          100,
          deletion(keys(from, from + 150, key -> true)),
          insertion(LongStream.of(from + 35, from + 45, from + 55, from + 65)));
    }
  }

  @Test
  void aBoundaryMovesBesideAnInsertAboveIt() {
    for (long from = 300; from < 380; from += 20) {
      long start = from;
      inAllWays(
          100,
          deletion(keys(from, from + 60, key -> key % 30 != 0 || key == start)),
          insertion(LongStream.of(from + 71, from + 72)));
    }
  }

  @Test
  void aLeafIsAppendedBesideAnInsertBelowTheEnd() {
    inAllWays(
        60,
        insertion(LongStream.rangeClosed(601, 630)),
        insertion(LongStream.of(591, 592, 593, 594)));
    inAllWays(
        60, insertion(LongStream.rangeClosed(601, 620)), deletion(keys(500, 600, key -> true)));
  }

  @Test
  void theRootCollapsesBesideAChange() {
    inAllWays(16, deletion(keys(20, 160, key -> true)), insertion(LongStream.of(5, 6)));
    inAllWays(16, deletion(keys(10, 150, key -> true)), insertion(LongStream.of(165, 95)));
    inAllWays(90, deletion(keys(10, 880, key -> true)), insertion(LongStream.of(455, 895)));
  }

  @Test
  void theRootDeepensBesideAChange() {
    inAllWays(4, insertion(LongStream.rangeClosed(101, 140)), deletion(LongStream.of(20)));
    inAllWays(4, insertion(LongStream.rangeClosed(101, 240)), insertion(LongStream.of(15, 25)));
    inAllWays(
        4, insertion(LongStream.rangeClosed(41, 140)), insertion(LongStream.rangeClosed(1, 9)));
  }

  @Test
  void anEmptyTreeIsFilledByBoth() {
    inAllWays(
        0, insertion(LongStream.rangeClosed(1, 60)), insertion(LongStream.rangeClosed(61, 120)));
  }

  @Test
  void theTreeIsEmptiedByBoth() {
    inAllWays(
        80,
        deletion(keys(10, 800, key -> key % 20 == 0)),
        deletion(keys(10, 800, key -> key % 20 != 0)));
  }

  @Test
  void overflowPagesComeAndGoBesideAChange() {
    Change grow = new Change(List.of(), List.of(100L, 200L, 300L), 40);
    Change shrink = new Change(List.of(), List.of(100L, 200L, 300L), 1);
    inAllWays(40, grow, insertion(LongStream.of(101, 205)));
    inAllWays(40, grow, deletion(LongStream.of(110, 210)));
    index = false;
    store = openAnew();
    makeTree(40);
    write(tx -> apply(tx, grow));
    expect(grow);
    overlap(shrink, new Change(List.of(110L), List.of(105L, 310L), 30));
    overlap(grow, new Change(List.of(105L, 310L), List.of(), 1));
  }

  @Test
  void everyEntryCanGoBesideItsNeighboursChange() {
    index = true;
    store = openAnew();
    for (long key = 100; key < 400; key += 10) {
      makeTree(50);
      overlap(deletion(LongStream.of(key)), insertion(LongStream.of(key + 11, key - 11)));
      overlap(insertion(LongStream.of(key)), deletion(LongStream.of(key + 11)));
    }
  }
}
