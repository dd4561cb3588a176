package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store leaves for the next that opens its location. */
abstract class ReopenContract extends ContractTopic {
  @BeforeEach
  void needsALocationThatKeepsContents() {
    assumeTrue(keepsContents(), "databases in memory end with their store");
  }

  @Test
  void everythingCommittedIsThereAgain() {
    KeyOrder order =
        new KeyOrder(List.of(new KeyOrder.Column(Collations.NOCASE, true)), options().encoding());
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      var index = new Tree.Index(newIndexTree(tx, "i"), "i", order, 0, "t");
      for (int i = 1; i <= 1000; i++) {
        put(tx, table, i, "row " + i, "x".repeat(i % 400));
        putKey(tx, index, "Row " + i, i);
      }
      tx.setMetadata(Metadata.USER_VERSION, 42);
    });
    List<String> catalogue = read(tx -> contents(tx, Tree.CATALOG));
    List<String> rows = read(tx -> contents(tx, table(tx, "t")));
    List<String> keys = read(tx -> contents(tx, index(tx, order)));
    for (int round = 0; round < 3; round++) {
      reopen();
      assertThat(committedCatalogue()).isEqualTo(catalogue);
      assertThat(committedContents("t")).isEqualTo(rows);
      List<String> keysAgain = read(tx -> contents(tx, index(tx, order)));
      assertThat(keysAgain).isEqualTo(keys);
      assertThat(committedNumber(Metadata.USER_VERSION)).isEqualTo(42);
    }
  }

  private static Tree.Index index(Transaction tx, KeyOrder order) {
    return new Tree.Index(treeId(tx, "i"), "i", order, 0, "t");
  }

  @Test
  void uncommittedChangesAreGone() {
    commitTable("t", 3);
    Transaction tx = begin(TransactionMode.IMMEDIATE);
    put(tx, table(tx, "t"), 4, "never");
    newTable(tx, "never");
    reopen();
    assertThat(committedRowids("t")).containsExactly(1L, 2L, 3L);
    assertThat(committedCatalogue().size()).isEqualTo(1);
    write(t -> put(t, table(t, "t"), 5, "x"));
  }

  @Test
  void databaseOnceOpenedAndNeverWrittenOpensAgain() {
    reopen();
    assertThat(committedCatalogue()).isEmpty();
    commitTable("t", 1);
    reopen();
    assertThat(committedRowids("t")).containsExactly(1L);
  }

  @Test
  void changesOfManyOpeningsAddUp() {
    commitTable("t", 0);
    List<Long> expected = new ArrayList<>();
    for (long i = 1; i <= 15; i++) {
      long rowid = i;
      reopen();
      write(tx -> {
        put(tx, table(tx, "t"), rowid, "x".repeat((int) rowid * 300));
        newTable(tx, "t" + rowid);
      });
      expected.add(rowid);
      assertThat(committedRowids("t")).isEqualTo(expected);
    }
    reopen();
    assertThat(committedRowids("t")).isEqualTo(expected);
    assertThat(committedCatalogue().size()).isEqualTo(16);
  }

  @Test
  void largeTransactionSurvives() {
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      for (int i = 1; i <= 300; i++) {
        put(tx, table, i, new byte[20_000], i);
      }
    });
    reopen();
    write(tx -> assertThat(tx.clearTree(table(tx, "t"))).isEqualTo(300));
    reopen();
    assertThat(committedRowids("t").size()).isZero();
  }
}
