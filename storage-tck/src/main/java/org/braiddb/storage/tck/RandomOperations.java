package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.braiddb.storage.tck.OperatedStore.Opened;
import org.jspecify.annotations.Nullable;

/** One seeded run: operations on two stores that must answer alike. */
final class RandomOperations {
  private static final int KEYS = 150;
  private static final int TRACE_LENGTH = 40;

  private final long seed;
  private final Random random;
  private final OperatedStore model;
  private final OperatedStore subject;
  private final Deque<String> trace = new ArrayDeque<>();
  private boolean made;
  private long lastMark = 1000;

  RandomOperations(long seed, OperatedStore model, OperatedStore subject) {
    this.seed = seed;
    this.random = new Random(seed);
    this.model = model;
    this.subject = subject;
  }

  /** Runs an operation on both and compares answers or errors. */
  private void askBoth(String what, Function<OperatedStore, ? extends @Nullable Object> operation) {
    trace.addLast(what);
    if (trace.size() > TRACE_LENGTH) {
      trace.removeFirst();
    }
    Object expected = answer(model, operation);
    Object actual;
    try {
      actual = answer(subject, operation);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(describe(), e);
    }
    assertThat(actual).as(this::describe).isEqualTo(expected);
  }

  private void doOnBoth(String what, Consumer<OperatedStore> operation) {
    askBoth(
        what,
        store -> {
          operation.accept(store);
          return "done";
        });
  }

  private String describe() {
    return "seed " + seed + ", last operations:\n" + String.join("\n", trace) + "\n";
  }

  private static @Nullable Object answer(
      OperatedStore store, Function<OperatedStore, ? extends @Nullable Object> operation) {
    try {
      return operation.apply(store);
    } catch (StorageException e) {
      return e.getClass().getSimpleName();
    }
  }

  void run(int operations) {
    begin();
    for (int i = 0; i < operations; i++) {
      switch (random.nextInt(100)) {
        case 0, 1 -> endAndBegin();
        case 2, 3, 4 -> mark();
        case 5, 6 -> rollbackTo();
        case 7 -> release();
        case 8 -> makeAnew();
        case 9 -> clear();
        case 10, 11, 12, 13 -> count();
        case 14, 15 -> metadata();
        case 16, 17 -> reader();
        case 18, 19, 20 -> openOrCloseCursor();
        case 21, 22, 23 -> allocate();
        default -> useCursor();
      }
    }
  }

  private void begin() {
    doOnBoth("begin", OperatedStore::beginWriter);
    if (!made) {
      for (int tree = 0; tree < OperatedStore.TREES; tree++) {
        int number = tree;
        doOnBoth("make tree " + tree, store -> store.make(number));
      }
      made = true;
      doOnBoth("commit", store -> store.endWriter(true));
      doOnBoth("begin", OperatedStore::beginWriter);
    }
    for (int tree = 0; tree < OperatedStore.TREES; tree++) {
      int number = tree;
      doOnBoth("open cursor on " + tree, store -> store.openCursor(number));
      doOnBoth("open cursor on " + tree, store -> store.openCursor(number));
    }
  }

  private void endAndBegin() {
    askBoth("compare contents", OperatedStore::contentsInWriter);
    boolean commit = random.nextInt(4) > 0;
    doOnBoth(commit ? "commit" : "roll back", store -> store.endWriter(commit));
    compareReaders();
    begin();
  }

  private void compareReaders() {
    for (int i = model.readers.size() - 1; i >= 0; i--) {
      int number = i;
      askBoth(
          "contents of reader " + i,
          store -> {
            var reader = store.readers.get(number);
            assertThat(store.findings(reader)).isEmpty();
            return store.contents(reader.transaction(), reader.ids());
          });
      if (random.nextBoolean()) {
        doOnBoth("close reader " + i, store -> store.readers.remove(number).transaction().close());
      }
    }
  }

  private void reader() {
    if (model.readers.size() < 4) {
      doOnBoth("begin reader", OperatedStore::beginReader);
    }
  }

  private void mark() {
    if (model.marks.size() < 6) {
      doOnBoth("mark " + model.marks.size(), OperatedStore::mark);
    }
  }

  private void rollbackTo() {
    if (!model.marks.isEmpty()) {
      int mark = random.nextInt(model.marks.size());
      doOnBoth("roll back to mark " + mark, store -> store.rollbackTo(mark));
      // a tree that was made after the mark is gone, and one dropped since is there again
      for (int tree = 0; tree < OperatedStore.TREES; tree++) {
        int number = tree;
        doOnBoth("reopen cursor on " + tree, store -> reopenCursor(store, number));
      }
    }
  }

  private static void reopenCursor(OperatedStore store, int number) {
    store.closeCursors(number);
    store.openCursor(number);
  }

  private void release() {
    if (!model.marks.isEmpty()) {
      int mark = random.nextInt(model.marks.size());
      doOnBoth("release mark " + mark, store -> store.release(mark));
    }
  }

  private void makeAnew() {
    int tree = random.nextInt(OperatedStore.TREES);
    askBoth("drop with open cursor", store -> store.writer().open(store.tree(tree), false).first());
    doOnBoth("make tree anew while a cursor is open on it " + tree, store -> store.make(tree));
    doOnBoth(
        "close its cursors, make it anew, open one",
        store -> {
          store.endWriter(true);
          store.beginWriter();
          store.make(tree);
          for (int number = 0; number < OperatedStore.TREES; number++) {
            store.openCursor(number);
          }
        });
  }

  private void clear() {
    if (random.nextInt(4) == 0) {
      int tree = random.nextInt(OperatedStore.TREES);
      askBoth("clear tree " + tree, store -> store.writer().clearTree(store.tree(tree)));
    }
  }

  private void count() {
    int tree = random.nextInt(OperatedStore.TREES);
    askBoth("count tree " + tree, store -> store.writer().count(store.tree(tree)));
  }

  private void metadata() {
    int value = random.nextInt();
    askBoth(
        "schema cookie " + value,
        store -> {
          int before = store.writer().metadata(Metadata.SCHEMA_COOKIE);
          store.writer().setMetadata(Metadata.SCHEMA_COOKIE, value);
          return before;
        });
  }

  private void allocate() {
    askBoth(
        "allocate rowid",
        store -> store.writer().allocateRowid((Tree.Table) store.tree(OperatedStore.TABLE)));
  }

  private void openOrCloseCursor() {
    int tree = random.nextInt(OperatedStore.TREES);
    if (model.cursors.size() > 9) {
      doOnBoth("close cursors on " + tree, store -> store.closeCursors(tree));
    }
    doOnBoth("open cursor on " + tree, store -> store.openCursor(tree));
  }

  private void useCursor() {
    if (model.cursors.isEmpty()) {
      return;
    }
    int number = random.nextInt(model.cursors.size());
    boolean table = model.cursors.get(number).tree() == OperatedStore.TABLE;
    String on = " cursor " + number + " on tree " + model.cursors.get(number).tree();
    switch (random.nextInt(20)) {
      case 0 -> askBoth("first" + on, store -> move(store, number, Cursor::first));
      case 1 -> askBoth("last" + on, store -> move(store, number, Cursor::last));
      case 2, 3, 4 -> askBoth("next" + on, store -> move(store, number, Cursor::next));
      case 5, 6 -> askBoth("previous" + on, store -> move(store, number, Cursor::previous));
      case 7, 8, 9, 10 -> seek(number, table, on);
      case 11, 12, 13 -> askBoth("delete" + on, store -> change(store, number, Cursor::delete));
      case 14 -> {
        if (random.nextInt(4) == 0) {
          deleteShown(number, table, on);
        } else if (table && random.nextBoolean()) {
          deleteEach(number, on);
        } else if (random.nextInt(3) == 0) {
          overwrite(number, on);
        } else if (!table && random.nextInt(3) == 0) {
          deleteKeys(number, on);
        } else if (!table && random.nextInt(3) == 0) {
          replaceMany(number, on);
        } else if (table || random.nextBoolean()) {
          insertMany(number, table, on);
        } else {
          insertLater(number, on);
        }
      }
      default -> insert(number, table, on);
    }
    int other = random.nextInt(model.cursors.size());
    askBoth("look at cursor " + other, store -> place(store, other));
  }

  private static String move(OperatedStore store, int number, Function<Cursor, Boolean> move) {
    return move.apply(store.cursors.get(number).cursor()) + " " + place(store, number);
  }

  private static String change(OperatedStore store, int number, Consumer<Cursor> change) {
    change.accept(store.cursors.get(number).cursor());
    return place(store, number);
  }

  /** What the cursor is on. */
  private static String place(OperatedStore store, int number) {
    Opened opened = store.cursors.get(number);
    Cursor cursor = opened.cursor();
    return cursor.onEntry()
        ? ContractTopic.entry(store.writer(), store.tree(opened.tree()), cursor)
        : "on no entry";
  }

  private void seek(int number, boolean table, String on) {
    Seek seek = Seek.values()[random.nextInt(Seek.values().length)];
    if (table) {
      long rowid = random.nextInt(-3, KEYS + 3);
      askBoth(
          seek + " " + rowid + on,
          store -> move(store, number, cursor -> cursor.seek(rowid, seek)));
    } else {
      Object[] values = key(random.nextInt(4));
      askBoth(
          seek + " of a key with " + values.length + " columns" + on,
          store -> move(store, number, cursor -> cursor.seek(records(store).key(values), seek)));
    }
  }

  private static Records records(OperatedStore store) {
    TextEncoding encoding = store.writer().encoding();
    return new Records(encoding);
  }

  private void insert(int number, boolean table, String on) {
    long rowid = random.nextInt(KEYS);
    Object[] values = table ? row() : key(3);
    askBoth(
        "insert" + on,
        store -> change(store, number, cursor -> insert(store, cursor, table, rowid, values)));
  }

  private void insertMany(int number, boolean table, String on) {
    long from = random.nextInt(KEYS);
    Object[][] values = new Object[random.nextInt(60)][];
    for (int i = 0; i < values.length; i++) {
      values[i] = table ? row() : key(3);
    }
    askBoth(
        "insert " + values.length + on,
        store ->
            change(
                store,
                number,
                cursor -> {
                  for (int i = 0; i < values.length; i++) {
                    insert(store, cursor, table, from + i, values[i]);
                  }
                }));
  }

  /** Entries that are in no tree yet: no other has their last column. */
  private void insertLater(int number, String on) {
    Object[][] values = new Object[1 + random.nextInt(60)][];
    for (int i = 0; i < values.length; i++) {
      values[i] = key(3);
      values[i][2] = ++lastMark;
    }
    boolean takesBack = random.nextBoolean();
    int leave = random.nextBoolean() ? random.nextInt(values.length) : 0;
    askBoth(
        "insert " + values.length + " later" + on,
        store ->
            change(
                store,
                number,
                cursor -> {
                  for (Object[] each : values) {
                    insertLater(cursor, records(store).of(each), false);
                  }
                  if (takesBack) {
                    insertLater(cursor, records(store).of("taken back", "K", 0), true);
                  }
                  for (int i = 0; i < leave; i++) {
                    deleteLater(store, cursor, values[i]);
                  }
                  cursor.settle();
                  cursor.first();
                }));
  }

  private static void deleteLater(OperatedStore store, Cursor cursor, Object[] values) {
    byte[] record = records(store).of(values);
    if (!cursor.deleteLater(record, 0, record.length)
        && cursor.seek(records(store).key(values), Seek.EQUAL)) {
      cursor.delete();
    }
  }

  /** Gives the present record other bytes in its last column, whose form they do not change. */
  private void overwrite(int number, String on) {
    int tree = model.cursors.get(number).tree();
    if (tree == OperatedStore.INDEX) {
      return; // there the last column is of the key, too
    }
    boolean table = tree == OperatedStore.TABLE;
    int fromEnd = random.nextInt(1, 20) * (random.nextInt(4) == 0 ? 100 : 1);
    int most = random.nextInt(fromEnd + 1);
    byte letter = (byte) ('a' + random.nextInt(26));
    askBoth(
        "overwrite " + most + " bytes " + fromEnd + " before the end" + on,
        store -> change(store, number, cursor -> overwrite(cursor, table, fromEnd, most, letter)));
  }

  /** Where the engine does not write over the bytes, the whole record takes their place. */
  private static void overwrite(Cursor cursor, boolean table, int fromEnd, int most, byte letter) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    byte[] record = Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
    RecordReader reader = new RecordReader();
    reader.read(record, 0, size);
    int at = Math.max(reader.start(table ? 1 : 2), size - fromEnd);
    int length = Math.min(most, size - at);
    Arrays.fill(record, at, at + length, letter);
    if (cursor.overwrite(at, record, at, length)) {
      return;
    }
    if (table) {
      cursor.insert(cursor.rowid(), record, 0, size);
    } else {
      cursor.insert(record, 0, size);
    }
  }

  /** Puts other records in place of those at a cursor: some belong to the same places. */
  private void replaceMany(int number, String on) {
    Object[][] values = new Object[1 + random.nextInt(30)][];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? key(3) : new Object[] {++lastMark};
    }
    askBoth(
        "replace " + values.length + on,
        store -> change(store, number, cursor -> replaceEach(store, cursor, values)));
  }

  /** Replaces an entry wholly, or only its last column, and goes on to the next. */
  private static void replaceEach(OperatedStore store, Cursor cursor, Object[][] values) {
    for (int i = 0; i < values.length && cursor.next(); i++) {
      Object[] now = values[i];
      if (now.length == 1) {
        now = Records.values(cursor, store.writer().encoding()).toArray();
        now[now.length - 1] = values[i][0];
      }
      byte[] record = records(store).of(now);
      cursor.replace(record, 0, record.length);
    }
  }

  private void deleteEach(int number, String on) {
    long[] rowids = random.longs(random.nextInt(1, 60), -3, KEYS + 3).sorted().distinct().toArray();
    int from = random.nextInt(rowids.length);
    askBoth(
        "delete " + (rowids.length - from) + on,
        store -> {
          Cursor cursor = store.cursors.get(number).cursor();
          int deleted = cursor.deleteEach(rowids, from, rowids.length);
          return deleted + " " + move(store, number, Cursor::first);
        });
  }

  /** Deletes every so many entries from one on, where they are shown together if they are. */
  private void deleteShown(int number, boolean table, String on) {
    int every = random.nextInt(1, 4);
    int most = random.nextInt(1, 200);
    int skipped = random.nextInt(20);
    askBoth(
        "delete from " + skipped + " on up to " + most + " of each " + every + " where shown" + on,
        store -> {
          Cursor cursor = store.cursors.get(number).cursor();
          RowBlock block = new RowBlock();
          boolean more = cursor.first() && cursor.skip(skipped);
          int deleted = 0;
          for (int at = 0; more && at < most; more = cursor.next()) {
            int shown =
                table
                    ? cursor.show(block, Long.MAX_VALUE)
                    : cursor.show(block, new SearchKey(), true, RowBlock.CAPACITY);
            int first = at;
            int[] places =
                IntStream.range(0, Math.min(Math.max(1, shown), most - at))
                    .filter(place -> (first + place) % every == 0)
                    .toArray();
            if (shown == 0 && places.length > 0) {
              cursor.delete();
            } else if (places.length > 0) {
              cursor.deleteShown(block, places, places.length);
            }
            deleted += places.length;
            at += Math.max(1, shown);
          }
          return deleted + " " + move(store, number, Cursor::first);
        });
  }

  /** Deletes entries that are there, every so many, and one that is not. */
  private void deleteKeys(int number, String on) {
    int every = random.nextInt(1, 4);
    int most = random.nextInt(60);
    Object[] from = key(1);
    boolean clustered = model.cursors.get(number).tree() != OperatedStore.INDEX;
    askBoth(
        "delete up to " + most + " of each " + every + on,
        store -> {
          Cursor cursor = store.cursors.get(number).cursor();
          List<Object[]> keys = new ArrayList<>();
          boolean more = cursor.seek(records(store).key(from), Seek.AT_LEAST);
          for (int i = 0; more && keys.size() < most; i++, more = cursor.next()) {
            if (i % every == 0) {
              Object[] all = Records.values(cursor, store.writer().encoding()).toArray();
              keys.add(clustered ? Arrays.copyOf(all, 2) : all);
            }
          }
          if (!keys.isEmpty()) {
            keys.add(keys.getLast()); // which is gone by then
          }
          Iterator<Object[]> next = keys.iterator();
          int deleted =
              cursor.deleteEach(key -> {
                if (!next.hasNext()) {
                  return false;
                }
                records(store).set(key, next.next());
                return true;
              });
          return deleted + " " + move(store, number, Cursor::first);
        });
  }

  private static void insertLater(Cursor cursor, byte[] record, boolean takesBack) {
    boolean later = cursor.insertLater(record, 0, record.length);
    if (later && takesBack) {
      cursor.takeBack();
    } else if (!later && !takesBack) {
      cursor.insert(record, 0, record.length);
    }
  }

  private static void insert(
      OperatedStore store, Cursor cursor, boolean table, long rowid, Object[] values) {
    byte[] record = records(store).of(values);
    if (table) {
      cursor.insert(rowid, record, 0, record.length);
    } else {
      cursor.insert(record, 0, record.length);
    }
  }

  private Object[] row() {
    return new Object[] {value(), "x".repeat(size())};
  }

  /** Sizes around everything: tiny, a page, several pages. */
  private int size() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(20_000);
      case 1, 2 -> random.nextInt(3000);
      case 3, 4, 5 -> random.nextInt(500);
      default -> random.nextInt(40);
    };
  }

  private Object[] key(int columns) {
    Object[] all = {value(), random.nextInt(30) == 0 ? "k".repeat(size()) : "K", random.nextInt(5)};
    Object[] key = new Object[columns];
    System.arraycopy(all, 0, key, 0, columns);
    return key;
  }

  private Object value() {
    return switch (random.nextInt(6)) {
      case 0 -> Records.NULL;
      case 1 -> random.nextInt(KEYS) - 40;
      case 2 -> (double) random.nextInt(KEYS) / 2;
      case 3 -> new byte[] {(byte) random.nextInt(256), 0};
      default -> (random.nextBoolean() ? "text " : "TEXT ") + random.nextInt(KEYS);
    };
  }

  /** Ends what is open. */
  void end() {
    askBoth("compare contents", OperatedStore::contentsInWriter);
    doOnBoth("commit", store -> store.endWriter(true));
    compareReaders();
    for (OperatedStore store : new OperatedStore[] {model, subject}) {
      store.readers.forEach(reader -> reader.transaction().close());
      store.readers.clear();
    }
  }

  /** Compares what the subject has after it was opened again. */
  void compareAfterReopening(Store reopened) {
    subject.replace(reopened);
    doOnBoth("begin reader after reopening", OperatedStore::beginReader);
    compareReaders();
    subject.readers.forEach(reader -> reader.transaction().close());
    model.readers.forEach(reader -> reader.transaction().close());
  }
}
