package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.braiddb.storage.file.concurrency.PageBitmap;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts that claims are kept in, each alone. */
class ClaimsTest {
  @Test
  void netChangeTellsWhatCameFromWhatWasThere() {
    byte inserted = NetChange.afterInsert(NetChange.NONE, false);
    assertThat(NetChange.isChange(inserted)).isTrue();
    assertThat(NetChange.isChange(NetChange.afterDelete(inserted))).isFalse();
    byte deleted = NetChange.afterDelete(NetChange.NONE);
    assertThat(NetChange.before(deleted)).isTrue();
    assertThat(NetChange.now(deleted)).isFalse();
    byte again = NetChange.afterInsert(deleted, false);
    assertThat(NetChange.before(again) && NetChange.now(again)).isTrue();
  }

  @Test
  void rollingBackToMarkTakesBackExactlyWhatCameAfterIt() {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      ClaimLog log = new ClaimLog();
      RowidChanges rows = new RowidChanges(Keys.table(2));
      List<Integer> handles = new ArrayList<>();
      List<Map<Long, Byte>> states = new ArrayList<>();
      Map<Long, Byte> model = new HashMap<>();
      int lastHandle = 0;
      int inOrder = random.nextInt(12);
      int stride = 1;
      long last = round % 4 == 0 ? Long.MAX_VALUE - 5 : 0;
      long lastDeleted = random.nextInt(100) - 30;
      for (int step = 0; step < 300; step++) {
        switch (random.nextInt(10)) {
          case 0 -> {
            handles.add(++lastHandle);
            states.add(new HashMap<>(model));
            log.mark(lastHandle);
          }
          case 1 -> {
            if (!handles.isEmpty()) {
              int at = random.nextInt(handles.size());
              log.rollbackTo(handles.get(at));
              model = new HashMap<>(states.get(at));
              handles.subList(at + 1, handles.size()).clear();
              states.subList(at + 1, states.size()).clear();
            }
          }
          case 2 -> {
            if (!handles.isEmpty()) {
              int at = random.nextInt(handles.size());
              log.release(handles.get(at));
              handles.subList(at, handles.size()).clear();
              states.subList(at, states.size()).clear();
            }
          }
          default -> {
            boolean next = random.nextInt(12) < inOrder;
            stride = round % 3 > 0 && random.nextInt(6) == 0 ? 1 + random.nextInt(4) : stride;
            boolean deletes = next && random.nextInt(2) < round % 3;
            long rowid =
                deletes
                    ? lastDeleted += stride
                    : next
                        ? last + stride
                        : random.nextInt(40) - 20; // behind the largest is the least
            last = deletes ? last : rowid;
            byte before = rows.get(rowid);
            byte after =
                !deletes && (next || random.nextBoolean())
                    ? NetChange.afterInsert(before, next || random.nextBoolean())
                    : NetChange.afterDelete(before);
            rows.change(rowid, before, after, log);
            model.put(rowid, after);
          }
        }
        TreeMap<Long, Byte> expected = new TreeMap<>(model);
        expected.values().removeIf(state -> !NetChange.isChange(state));
        Map<Object, Byte> found = new TreeMap<>();
        rows.forEach((key, record, state) -> found.put(key, state));
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        assertThat(rows.isEmpty()).isEqualTo(expected.isEmpty());
        assertThat(rows.largestPresent())
            .as("seed %d", seed)
            .isEqualTo(
                expected.keySet().stream()
                    .filter(rowid -> NetChange.now(expected.get(rowid)))
                    .reduce(Long.MIN_VALUE, Math::max));
        long low = random.nextBoolean() ? last - 2 : random.nextInt(60) - 30;
        long high = Math.max(low, low + random.nextInt(10));
        Map<Object, Byte> within = new TreeMap<>();
        rows.anyWithin(low, high, (key, state) -> within.put(key, state) != null);
        assertThat(within).as("seed %d", seed).isEqualTo(expected.subMap(low, true, high, true));
      }
    }
  }

  /** However many rows they are, and whatever the savepoints are that can take them back. */
  @Test
  void rowsInOrderTakeNoRoomIfTheyComeInEqualSteps() {
    ClaimLog log = new ClaimLog();
    log.mark(1);
    RowidChanges rows = new RowidChanges(Keys.table(2));
    byte deleted = NetChange.afterDelete(NetChange.NONE);
    for (long rowid = 1; rowid < 100_000; rowid += 2) {
      rows.change(rowid, rows.get(rowid), deleted, log);
      rows.change(200_000 + rowid * 3, NetChange.NONE, replaced(), log);
    }
    assertThat(rows.keyBound()).isEqualTo(100_000);
    assertThat(rows.sizeBytes() + log.sizeBytes()).isLessThan(500);
    assertThat(rows.get(99_999)).isEqualTo(deleted);
    assertThat(rows.get(50_000)).isEqualTo(NetChange.NONE);
    assertThat(rows.get(200_003 + 6 * 49_999L)).isEqualTo(replaced());
    log.rollbackTo(1);
    assertThat(rows.isEmpty()).isTrue();
    assertThat(rows.get(1)).isEqualTo(NetChange.NONE);
  }

  /** A row's first change is taken back last, whatever the row before it was when it came. */
  @Test
  void rowThatIsNewAndChangesAgainIsForgottenWithItsSavepoint() {
    ClaimLog log = new ClaimLog();
    RowidChanges rows = new RowidChanges(Keys.table(2));
    byte deleted = NetChange.afterDelete(NetChange.NONE);
    rows.change(10, NetChange.NONE, replaced(), log);
    log.mark(1);
    rows.change(10, replaced(), deleted, log);
    rows.change(11, NetChange.NONE, replaced(), log);
    rows.change(11, replaced(), deleted, log);
    log.rollbackTo(1);
    assertThat(rows.get(10)).isEqualTo(replaced());
    assertThat(rows.get(11)).isEqualTo(NetChange.NONE);
  }

  @Test
  void fewRowsThatComeFirstLeaveRoomForManyInOrder() {
    ClaimLog log = new ClaimLog();
    RowidChanges rows = new RowidChanges(Keys.table(2));
    long[] few = {9_000_000, 700_000, 8_000_000, 20, 600_000};
    for (int i = 0; i < few.length; i++) {
      log.mark(i);
      rows.change(few[i], NetChange.NONE, replaced(), log);
    }
    for (long rowid = 30; rowid < 500_000; rowid += 7) {
      rows.change(rowid, NetChange.NONE, replaced(), log);
    }
    assertThat(rows.sizeBytes() + log.sizeBytes()).isLessThan(1000);
    for (int i = few.length - 1; i >= 0; i--) {
      assertThat(rows.get(few[i])).isEqualTo(replaced());
      log.rollbackTo(i);
      assertThat(rows.get(few[i])).isEqualTo(NetChange.NONE);
      assertThat(rows.keyBound()).isLessThanOrEqualTo(few.length);
      assertThat(rows.largestPresent()).isEqualTo(i == 0 ? Long.MIN_VALUE : 9_000_000);
    }
  }

  @Test
  void entriesEqualUnderTheCollationAreOneKey() {
    RecordChanges entries = new RecordChanges(Keys.index(3, 1, Collations.NOCASE));
    ClaimLog log = new ClaimLog();
    byte[] lower = Keys.record("abc", 1);
    byte[] upper = Keys.record("ABC", 1);
    entries.deleted(lower, 0, lower.length, log);
    assertThat(entries.hasNow(entries.uniquePrefix(upper))).isFalse();
    entries.inserted(upper, 0, upper.length, false, log);
    assertThat(entries.hasNow(entries.uniquePrefix(lower))).isTrue();
    List<Byte> states = new ArrayList<>();
    entries.forEach((key, record, state) -> states.add(state));
    assertThat(states).containsExactly(replaced());
  }

  private static byte replaced() {
    return NetChange.afterInsert(NetChange.NONE, true);
  }

  /** Whenever keys are told apart, and whatever was taken back before or after. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void entriesAreKeptNetWheneverTheyAreAskedFor(boolean custom) {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      ClaimLog log = new ClaimLog();
      RecordChanges entries =
          new RecordChanges(Keys.index(3, 1, custom ? Keys.CUSTOM : Collations.NOCASE));
      int rarely = 2 + random.nextInt(60);
      Map<Integer, Byte> model = new TreeMap<>();
      List<Map<Integer, Byte>> marks = new ArrayList<>();
      for (int step = 0; step < 200; step++) {
        int value = random.nextInt(30);
        byte[] record = Keys.record(name(value, random), 1);
        switch (random.nextInt(12)) {
          case 0 -> {
            marks.add(new TreeMap<>(model));
            log.mark(marks.size());
          }
          case 1 -> {
            if (!marks.isEmpty()) {
              int at = random.nextInt(marks.size());
              log.rollbackTo(at + 1);
              model = new TreeMap<>(marks.get(at));
              marks.subList(at + 1, marks.size()).clear();
            }
          }
          case 2 -> {
            if (!marks.isEmpty()) {
              int at = random.nextInt(marks.size());
              log.release(at + 1);
              marks.subList(at, marks.size()).clear();
            }
          }
          default -> {
            byte state = model.getOrDefault(value, NetChange.NONE);
            boolean there =
                state == NetChange.NONE ? value % 3 > 0 : NetChange.now(state); // a third are not
            boolean delete = there && random.nextBoolean();
            if (delete) {
              entries.deleted(record, 0, record.length, log);
            } else {
              entries.inserted(record, 0, record.length, there, log);
            }
            model.put(
                value, delete ? NetChange.afterDelete(state) : NetChange.afterInsert(state, there));
          }
        }
        if (random.nextInt(rarely) == 0) {
          assertNet(entries, model, value, random, "seed " + seed + ", round " + round);
        }
      }
    }
  }

  private static void assertNet(
      RecordChanges entries, Map<Integer, Byte> model, int asked, Random random, String context) {
    Map<Integer, Byte> net = new TreeMap<>(model);
    net.values().removeIf(state -> !NetChange.isChange(state));
    switch (random.nextInt(5)) {
      case 0 -> assertThat(entries.isEmpty()).as(context).isEqualTo(net.isEmpty());
      case 1 ->
          assertThat(entries.onlyAdds())
              .as(context)
              .isEqualTo(net.values().stream().noneMatch(NetChange::before));
      case 2 -> {
        byte[] record = Keys.record(name(asked, random), 1);
        byte state = entries.state(entries.maker().key(record, 0, record.length));
        assertThat(NetChange.isChange(state)).as(context).isEqualTo(net.containsKey(asked));
        assertThat(NetChange.isChange(state) ? state : NetChange.NONE)
            .as(context)
            .isEqualTo(net.getOrDefault(asked, NetChange.NONE));
      }
      case 3 -> {
        byte[] prefix = Keys.record(name(asked, random));
        assertThat(entries.hasNow(entries.uniquePrefix(prefix)))
            .as(context)
            .isEqualTo(NetChange.now(net.getOrDefault(asked, NetChange.NONE)));
      }
      default -> {
        List<Byte> states = new ArrayList<>();
        entries.forEach((key, record, state) -> states.add(state));
        assertThat(states).as(context).isEqualTo(List.copyOf(net.values()));
      }
    }
  }

  /** The letter case is random: both collations look through it. */
  private static String name(int value, Random random) {
    String name = String.format("key%04d", value);
    return random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
  }

  @Test
  void uniqueKeyWithNullIsNone() {
    RecordChanges entries =
        new RecordChanges(Keys.index(3, 2, Collations.BINARY, Collations.BINARY));
    assertThat(entries.uniquePrefix(Keys.record("a", Keys.NULL, 1))).isNull();
    assertThat(entries.uniquePrefix(Keys.record("a", 2, Keys.NULL))).isNotNull();
  }

  @Test
  void rangesReadAreTheUnionOfWhatWasAdded() {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      ReadRanges ranges = new ReadRanges(KeyOrdering.Rowids.ORDER);
      TreeSet<Long> model = new TreeSet<>();
      for (int i = 0; i < 30; i++) {
        long low = random.nextInt(300);
        long high = low + random.nextInt(20);
        ranges.add(low, high);
        for (long each = low; each <= high; each++) {
          model.add(each);
        }
      }
      TreeSet<Long> found = new TreeSet<>();
      ranges.forEach((low, high) -> {
        for (long each = (Long) low; each <= (Long) high; each++) {
          assertThat(found.add(each)).as("disjoint, seed %d", seed).isTrue();
        }
      });
      assertThat(found).as("seed %d", seed).isEqualTo(model);
    }
  }

  @Test
  void aloneTheAllocatorGivesTheNextRowid() {
    RowidAllocator rowids = new RowidAllocator(() -> 0);
    Object one = new Object();
    RowidAllocator.Ends given = rowids.join(2, one);
    assertThat(rowids.allocate(given, 11, 5)).isEqualTo(11);
    assertThat(rowids.allocate(given, 11, 5)).as("after a rollback").isEqualTo(11);
    assertThat(rowids.allocate(given, 12, 5)).isEqualTo(12);
    rowids.committed(List.of(given), 6);
    rowids.ended(List.of(given), one);
    assertThat(rowids.allocate(rowids.join(2, new Object()), 13, 6)).isEqualTo(13);
  }

  @Test
  void besideOthersTheAllocatorNeverGivesTheSameRowidTwice() {
    RowidAllocator rowids = new RowidAllocator(() -> 0);
    Object one = new Object();
    Object two = new Object();
    RowidAllocator.Ends toOne = rowids.join(2, one);
    assertThat(rowids.allocate(toOne, 11, 5)).isEqualTo(11);
    RowidAllocator.Ends toTwo = rowids.join(2, two);
    assertThat(rowids.allocate(toTwo, 11, 5)).isEqualTo(12);
    assertThat(rowids.allocate(toOne, 12, 5)).isEqualTo(13);
    rowids.committed(List.of(toOne), 6);
    rowids.ended(List.of(toOne), one);
    Object late = new Object();
    RowidAllocator.Ends toLate = rowids.join(2, late);
    assertThat(rowids.allocate(toLate, 11, 5)).as("does not see commit 6").isEqualTo(14);
    rowids.ended(List.of(toTwo), two);
    rowids.ended(List.of(toLate), late);
    assertThat(rowids.allocate(rowids.join(2, new Object()), 14, 6)).isEqualTo(14);
  }

  @Test
  void allocatorSaysWhereRowidsAreUsedUp() {
    RowidAllocator rowids = new RowidAllocator(() -> 0);
    rowids.allocate(rowids.join(2, new Object()), Long.MAX_VALUE, 5);
    assertThat(rowids.allocate(rowids.join(2, new Object()), 5, 5))
        .isEqualTo(TransactionControl.NO_ROWID);
  }

  @Test
  void touchedPagesForgetTheOldestAndSaySo() {
    TouchedPages pages = new TouchedPages(30_000);
    for (int commit = 1; commit <= 20_000; commit++) {
      if (pages.isFull()) {
        pages.makeRoom(0);
      }
      pages.touched(commit, commit);
    }
    assertThat(pages.floor()).isPositive().isLessThan(20_000);
    for (int page = 1; page <= 20_000; page++) {
      assertThat(pages.touchedSince(page, pages.floor())).isEqualTo(page > pages.floor());
    }
    PageBitmap asked = new PageBitmap();
    asked.add(3);
    assertThat(pages.findTouchedSince(asked, pages.floor())).isZero();
    asked.add(20_000);
    assertThat(pages.findTouchedSince(asked, pages.floor())).isEqualTo(20_000);
    assertThat(pages.findTouchedSince(asked, 20_000)).isZero();
  }
}
