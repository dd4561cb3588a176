package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history answers as a plain list of all changes does, and never less. */
class CommitHistoryTest {
  private static final long LARGE = 1 << 24;
  private static final long FEW_COMMITS = 1000;

  private final TreeChanges table = TreeChanges.of(Keys.table(2));
  private long oldest;

  private record Change(int tree, int value, boolean present, long commit) {}

  @Test
  void changeIsSeenByOlderSnapshotsOnly() {
    CommitHistory history = new CommitHistory(LARGE, () -> oldest);
    history.record(5, recorder -> recorder.changed(table, 7L, true));

    assertThat(history.changed(table, 7L, 4)).isEqualTo(new Clash(5, true));
    assertThat(history.changed(table, 7L, 5)).isNull();
    assertThat(history.changed(table, 8L, 4)).isNull();
    assertThat(history.changed(TreeChanges.of(Keys.table(3)), 7L, 4)).isNull();
  }

  @Test
  void keyRemovedAndPutBackIsNotRemoved() {
    CommitHistory history = new CommitHistory(LARGE, () -> oldest);
    history.record(5, recorder -> recorder.changed(table, 7L, false));
    assertThat(history.removed(table, 7L, 7L, 4)).isEqualTo(new Clash(5, true));
    history.record(6, recorder -> recorder.changed(table, 7L, true));
    assertThat(history.removed(table, 7L, 7L, 4)).isNull();
    assertThat(history.present(table, 7L, 7L, 4)).isEqualTo(new Clash(6, true));
    history.record(7, recorder -> recorder.changed(table, 7L, false));
    assertThat(history.present(table, 7L, 7L, 4)).isNull();
  }

  @Test
  void changedEverywhereCountsForEveryKeyButIsNotExact() {
    CommitHistory history = new CommitHistory(LARGE, () -> oldest);
    history.record(5, recorder -> recorder.everythingChanged(table));
    assertThat(history.changed(table, 7L, 4)).isEqualTo(new Clash(5, false));
    assertThat(history.changed(table, 7L, 5)).isNull();
  }

  @Test
  void rootUsedAgainByTreeOfAnotherOrderCountsAsChangedEverywhere() {
    CommitHistory history = new CommitHistory(LARGE, () -> oldest);
    history.record(5, recorder -> recorder.changed(table, 7L, true));
    RecordChanges index = new RecordChanges(Keys.index(2, 0, Collations.BINARY));
    Object key = index.maker().key(Keys.record("a", 1), 0, Keys.record("a", 1).length);
    assertThat(history.changed(index, key, 4)).isEqualTo(new Clash(5, false));
    history.record(6, recorder -> recorder.changed(index, key, true));
    assertThat(history.changed(table, 7L, 5)).isEqualTo(new Clash(6, false));
    assertThat(history.changed(index, key, 5)).isEqualTo(new Clash(6, true));
  }

  @Test
  void whatNoOpenSnapshotNeedsIsForgottenWithoutRaisingTheirFloor() {
    CommitHistory history = new CommitHistory(LARGE, () -> oldest);
    for (long commit = 1; commit <= 200_000; commit++) {
      oldest = commit - 1;
      long row = commit;
      history.record(commit, recorder -> recorder.changed(table, row, true));
    }
    assertThat(history.floor()).isBetween(oldest - FEW_COMMITS, oldest);
    assertThat(history.forgottenChange(table, oldest)).isNull();
  }

  @Test
  void whatAnOpenSnapshotNeedsIsKeptUntilItIsClosed() {
    CommitHistory history = new CommitHistory(LARGE, () -> oldest);
    oldest = 1;
    for (long commit = 1; commit <= 20_000; commit++) {
      long row = commit;
      history.record(commit, recorder -> recorder.changed(table, row, true));
    }
    assertThat(history.floor()).isLessThanOrEqualTo(oldest);
    assertThat(history.changed(table, 2L, oldest)).isEqualTo(new Clash(2, true));
    for (long commit = 20_001; commit <= 60_000; commit++) {
      oldest = commit - 1;
      long row = commit;
      history.record(commit, recorder -> recorder.changed(table, row, true));
    }
    assertThat(history.floor()).isBetween(oldest - FEW_COMMITS, oldest);
  }

  @ParameterizedTest
  @ValueSource(longs = {LARGE, 400_000, 60_000})
  void answersAsPlainListDoes(long budget) {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    List<Tree> trees =
        List.of(
            Keys.table(2),
            Keys.index(3, 1, Collations.NOCASE),
            Keys.index(4, 1, Keys.CUSTOM, Collations.BINARY));
    List<TreeChanges> changes = trees.stream().map(TreeChanges::of).toList();
    CommitHistory history = new CommitHistory(budget, () -> oldest);
    List<Change> all = new ArrayList<>();
    for (long commit = 1; commit <= 3000; commit++) {
      int count = random.nextInt(4);
      List<Change> added = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Change change =
            new Change(random.nextInt(3), random.nextInt(200), random.nextBoolean(), commit);
        added.removeIf(each -> each.tree == change.tree && each.value == change.value);
        added.add(change);
      }
      all.addAll(added);
      boolean whole = random.nextBoolean();
      history.record(
          commit,
          recorder -> {
            for (int tree = 0; tree < trees.size(); tree++) {
              TreeChanges of = changes.get(tree);
              int id = tree;
              List<Change> inTree = added.stream().filter(each -> each.tree == id).toList();
              if (whole) {
                recorder.changed(made(trees.get(tree), inTree, random));
              } else {
                inTree.forEach(
                    each -> recorder.changed(of, key(of, each.value, random), each.present));
              }
            }
          });
      oldest = budget > 60_000 ? Math.max(0, commit - 500) : 0;
      ask(history, changes, all, commit, random, "seed " + seed + ", commit " + commit);
    }
    assertThat(history.floor()).isPositive();
    if (budget == LARGE) {
      assertThat(history.floor()).isLessThanOrEqualTo(oldest);
    }
  }

  /** What a transaction keeps that makes these changes. */
  private static TreeChanges made(Tree tree, List<Change> changes, Random random) {
    TreeChanges made = TreeChanges.of(tree);
    ClaimLog log = new ClaimLog();
    for (Change each : changes) {
      switch (made) {
        case RowidChanges rows ->
            rows.change(
                each.value,
                rows.get(each.value),
                each.present
                    ? NetChange.afterInsert(NetChange.NONE, random.nextBoolean())
                    : NetChange.afterDelete(NetChange.NONE),
                log);
        case RecordChanges entries -> {
          byte[] record = Keys.record(name(each.value, random), 1);
          if (each.present) {
            entries.inserted(record, 0, record.length, random.nextBoolean(), log);
          } else {
            entries.deleted(record, 0, record.length, log);
          }
        }
      }
    }
    return made;
  }

  private void ask(
      CommitHistory history,
      List<TreeChanges> changes,
      List<Change> all,
      long newest,
      Random random,
      String context) {
    int tree = random.nextInt(3);
    long snapshot = oldest + random.nextLong(newest - oldest + 1);
    int low = random.nextInt(200);
    int high = tree == 0 ? low : Math.min(199, low + random.nextInt(5)); // rowids stand alone
    TreeChanges asked = changes.get(tree);
    Object from = bound(asked, low, false);
    Object to = bound(asked, high, true);
    boolean changed = false;
    boolean present = false;
    long exact = 0;
    for (int value = low; value <= high; value++) {
      Change last = null;
      for (Change each : all) {
        if (each.tree == tree && each.value == value && each.commit > snapshot) {
          last = each;
        }
      }
      changed |= last != null;
      present |= last != null && last.present;
      exact = last == null || value != low ? exact : last.commit;
    }
    if (snapshot < history.floor()) {
      Clash forgotten = history.forgottenChange(asked, snapshot);
      boolean found = history.changedWithin(asked, from, to, snapshot) != null;
      assertThat(!changed || found || forgotten != null).as(context).isTrue();
      return;
    }
    assertThat(history.changedWithin(asked, from, to, snapshot) != null)
        .as(context)
        .isEqualTo(changed);
    assertThat(history.present(asked, from, to, snapshot) != null).as(context).isEqualTo(present);
    assertThat(history.removed(asked, from, to, snapshot) != null)
        .as(context)
        .isEqualTo(changed && !present);
    Clash clash = history.changed(asked, key(asked, low, random), snapshot);
    assertThat(clash == null ? 0 : clash.commit()).as(context).isEqualTo(exact);
  }

  @Test
  void neighbouringRowidsAnswerAsEachAlone() {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    CommitHistory history = new CommitHistory(LARGE, () -> oldest);
    long[] last = new long[60];
    boolean[] present = new boolean[60];
    for (long commit = 1; commit <= 400; commit++) {
      int low = random.nextInt(60);
      int high = Math.min(59, low + random.nextInt(12));
      boolean single = random.nextInt(3) == 0;
      boolean stays = random.nextInt(3) > 0;
      boolean whole = random.nextInt(3) == 0;
      history.record(
          commit,
          recorder -> {
            if (whole) {
              RowidChanges rows = new RowidChanges(Keys.table(2));
              for (long row = low; row <= (single ? low : high); row++) {
                rows.change(
                    row,
                    NetChange.NONE,
                    stays
                        ? NetChange.afterInsert(NetChange.NONE, false)
                        : NetChange.afterDelete(NetChange.NONE),
                    new ClaimLog());
              }
              recorder.changed(rows);
            } else if (single) {
              recorder.changed(table, (long) low, stays);
            } else {
              recorder.changed(table, low, high, stays);
            }
          });
      for (int row = low; row <= (single ? low : high); row++) {
        last[row] = commit;
        present[row] = stays;
      }
      long snapshot = random.nextLong(commit);
      int asked = random.nextInt(60);
      int to = asked + random.nextInt(4);
      boolean changed = false;
      long largest = asked - 1;
      for (int row = asked; row < 60; row++) {
        changed |= row <= to && last[row] > snapshot;
        largest = last[row] > snapshot && present[row] ? row : largest;
      }
      String context = "seed " + seed + ", commit " + commit;
      Clash clash = history.changed(table, (long) asked, snapshot);
      assertThat(clash == null ? 0 : clash.commit())
          .as(context)
          .isEqualTo(last[asked] > snapshot ? last[asked] : 0);
      assertThat(history.changedWithin(table, (long) asked, (long) to, snapshot) != null)
          .as(context)
          .isEqualTo(changed);
      assertThat(history.largestRowid(table, asked, snapshot))
          .as(context)
          .isGreaterThanOrEqualTo(largest); // a row of those that was deleted since may count
      assertThat(history.present(table, (long) asked, (long) asked, snapshot) != null)
          .as(context)
          .isEqualTo(last[asked] > snapshot && present[asked]);
    }
  }

  private static Object key(TreeChanges tree, int value, Random random) {
    if (tree instanceof RecordChanges records) {
      byte[] record = Keys.record(name(value, random), 1);
      return records.maker().key(record, 0, record.length);
    }
    return (long) value;
  }

  private static Object bound(TreeChanges tree, int value, boolean above) {
    if (tree instanceof RecordChanges records) {
      byte[] record = Keys.record(name(value));
      Object prefix = records.maker().leading(record, 0, record.length, 1);
      return above ? records.maker().above(prefix) : records.maker().below(prefix);
    }
    return (long) value;
  }

  /** The letter case is random: both collations look through it. */
  private static String name(int value, Random random) {
    return random.nextBoolean() ? name(value) : name(value).toUpperCase(Locale.ROOT);
  }

  private static String name(int value) {
    return String.format("key%04d", value);
  }
}
