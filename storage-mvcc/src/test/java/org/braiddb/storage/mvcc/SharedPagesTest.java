package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two transactions that change different rows of the same pages, where the pages written reveal
 * nothing of it: whoever commits first, the tree is whole and has the rows of both.
 */
class SharedPagesTest {
  private static final String FILLING = "f".repeat(60);

  private final Workshop workshop = new Workshop();
  private final Tree.Table table = workshop.table("t");
  private final Tree.Index index = workshop.index("i", "t", 0, Keys.order(Collations.BINARY));

  private void fill(int from, int to, int step) {
    workshop.write(transaction -> {
      for (int i = from; i <= to; i += step) {
        insert(transaction, i);
      }
    });
  }

  private void insert(Transaction transaction, long id) {
    Workshop.put(transaction, table, id, FILLING);
    Workshop.putKey(transaction, index, FILLING + String.format("%06d", id), id);
  }

  private void delete(Transaction transaction, long id) {
    assertThat(Workshop.remove(transaction, table, id)).isTrue();
    String key = FILLING + String.format("%06d", id);
    assertThat(Workshop.removeKey(transaction, index, key, id)).isTrue();
  }

  private void insertAll(Transaction transaction, long from, long to) {
    for (long id = from; id <= to; id++) {
      insert(transaction, id);
    }
  }

  private void deleteAll(Transaction transaction, long from, long to) {
    for (long id = from; id <= to; id++) {
      delete(transaction, id);
    }
  }

  /** Runs both beside each other and compares with one after the other. */
  private void beside(
      boolean firstWins,
      BiConsumer<Transaction, TreeSet<Long>> one,
      BiConsumer<Transaction, TreeSet<Long>> two) {
    TreeSet<Long> expected = new TreeSet<>(workshop.rowids(table));
    List<Transaction> open = new ArrayList<>(List.of(workshop.begin(), workshop.begin()));
    one.accept(open.get(0), expected);
    two.accept(open.get(1), expected);
    if (!firstWins) {
      Collections.reverse(open);
    }
    for (Transaction each : open) {
      each.commit();
      assertThat(workshop.damage()).isEmpty();
    }
    assertThat(workshop.rowids(table)).isEqualTo(new ArrayList<>(expected));
    assertThat(workshop.contents(index)).hasSize(expected.size());
    workshop.close();
  }

  private BiConsumer<Transaction, TreeSet<Long>> inserting(long from, long to) {
    return (transaction, expected) -> {
      insertAll(transaction, from, to);
      for (long id = from; id <= to; id++) {
        expected.add(id);
      }
    };
  }

  private BiConsumer<Transaction, TreeSet<Long>> deleting(long from, long to) {
    return (transaction, expected) -> {
      deleteAll(transaction, from, to);
      expected.removeIf(id -> id >= from && id <= to);
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leafFreedByOneIsFilledByTheOther(boolean firstWins) {
    fill(1000, 1100, 2);
    beside(
        firstWins,
        (transaction, expected) -> {
          for (long id = 1030; id <= 1060; id += 2) {
            delete(transaction, id);
            expected.remove(id);
          }
        },
        (transaction, expected) -> {
          for (long id = 1031; id <= 1061; id += 2) {
            insert(transaction, id);
            expected.add(id);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void boundaryMovedByBalancingBesideAnInsertAboveIt(boolean firstWins) {
    fill(1000, 1200, 10);
    beside(firstWins, inserting(1041, 1049), inserting(1051, 1053));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neighboursUnderOneParentSplitBoth(boolean firstWins) {
    fill(1000, 3000, 100);
    beside(firstWins, inserting(1101, 1120), inserting(1201, 1220));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rootCollapsesUnderOneWhileTheOtherInserts(boolean firstWins) {
    fill(1, 120, 1);
    beside(firstWins, deleting(3, 120), inserting(200, 203));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rootDeepensUnderOneWhileTheOtherInserts(boolean firstWins) {
    fill(1000, 1002, 1);
    beside(firstWins, inserting(1, 300), inserting(2000, 2000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rootDeepensUnderBoth(boolean firstWins) {
    fill(1000, 1001, 1);
    beside(firstWins, inserting(1, 200), inserting(2000, 2200));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void emptyTreeIsFilledByBoth(boolean firstWins) {
    beside(firstWins, inserting(1, 50), inserting(51, 90));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allRowsDeletedByTwoInHalves(boolean firstWins) {
    fill(1, 100, 1);
    beside(firstWins, deleting(1, 50), deleting(51, 100));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newLastLeafBesideLargerRowInTheOldOne(boolean firstWins) {
    fill(1, 24, 1);
    beside(firstWins, inserting(25, 60), inserting(1000, 1000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clearedTreeGetsRowsFromTheOther(boolean firstWins) {
    fill(1, 100, 1);
    beside(
        firstWins,
        (transaction, expected) -> {
          assertThat(transaction.clearTree(table)).isEqualTo(100);
          transaction.clearTree(index);
          insert(transaction, 7);
          expected.clear();
          expected.add(7L);
        },
        inserting(500, 510));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsWithOverflowPagesAreReplayed(boolean firstWins) {
    fill(1, 5, 1);
    String large = "l".repeat(5000);
    beside(
        firstWins,
        (transaction, expected) -> {
          Workshop.put(transaction, table, 1, large + "1");
          Workshop.put(transaction, table, 2, large + "2");
          Workshop.put(transaction, table, 2, "small again");
        },
        (transaction, expected) -> Workshop.put(transaction, table, 3, large + "3"));
  }
}
