package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.braiddb.storage.file.concurrency.PageBitmap;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.Test;

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
            long rowid = random.nextInt(40) - 20;
            byte before = rows.get(rowid);
            byte after =
                random.nextBoolean()
                    ? NetChange.afterInsert(before, random.nextBoolean())
                    : NetChange.afterDelete(before);
            log.push(rows, rowid, before);
            rows.put(rowid, after);
            model.put(rowid, after);
          }
        }
        Map<Long, Byte> expected = new TreeMap<>(model);
        expected.values().removeIf(state -> !NetChange.isChange(state));
        Map<Object, Byte> found = new TreeMap<>();
        rows.forEach((key, record, state) -> found.put(key, state));
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        assertThat(rows.isEmpty()).isEqualTo(expected.isEmpty());
      }
    }
  }

  @Test
  void entriesEqualUnderTheCollationAreOneKey() {
    RecordChanges entries = new RecordChanges(Keys.index(3, 1, Collations.NOCASE));
    byte[] lower = Keys.record("abc", 1);
    byte[] upper = Keys.record("ABC", 1);
    Object key = entries.maker().key(lower, 0, lower.length);
    RecordChanges.Change change = entries.of(key, lower, 0, lower.length);
    change.state = NetChange.afterDelete(change.state);
    Object same = entries.maker().key(upper, 0, upper.length);
    assertThat(entries.of(same, upper, 0, upper.length)).isSameAs(change);
    assertThat(entries.hasNow(entries.uniquePrefix(upper))).isFalse();
    change.state = NetChange.afterInsert(change.state, false);
    assertThat(entries.hasNow(entries.uniquePrefix(upper))).isTrue();
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
    assertThat(rowids.allocate(2, 11, 5, one)).isEqualTo(11);
    assertThat(rowids.allocate(2, 11, 5, one)).as("after a rollback").isEqualTo(11);
    assertThat(rowids.allocate(2, 12, 5, one)).isEqualTo(12);
    rowids.committed(List.of(2L), 6);
    rowids.ended(List.of(2L), one);
    assertThat(rowids.allocate(2, 13, 6, new Object())).isEqualTo(13);
  }

  @Test
  void besideOthersTheAllocatorNeverGivesTheSameRowidTwice() {
    RowidAllocator rowids = new RowidAllocator(() -> 0);
    Object one = new Object();
    Object two = new Object();
    assertThat(rowids.allocate(2, 11, 5, one)).isEqualTo(11);
    assertThat(rowids.allocate(2, 11, 5, two)).isEqualTo(12);
    assertThat(rowids.allocate(2, 12, 5, one)).isEqualTo(13);
    rowids.committed(List.of(2L), 6);
    rowids.ended(List.of(2L), one);
    Object late = new Object();
    assertThat(rowids.allocate(2, 11, 5, late)).as("does not see commit 6").isEqualTo(14);
    rowids.ended(List.of(2L), two);
    rowids.ended(List.of(2L), late);
    assertThat(rowids.allocate(2, 14, 6, new Object())).isEqualTo(14);
  }

  @Test
  void allocatorSaysWhereRowidsAreUsedUp() {
    RowidAllocator rowids = new RowidAllocator(() -> 0);
    rowids.allocate(2, Long.MAX_VALUE, 5, new Object());
    assertThat(rowids.allocate(2, 5, 5, new Object())).isEqualTo(TransactionControl.NO_ROWID);
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
