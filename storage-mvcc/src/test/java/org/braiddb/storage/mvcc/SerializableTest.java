package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.RecordReader;
import org.junit.jupiter.api.Test;

/**
 * What serializable transactions read is what they would have read one after the other, in the
 * order of their commits.
 */
class SerializableTest {
  private static final int STEPS = 4000;
  private static final int MOST_OPEN = 5;
  private static final int IDS = 60;
  private static final int VALUES = 15;

  private final Workshop workshop = new Workshop();
  private final Tree.Table table = workshop.table("t");
  private final Tree.Index index = workshop.index("i", "t", 0, Keys.order(Collations.BINARY));
  private final TreeMap<Long, Long> state = new TreeMap<>();
  private final List<Running> open = new ArrayList<>();
  private Random random = new Random();
  private int commits;
  private int conflicts;

  /** A step that can be done again on a map. */
  private sealed interface Step {
    /** Reads entries upwards or downwards from a place, at most so many. */
    record Scan(Seek seek, long from, int limit) implements Step {}

    /** The same in the index. */
    record IndexScan(Seek seek, long from, int limit) implements Step {}

    /** Reads the rows of a range, as many at a time as the cursor shows. */
    record Between(long from, long to) implements Step {}

    /** Reads the entries of a range of the index, as many at a time as the cursor shows. */
    record IndexBetween(long from, long to) implements Step {}

    /** Counts by the tree. */
    record Count() implements Step {}

    /** Writes a row. */
    record Put(long id, long value) implements Step {}

    /** Deletes a row if it is there. */
    record Delete(long id) implements Step {}
  }

  private record Done(Step step, List<Long> result) {}

  private record Running(Transaction transaction, List<Done> steps) {}

  @Test
  void everyReadIsThatOfTheSerialOrder() {
    long seed = Long.getLong("braid.seed", 20);
    System.out.println("serializable transactions: repeat with -Dbraid.seed=" + seed);
    random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      String context = "seed " + seed + ", step " + i;
      if (open.isEmpty() || open.size() < MOST_OPEN && random.nextInt(4) == 0) {
        open.add(new Running(workshop.begin(IsolationLevel.SERIALIZABLE), new ArrayList<>()));
        open.getLast().transaction.snapshot();
      } else {
        Running running = open.get(random.nextInt(open.size()));
        try {
          if (running.steps.size() > 2 && random.nextInt(4) == 0) {
            commit(running, context);
          } else {
            Step step = randomStep();
            running.steps.add(new Done(step, run(running.transaction, step)));
          }
        } catch (ConflictException e) {
          conflicts++;
          open.remove(running);
          running.transaction.close();
        }
      }
    }
    open.forEach(each -> each.transaction.close());
    assertThat(commits).isGreaterThan(50);
    assertThat(conflicts).isGreaterThan(50);
    assertThat(workshop.damage()).isEmpty();
    workshop.close();
  }

  private void commit(Running running, String context) {
    long snapshot = running.transaction.snapshot();
    long commit = running.transaction.commit();
    open.remove(running);
    commits++;
    if (commit == snapshot) {
      return; // it changed nothing and stands where its snapshot is
    }
    for (Done each : running.steps) {
      assertThat(run(state, each.step)).as("%s, %s", context, each.step).isEqualTo(each.result);
    }
  }

  private Step randomStep() {
    Seek seek = Seek.values()[random.nextInt(5)];
    int limit = 1 + random.nextInt(4);
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> new Step.Scan(seek, random.nextInt(IDS), limit);
      case 3, 4 -> new Step.IndexScan(seek, random.nextInt(VALUES), limit);
      case 5 -> random.nextInt(4) == 0 ? new Step.Count() : new Step.Scan(Seek.EQUAL, 7, 1);
      case 6 -> new Step.Delete(random.nextInt(IDS));
      case 7, 8 -> {
        int from = random.nextInt(IDS);
        yield new Step.Between(from, from + random.nextInt(8));
      }
      case 9, 10 -> {
        int from = random.nextInt(VALUES);
        yield new Step.IndexBetween(from, from + random.nextInt(3));
      }
      default -> new Step.Put(random.nextInt(IDS), random.nextInt(VALUES));
    };
  }

  // ---- in the store

  private List<Long> run(Transaction transaction, Step step) {
    return switch (step) {
      case Step.Scan scan -> {
        try (Cursor cursor = transaction.open(table, false)) {
          yield scan(cursor, cursor.seek(scan.from, scan.seek), scan.seek, scan.limit, true);
        }
      }
      case Step.IndexScan scan -> {
        try (Cursor cursor = transaction.open(index, false)) {
          boolean found = cursor.seek(Workshop.key(scan.from), scan.seek);
          yield scan(cursor, found, scan.seek, scan.limit, false);
        }
      }
      case Step.Between range -> {
        try (Cursor cursor = transaction.open(table, false)) {
          yield between(cursor, range);
        }
      }
      case Step.IndexBetween range -> {
        try (Cursor cursor = transaction.open(index, false)) {
          yield between(cursor, range);
        }
      }
      case Step.Count count -> List.of(transaction.count(table));
      case Step.Put put -> {
        List<Long> before = valueOf(transaction, put.id);
        before.forEach(old -> Workshop.removeKey(transaction, index, old, put.id));
        Workshop.putKey(transaction, index, put.value, put.id);
        Workshop.put(transaction, table, put.id, put.value);
        yield before;
      }
      case Step.Delete delete -> {
        List<Long> before = valueOf(transaction, delete.id);
        if (!before.isEmpty()) {
          before.forEach(old -> Workshop.removeKey(transaction, index, old, delete.id));
          Workshop.remove(transaction, table, delete.id);
        }
        yield before;
      }
    };
  }

  private List<Long> valueOf(Transaction transaction, long id) {
    try (Cursor cursor = transaction.open(table, false)) {
      return cursor.seek(id, Seek.EQUAL) ? List.of(column(cursor, 0)) : List.of();
    }
  }

  private static boolean isDownwards(Seek seek) {
    return seek == Seek.AT_MOST || seek == Seek.BEFORE;
  }

  private static List<Long> scan(
      Cursor cursor, boolean found, Seek seek, int limit, boolean table) {
    List<Long> result = new ArrayList<>();
    boolean more = found;
    while (more && result.size() < limit) {
      result.add(table ? cursor.rowid() * 1000 + column(cursor, 0) : entry(cursor));
      if (result.size() < limit) {
        more = isDownwards(seek) ? cursor.previous() : cursor.next();
      }
    }
    return result;
  }

  private static List<Long> between(Cursor cursor, Step.Between range) {
    RowBlock block = new RowBlock();
    List<Long> result = new ArrayList<>();
    boolean more = cursor.seek(range.from, Seek.AT_LEAST);
    while (more && cursor.rowid() <= range.to) {
      int count = cursor.show(block, range.to);
      assertThat(count).as("rows shown").isPositive();
      RecordReader reader = new RecordReader();
      for (int i = 0; i < count; i++) {
        reader.read(block.bytes(), block.offsets()[i], block.sizes()[i]);
        result.add(block.rowids()[i] * 1000 + reader.integer(0));
      }
      more = cursor.next();
    }
    return result;
  }

  private static List<Long> between(Cursor cursor, Step.IndexBetween range) {
    RowBlock block = new RowBlock();
    List<Long> result = new ArrayList<>();
    boolean more = cursor.seek(Workshop.key(range.from), Seek.AT_LEAST);
    while (more && column(cursor, 0) <= range.to) {
      int count = cursor.show(block, Workshop.key(range.to), true, RowBlock.CAPACITY);
      RecordReader reader = new RecordReader();
      for (int i = 0; i < count; i++) {
        reader.read(block.bytes(), block.offsets()[i], block.sizes()[i]);
        result.add(reader.integer(0) * 1000 + reader.integer(1));
      }
      if (count == 0) {
        result.add(entry(cursor));
      }
      more = cursor.next();
    }
    return result;
  }

  private static long entry(Cursor cursor) {
    return column(cursor, 0) * 1000 + column(cursor, 1);
  }

  private static long column(Cursor cursor, int column) {
    cursor.fetch(cursor.payloadSize());
    RecordReader reader = new RecordReader();
    reader.read(cursor.bytes(), cursor.offset(), cursor.payloadSize());
    return reader.integer(column);
  }

  // ---- on a map

  private static List<Long> run(TreeMap<Long, Long> rows, Step step) {
    return switch (step) {
      case Step.Scan scan -> {
        TreeSet<Long> all = new TreeSet<>();
        rows.forEach((id, value) -> all.add(id * 1000 + value));
        yield scan(all, scan.seek, scan.from, scan.limit);
      }
      case Step.IndexScan scan -> {
        TreeSet<Long> all = new TreeSet<>();
        rows.forEach((id, value) -> all.add(value * 1000 + id));
        yield scan(all, scan.seek, scan.from, scan.limit);
      }
      case Step.Between range -> {
        List<Long> result = new ArrayList<>();
        rows.subMap(range.from, true, range.to, true)
            .forEach((id, value) -> result.add(id * 1000 + value));
        yield result;
      }
      case Step.IndexBetween range -> {
        TreeSet<Long> all = new TreeSet<>();
        rows.forEach((id, value) -> all.add(value * 1000 + id));
        yield List.copyOf(all.subSet(range.from * 1000, range.to * 1000 + 1000));
      }
      case Step.Count count -> List.of((long) rows.size());
      case Step.Put put -> {
        Long old = rows.put(put.id, put.value);
        yield old == null ? List.of() : List.of(old);
      }
      case Step.Delete delete -> {
        Long old = rows.remove(delete.id);
        yield old == null ? List.of() : List.of(old);
      }
    };
  }

  private static List<Long> scan(TreeSet<Long> all, Seek seek, long from, int limit) {
    long low = from * 1000;
    long high = low + 999;
    Iterable<Long> order =
        switch (seek) {
          case EQUAL -> all.subSet(low, high + 1).isEmpty() ? List.of() : all.tailSet(low);
          case AT_LEAST -> all.tailSet(low);
          case AFTER -> all.tailSet(high + 1);
          case AT_MOST -> all.headSet(high + 1, false).descendingSet();
          case BEFORE -> all.headSet(low, false).descendingSet();
        };
    List<Long> result = new ArrayList<>();
    for (Long each : order) {
      if (result.size() < limit) {
        result.add(each);
      }
    }
    return result;
  }

  // ---- by name

  @Test
  void writeSkewIsRefusedWhereSerializableAndShownWhereNot() {
    Map<IsolationLevel, Boolean> refused = new TreeMap<>();
    for (IsolationLevel level : IsolationLevel.values()) {
      workshop.write(transaction -> {
        Workshop.put(transaction, table, 1, 1);
        Workshop.put(transaction, table, 2, 1);
      });
      try (Transaction one = workshop.begin(level);
          Transaction two = workshop.begin(level)) {
        valueOf(one, 1);
        valueOf(one, 2);
        valueOf(two, 1);
        valueOf(two, 2);
        Workshop.put(one, table, 1, 0);
        Workshop.put(two, table, 2, 0);
        one.commit();
        refused.put(level, fails(two));
      }
    }
    assertThat(refused)
        .isEqualTo(Map.of(IsolationLevel.SNAPSHOT, false, IsolationLevel.SERIALIZABLE, true));
    workshop.close();
  }

  private static boolean fails(Transaction transaction) {
    try {
      transaction.commit();
      return false;
    } catch (ConflictException e) {
      return true;
    }
  }

  @Test
  void rowThatWasLookedForInVainIsPhantomWhenItComes() {
    try (Transaction one = workshop.begin(IsolationLevel.SERIALIZABLE)) {
      assertThat(valueOf(one, 5)).isEmpty();
      Workshop.put(one, table, 1, 1);
      workshop.write(transaction -> Workshop.put(transaction, table, 5, 1));
      assertThatThrownBy(one::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("conflict on t")
          .hasMessageContaining("read here");
    }
    workshop.close();
  }

  @Test
  void rowsOutsideOfTheRangeReadDoNotMatter() {
    workshop.write(transaction -> {
      for (int i = 10; i <= 30; i++) {
        Workshop.put(transaction, table, i, 1);
      }
    });
    try (Transaction one = workshop.begin(IsolationLevel.SERIALIZABLE)) {
      run(one, new Step.Scan(Seek.AT_LEAST, 12, 3)); // 12, 13, 14
      run(one, new Step.Scan(Seek.AT_MOST, 25, 2)); // 25, 24
      run(one, new Step.Between(17, 19)); // and a look at 20
      Workshop.put(one, table, 100, 1);
      workshop.write(transaction -> {
        Workshop.put(transaction, table, 11, 2);
        Workshop.put(transaction, table, 15, 2);
        Workshop.put(transaction, table, 16, 2);
        Workshop.put(transaction, table, 21, 2);
        Workshop.put(transaction, table, 23, 2);
        Workshop.put(transaction, table, 26, 2);
        Workshop.append(transaction, table, 2);
      });
      one.commit();
    }
    workshop.close();
  }

  @Test
  void readerThatWritesNothingAlwaysCommits() {
    try (Transaction one = workshop.begin(IsolationLevel.SERIALIZABLE)) {
      assertThat(one.count(table)).isZero();
      workshop.write(transaction -> Workshop.put(transaction, table, 5, 1));
      assertThat(one.count(table)).isZero();
      one.commit();
    }
    workshop.close();
  }

  @Test
  void deletingWhatWasFoundReadsNoFurther() {
    workshop.write(transaction -> Workshop.put(transaction, table, 5, 1));
    try (Transaction one = workshop.begin(IsolationLevel.SERIALIZABLE)) {
      Workshop.remove(one, table, 5);
      workshop.write(transaction -> Workshop.put(transaction, table, 6, 1));
      one.commit();
    }
    assertThat(workshop.rowids(table)).containsExactly(6L);
    workshop.close();
  }
}
