package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braiddb.storage.ConflictException;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.mvcc.MvccControl.Budgets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of transactions that are too large or too old to be told apart by rows. */
class BudgetTest {
  private static final long PLENTY = 1 << 20;

  private static Workshop workshop(Budgets budgets) {
    return new Workshop(
        new MvccEngine() {
          @Override
          Budgets budgets() {
            return budgets;
          }
        },
        Workshop.SMALL_PAGES);
  }

  private static Tree.Table filled(Workshop workshop, int rows) {
    Tree.Table table = workshop.table("t");
    workshop.write(transaction -> {
      for (int i = 1; i <= rows; i++) {
        Workshop.put(transaction, table, i, "row " + i);
      }
    });
    return table;
  }

  @Test
  void hugeTransactionCommitsWhereNobodyTouchedItsPages() {
    try (Workshop workshop = workshop(new Budgets(4000, PLENTY, PLENTY))) {
      Tree.Table table = filled(workshop, 3000);
      try (Transaction huge = workshop.begin()) {
        for (int i = 2000; i > 0; i -= 2) {
          Workshop.put(huge, table, i, "changed");
        }
        workshop.write(transaction -> Workshop.put(transaction, table, 2900, "other"));
        huge.commit();
      }
      assertThat(workshop.contents(table))
          .contains("2000: changed", "2001: row 2001", "2900: other");
      assertThat(workshop.damage()).isEmpty();
    }
  }

  @Test
  void hugeTransactionLosesWhereItsPagesWereTouchedAndSaysWhy() {
    try (Workshop workshop = workshop(new Budgets(4000, PLENTY, PLENTY))) {
      Tree.Table table = filled(workshop, 3000);
      try (Transaction huge = workshop.begin()) {
        for (int i = 2000; i > 0; i -= 2) {
          Workshop.put(huge, table, i, "changed");
        }
        workshop.write(transaction -> Workshop.put(transaction, table, 2001, "neighbour"));
        assertThatThrownBy(huge::commit)
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("conflict on t")
            .hasMessageContaining("no longer told apart");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rowsInEqualStepsTakeNoRoomHoweverMany(int step) {
    try (Workshop workshop = workshop(new Budgets(4000, 4000, PLENTY))) {
      Tree.Table table = filled(workshop, 3000);
      try (Transaction early = workshop.begin();
          Transaction same = workshop.begin();
          Transaction huge = workshop.begin()) {
        Workshop.put(early, table, 2002, "early");
        Workshop.put(same, table, 2000, "same");
        for (int i = 2000 % step; i <= 2000; i += step) {
          Workshop.put(huge, table, i, "changed");
        }
        workshop.write(transaction -> {
          for (int i = 1; i < 9; i++) {
            if (i % step != 2000 % step) {
              Workshop.put(transaction, table, i, "neighbour");
            }
          }
          Workshop.put(transaction, table, 2001, "neighbour");
        });
        huge.commit();
        early.commit();
        assertThatThrownBy(same::commit)
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("2000");
      }
      assertThat(workshop.contents(table))
          .contains(
              "1: " + (1 % step == 2000 % step ? "changed" : "neighbour"),
              "2000: changed",
              "2001: neighbour",
              "2002: early");
      assertThat(workshop.damage()).isEmpty();
    }
  }

  @Test
  void othersAreJudgedByPagesWhereAHugeTransactionHasCommitted() {
    try (Workshop workshop = workshop(new Budgets(4000, PLENTY, PLENTY))) {
      Tree.Table table = filled(workshop, 3000);
      try (Transaction far = workshop.begin();
          Transaction near = workshop.begin()) {
        Workshop.put(far, table, 2900, "far");
        Workshop.put(near, table, 2001, "near");
        workshop.write(transaction -> {
          for (int i = 2000; i > 0; i -= 2) {
            Workshop.put(transaction, table, i, "changed");
          }
        });
        far.commit();
        assertThatThrownBy(near::commit)
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("so many rows");
      }
      assertThat(workshop.damage()).isEmpty();
    }
  }

  @Test
  void neighbouringRowsAreRememberedHoweverMany() {
    try (Workshop workshop = workshop(new Budgets(PLENTY, 4000, PLENTY))) {
      Tree.Table table = filled(workshop, 2000);
      try (Transaction before = workshop.begin();
          Transaction beside = workshop.begin()) {
        Workshop.append(before, table, "before");
        workshop.write(transaction -> {
          for (int i = 0; i < 3000; i++) {
            Workshop.append(transaction, table, "bulk");
          }
          for (int i = 1; i <= 1000; i++) {
            Workshop.put(transaction, table, i, "changed");
          }
        });
        Workshop.append(beside, table, "beside");
        Workshop.put(beside, table, 1001, "beside");
        before.commit();
        beside.commit();
      }
      assertThat(workshop.rowids(table)).hasSize(5002);
      assertThat(workshop.contents(table)).contains("1000: changed", "1001: beside");
      assertThat(workshop.damage()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rowsInEqualStepsConflictWithThoseThatAreTheSame(int step) {
    try (Workshop workshop = workshop(new Budgets(4000, PLENTY, PLENTY))) {
      Tree.Table table = filled(workshop, 3000);
      for (int changed = 1000; changed < 1000 + step; changed++) {
        int row = changed;
        try (Transaction huge = workshop.begin()) {
          for (int i = 2000 % step; i <= 2000; i += step) {
            Workshop.put(huge, table, i, "before " + row);
          }
          workshop.write(transaction -> Workshop.put(transaction, table, row, "other"));
          if (row % step == 2000 % step) {
            assertThatThrownBy(huge::commit)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("row " + row)
                .hasMessageContaining("both changed it");
          } else {
            huge.commit();
          }
        }
        assertThat(workshop.contents(table)).contains(row + ": other");
      }
      assertThat(workshop.damage()).isEmpty();
    }
  }

  private static void beBusy(Workshop workshop, Tree.Table table, int from, int to) {
    for (int round = 0; round < 20; round++) {
      for (int i = from; i <= to; i++) {
        int row = i;
        workshop.write(transaction -> Workshop.put(transaction, table, row, "busy"));
      }
    }
  }

  @Test
  void oldTransactionCommitsBesideABusyWriterOnOtherPages() {
    try (Workshop workshop = workshop(new Budgets(PLENTY, 4000, PLENTY))) {
      Tree.Table table = filled(workshop, 2000);
      try (Transaction old = workshop.begin()) {
        Workshop.put(old, table, 1500, "old");
        beBusy(workshop, table, 1, 60);
        old.commit();
      }
      assertThat(workshop.contents(table)).contains("1500: old", "60: busy");
      assertThat(workshop.damage()).isEmpty();
    }
  }

  @Test
  void oldTransactionLosesOnSharedPagesAndSaysThatItIsOld() {
    try (Workshop workshop = workshop(new Budgets(PLENTY, 4000, PLENTY))) {
      Tree.Table table = filled(workshop, 2000);
      try (Transaction old = workshop.begin();
          Transaction reader = workshop.begin(IsolationLevel.SERIALIZABLE)) {
        Workshop.put(old, table, 61, "old");
        assertThat(reader.count(table)).isEqualTo(2000);
        Workshop.put(reader, table, 1900, "reader");
        beBusy(workshop, table, 1, 60);
        assertThatThrownBy(old::commit)
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("conflict on t")
            .hasMessageContaining("open for so long");
        assertThatThrownBy(reader::commit)
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("read here");
      }
      try (Transaction fresh = workshop.begin()) {
        Workshop.put(fresh, table, 61, "fresh");
        fresh.commit();
      }
    }
  }

  @Test
  void pagesForgottenTooMeanReplayOrConflictNeverALostRow() {
    try (Workshop workshop = workshop(new Budgets(PLENTY, PLENTY, 800))) {
      Tree.Table table = filled(workshop, 2000);
      try (Transaction old = workshop.begin()) {
        Workshop.put(old, table, 1500, "old");
        for (int i = 1; i <= 2000; i += 15) {
          int row = i;
          workshop.write(transaction -> Workshop.put(transaction, table, row, "busy"));
        }
        old.commit();
      }
      assertThat(workshop.contents(table)).contains("1500: old", "1: busy", "1996: busy");
      assertThat(workshop.damage()).isEmpty();
    }
  }
}
