package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.junit.jupiter.api.Test;

/** Tables without rowid. */
abstract class ClusteredContract extends ContractTopic {
  private static Tree.Clustered clustered(Transaction tx, long id) {
    return new Tree.Clustered(
        id,
        "c",
        new KeyOrder(
            List.of(
                new KeyOrder.Column(Collations.NOCASE, false),
                new KeyOrder.Column(Collations.BINARY, true)),
            tx.encoding()));
  }

  @Test
  void recordsAreUniqueByTheirKeyAndReplaceEachOther() {
    write(tx -> {
      Tree.Clustered tree = clustered(tx, newIndexTree(tx, "c"));
      putKey(tx, tree, "a", 1, "first");
      putKey(tx, tree, "b", 1, "second");
      putKey(tx, tree, "a", 2, "third");
      putKey(tx, tree, "A", 1, "in place of the first", 99);
      assertThat(contents(tx, tree))
          .containsExactly(
              "'a', 2, 'third'", "'A', 1, 'in place of the first', 99", "'b', 1, 'second'");
    });
    long count = read(tx -> tx.count(clustered(tx, treeId(tx, "c"))));
    assertThat(count).isEqualTo(3);
  }

  @Test
  void cursorFollowsTheReplacementOfItsRecord() {
    write(tx -> {
      Tree.Clustered tree = clustered(tx, newIndexTree(tx, "c"));
      for (int i = 0; i < 500; i++) {
        putKey(tx, tree, "k" + i % 10, i, "payload");
      }
      try (Cursor cursor = tx.open(tree, false)) {
        assertThat(cursor.seek(new Records(tx.encoding()).key("k3", 253), Seek.EQUAL)).isTrue();
        putKey(tx, tree, "K3", 253, "x".repeat(10_000));
        assertThat(cursor.onEntry()).isTrue();
        assertThat(Records.values(cursor, tx.encoding()))
            .containsExactly("K3", 253L, "x".repeat(10_000));
        assertThat(cursor.next()).isTrue();
        assertThat(Records.display(cursor, tx.encoding())).isEqualTo("'k3', 243, 'payload'");
      }
    });
  }

  @Test
  void prefixSeeksAndDeletes() {
    write(tx -> {
      Tree.Clustered tree = clustered(tx, newIndexTree(tx, "c"));
      for (int i = 0; i < 1000; i++) {
        putKey(tx, tree, "k" + i % 10, i, "payload " + i);
      }
      Records records = new Records(tx.encoding());
      try (Cursor cursor = tx.open(tree, true)) {
        assertThat(cursor.seek(records.key("K5"), Seek.AT_LEAST)).isTrue();
        assertThat(Records.display(cursor, tx.encoding())).isEqualTo("'k5', 995, 'payload 995'");
        assertThat(cursor.seek(records.key("K5"), Seek.AT_MOST)).isTrue();
        assertThat(Records.display(cursor, tx.encoding())).isEqualTo("'k5', 5, 'payload 5'");
        for (boolean on = cursor.seek(records.key("K5"), Seek.EQUAL);
            on;
            on = cursor.seek(records.key("K5"), Seek.EQUAL)) {
          cursor.delete();
        }
      }
      assertThat(tx.count(tree)).isEqualTo(900);
      assertThat(contents(tx, tree)).noneMatch(entry -> entry.startsWith("'k5'"));
    });
  }
}
