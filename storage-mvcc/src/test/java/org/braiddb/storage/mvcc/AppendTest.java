package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Overlapping transactions that touch different rows: none may fail, whatever pages they share. */
class AppendTest {
  private static final int ROUNDS = 20;

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 16})
  void appendsNeverConflict(int overlapping) {
    try (Workshop workshop = new Workshop()) {
      Tree.Table table = workshop.table("t");
      for (int round = 0; round < ROUNDS; round++) {
        List<Transaction> open = open(workshop, overlapping);
        open.forEach(each -> Workshop.append(each, table, "a row of some length"));
        commit(open);
        assertThat(workshop.damage()).isEmpty();
      }
      assertThat(workshop.rowids(table))
          .isEqualTo(LongStream.rangeClosed(1, (long) ROUNDS * overlapping).boxed().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 16})
  void appendsWithAnIndexThatGrowsAtItsEndNeverConflict(int overlapping) {
    try (Workshop workshop = new Workshop()) {
      Tree.Table table = workshop.table("t");
      Tree.Index index =
          workshop.index("i", "t", 0, Keys.order(Collations.BINARY, Collations.BINARY));
      long clock = 1_700_000_000;
      for (int round = 0; round < ROUNDS; round++) {
        List<Transaction> open = open(workshop, overlapping);
        for (Transaction each : open) {
          long rowid = Workshop.append(each, table, clock);
          Workshop.putKey(each, index, clock, rowid);
          clock += round % 3; // the same time for some
        }
        commit(open);
        assertThat(workshop.damage()).isEmpty();
      }
      assertThat(workshop.contents(index)).hasSize(ROUNDS * overlapping);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 16})
  void differentRandomKeysNeverConflict(int overlapping) {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    try (Workshop workshop = new Workshop()) {
      Tree.Table table = workshop.table("t");
      workshop.write(transaction -> {
        for (int i = 1; i <= 2000; i++) {
          Workshop.put(transaction, table, i, "value " + i);
        }
      });
      for (int round = 0; round < ROUNDS; round++) {
        List<Transaction> open = open(workshop, overlapping);
        List<Long> used = new ArrayList<>();
        for (Transaction each : open) {
          long rowid;
          do {
            rowid = 1 + random.nextInt(2000);
          } while (used.contains(rowid));
          used.add(rowid);
          if (random.nextBoolean()) {
            Workshop.put(each, table, rowid, "changed in round " + round);
          } else {
            Workshop.remove(each, table, rowid);
          }
        }
        commit(open);
        assertThat(workshop.damage()).as("seed %d", seed).isEmpty();
      }
    }
  }

  private static List<Transaction> open(Workshop workshop, int count) {
    List<Transaction> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(workshop.begin());
    }
    return open;
  }

  private static void commit(List<Transaction> open) {
    for (Transaction each : open) {
      each.commit();
      each.close();
    }
  }
}
