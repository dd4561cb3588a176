package com.example.ledger;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/** New rowids of one store, different ones for transactions that run side by side. */
final class Rowids {
  /** The largest rowid that each open concurrent transaction was given, by tree. */
  private final Map<Long, Map<Object, Long>> given = new ConcurrentHashMap<>();

  private final TextEncoding encoding;

  Rowids(TextEncoding encoding) {
    this.encoding = encoding;
  }

  /** The transaction has ended: what it was given is either committed or free. */
  void release(Object transaction) {
    given.values().forEach(byTransaction -> byTransaction.remove(transaction));
  }

  /**
   * A number above all of the table's in both states, and above those that others were given.
   *
   * @param mine what the transaction sees
   * @param newest what is committed
   * @param concurrent whether others may be given rowids before this one is committed
   */
  long allocate(Object transaction, boolean concurrent, long tree, State mine, State newest) {
    Map<Object, Long> others = given.computeIfAbsent(tree, _ -> new ConcurrentHashMap<>());
    synchronized (others) {
      OptionalLong largest =
          LongStream.concat(
                  LongStream.concat(largest(mine, tree), largest(newest, tree)),
                  others.entrySet().stream()
                      .filter(other -> other.getKey() != transaction)
                      .mapToLong(Map.Entry::getValue))
              .max();
      if (largest.orElse(0) == Long.MAX_VALUE) {
        return unused(mine, newest, tree);
      }
      long rowid = largest.orElse(0) + 1;
      if (concurrent) {
        others.put(transaction, rowid);
      }
      return rowid;
    }
  }

  /** The largest rowid of a table that has rows. */
  private static LongStream largest(State state, long tree) {
    State.Stored stored = state.trees().get(tree);
    int size = stored == null ? 0 : stored.entries().size();
    return size == 0 ? LongStream.empty() : LongStream.of(stored.entries().get(size - 1).rowid());
  }

  private static long unused(State mine, State newest, long tree) {
    for (int i = 0; i < 100; i++) {
      long rowid = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
      if (!has(mine, tree, rowid) && !has(newest, tree, rowid)) {
        return rowid;
      }
    }
    throw new StoreFullException("database or disk is full: no unused rowid was found");
  }

  private static boolean has(State state, long tree, long rowid) {
    State.Stored stored = state.trees().get(tree);
    Entries entries = stored == null ? Entries.EMPTY : stored.entries();
    Place place = Place.of(rowid);
    return entries.countUpTo(place) > entries.countBefore(place);
  }

  /** The number recorded for an AUTOINCREMENT table; 0 where there is none. */
  long recorded(State state, AutoIncrement sequence) {
    int position = find(state, sequence);
    return position < 0
        ? 0
        : reader(state.entries(sequence.sequences().id()).get(position)).castToInteger(1, encoding);
  }

  /** Records a number unless a larger one is there. */
  List<Step> raise(State state, AutoIncrement sequence, long rowid) {
    long tree = sequence.sequences().id();
    byte[] name = sequence.tableName().getBytes(encoding.charset());
    RecordWriter writer = new RecordWriter();
    writer.addText(name, 0, name.length);
    int position = find(state, sequence);
    if (position >= 0) {
      Entry present = state.entries(tree).get(position);
      writer.addInteger(Math.max(rowid, recorded(state, sequence)));
      Entry raised = new Entry(present.rowid(), writer.toByteArray());
      return List.of(new Step.Replace(tree, position, raised));
    }
    writer.addInteger(rowid);
    long row = largest(state, tree).max().orElse(0) + 1;
    Entry added = new Entry(row, writer.toByteArray());
    return List.of(new Step.Insert(tree, state.entries(tree).size(), added));
  }

  private int find(State state, AutoIncrement sequence) {
    Entries entries = state.entries(sequence.sequences().id());
    for (int i = 0; i < entries.size(); i++) {
      RecordReader reader = reader(entries.get(i));
      if (SerialType.isText(reader.type(0))) {
        int offset = reader.offset(0);
        String name = new String(reader.bytes(), offset, reader.length(0), encoding.charset());
        if (name.equals(sequence.tableName())) {
          return i;
        }
      }
    }
    return -1;
  }

  private static RecordReader reader(Entry entry) {
    RecordReader reader = new RecordReader();
    reader.read(entry.record(), 0, entry.record().length);
    return reader;
  }
}
