package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.braiddb.storage.Tree;

/**
 * Changes of a table tree. Rows are changed far more often than they are asked for, mostly in the
 * order of their rowids: then they are {@link RowidProgressions}. There are two of these, since who
 * replaces rows takes out some and puts in others by turns. What comes in no order, or again, is in
 * a table, which says what holds where both have a rowid.
 */
final class RowidChanges extends TreeChanges {
  private static final byte[] NO_RECORD = {};
  private static final KeyTest ANY = (key, state) -> true;

  /** Where neither progressions can go on, those of fewer rowids give way to others. */
  private static final int FEW_ROWIDS = 8;

  /** So often they may do so at once; where rowids come in no ascending order, now and then. */
  private static final int MOST_TRIALS = 16;

  private static final int TRIAL_EACH = 64;

  private RowidTable table = new RowidTable();

  /** The rowids of which one was changed last. */
  private Ascending latest = new Ascending();

  private Ascending other = new Ascending();

  /** How often progressions of few rowids could not go on since any had more. */
  private int misses;

  /** Rowids that came in order, none of them known before. */
  private static final class Ascending {
    final RowidProgressions rowids = new RowidProgressions();

    /** The newest mark in the log when the number of rowids was last put there. */
    int newestMark;
  }

  RowidChanges(Tree tree) {
    super(tree, KeyOrdering.Rowids.ORDER);
  }

  // ---- changing

  /** The change of a rowid, or {@link NetChange#NONE}. */
  byte get(long rowid) {
    if (table.has(rowid)) {
      return table.get(rowid);
    }
    byte state = latest.rowids.get(rowid);
    return state != NetChange.NONE ? state : other.rowids.get(rowid);
  }

  /** Sets the change of a rowid, of which {@code before} was known; the log can take it back. */
  void change(long rowid, byte before, byte state, ClaimLog log) {
    if (before == NetChange.NONE && !table.has(rowid) && goesOnWith(rowid, state, log)) {
      note(latest, log);
      latest.rowids.add(rowid, state);
      if (latest.rowids.size() == FEW_ROWIDS) {
        misses = 0;
      }
    } else {
      log.push(this, rowid, before);
      table.put(rowid, state);
    }
  }

  /** Changes the state of a rowid back; {@link NetChange#NONE} forgets it. */
  void takeBack(long rowid, byte state) {
    table.put(rowid, state);
  }

  /** A mark has to shorten the rowids to what they are, with the first that comes after it. */
  private void note(Ascending rows, ClaimLog log) {
    if (!log.isIdle() && rows.newestMark != log.newestMark()) {
      rows.newestMark = log.newestMark();
      long size = rows.rowids.size();
      log.push(() -> rows.rowids.shrinkTo(size, this::forget));
    }
  }

  private void forget(long rowid) {
    if (table.has(rowid)) {
      table.put(rowid, NetChange.NONE);
    }
  }

  /** Whether a rowid can be added to the latest. */
  private boolean goesOnWith(long rowid, byte state, ClaimLog log) {
    if (latest.rowids.goesOnWith(rowid, state)) {
      return true;
    }
    if (other.rowids.goesOnWith(rowid, state)) {
      turn();
      return true;
    }
    boolean fits = latest.rowids.endsBefore(rowid);
    if (other.rowids.endsBefore(rowid)) {
      if (!fits || other.rowids.last() > latest.rowids.last()) {
        turn(); // the nearer one, so that the other has room for what comes before this rowid
      }
      return true;
    }
    return fits || giveWay(log);
  }

  private void turn() {
    Ascending rows = latest;
    latest = other;
    other = rows;
  }

  /** Few rowids are put into the table, so that others can begin. */
  private boolean giveWay(ClaimLog log) {
    if (other.rowids.size() >= FEW_ROWIDS) {
      turn();
    }
    RowidProgressions few = other.rowids;
    if (few.size() >= FEW_ROWIDS || ++misses > MOST_TRIALS && misses % TRIAL_EACH != 0) {
      return false;
    }
    RowidProgressions.Ranges ranges = few.rangesFrom(Long.MIN_VALUE);
    while (ranges.isPresent()) {
      long rowid = ranges.low();
      if (!table.has(rowid)) {
        table.put(rowid, ranges.state());
      }
      ranges.passThrough(rowid);
    }
    if (log.isIdle()) {
      few.clear();
    } else {
      other = new Ascending(); // the log may have to shorten the old one
    }
    turn();
    return true;
  }

  @Override
  void forgetKeys() {
    table = new RowidTable();
    latest = new Ascending();
    other = new Ascending();
  }

  // ---- looking up

  @Override
  boolean hasChange() {
    return table.hasChange() || hasChange(latest.rowids) || hasChange(other.rowids);
  }

  /** What has come in order was a change; the table may say that it is none now. */
  private boolean hasChange(RowidProgressions rowids) {
    return rowids.size() > table.size() || anyWithin(rowids, Long.MIN_VALUE, Long.MAX_VALUE, ANY);
  }

  @Override
  long sizeBytes() {
    return table.sizeBytes() + latest.rowids.sizeBytes() + other.rowids.sizeBytes();
  }

  @Override
  byte state(Object key) {
    return get((long) key);
  }

  /** The largest rowid that is there now, of those changed; the least possible where none is. */
  long largestPresent() {
    long inOrder =
        Math.max(
            latest.rowids.largestPresent(rowid -> !table.has(rowid)),
            other.rowids.largestPresent(rowid -> !table.has(rowid)));
    return Math.max(inOrder, table.largestPresent());
  }

  @Override
  boolean anyWithin(Object low, Object high, KeyTest test) {
    long from = (long) low;
    long to = (long) high;
    long[] tabled = table.sorted();
    int found = Arrays.binarySearch(tabled, from);
    for (int i = found < 0 ? ~found : found; i < tabled.length && tabled[i] <= to; i++) {
      byte state = table.get(tabled[i]);
      if (NetChange.isChange(state) && test.test(tabled[i], state)) {
        return true;
      }
    }
    return anyWithin(latest.rowids, from, to, test) || anyWithin(other.rowids, from, to, test);
  }

  private boolean anyWithin(RowidProgressions rowids, long low, long high, KeyTest test) {
    RowidProgressions.Ranges ranges = rowids.rangesFrom(low);
    while (ranges.isPresent() && ranges.low() <= high) {
      long rowid = ranges.low();
      if (!table.has(rowid) && test.test(rowid, ranges.state())) {
        return true;
      }
      ranges.passThrough(rowid);
    }
    return false;
  }

  @Override
  int keyBound() {
    long inOrder = latest.rowids.size() + other.rowids.size();
    return (int) Math.min(Integer.MAX_VALUE, table.size() + inOrder);
  }

  @Override
  int rangeCount() {
    int[] count = new int[1];
    forEachRange((low, high, record, state) -> count[0]++);
    return count[0];
  }

  @Override
  void forEach(Visitor visitor) {
    forEachRange((low, high, record, state) -> {
      for (long rowid = (long) low; rowid < (long) high; rowid++) {
        visitor.visit(rowid, record, state);
      }
      visitor.visit(high, record, state);
    });
  }

  @Override
  void forEachRange(RangeVisitor visitor) {
    RowidProgressions.Ranges first = latest.rowids.rangesFrom(Long.MIN_VALUE);
    RowidProgressions.Ranges second = other.rowids.rangesFrom(Long.MIN_VALUE);
    Merge merge = new Merge(visitor);
    while (first.isPresent() || second.isPresent()) {
      if (!first.isPresent() || second.isPresent() && second.low() < first.low()) {
        RowidProgressions.Ranges next = second;
        second = first;
        first = next;
      }
      long low = first.low();
      long high = first.high();
      if (second.isPresent() && second.low() <= high) {
        high = second.low() - 1;
      }
      byte state = first.state();
      first.passThrough(high);
      merge.range(low, high, state);
    }
    merge.end();
  }

  /** Puts what came in order and what the table has together, and neighbours that are alike. */
  private final class Merge {
    private final RangeVisitor visitor;
    private final long[] tabled = table.sorted();
    private int next;
    private long low;
    private long high;
    private byte state = NetChange.NONE;

    Merge(RangeVisitor visitor) {
      this.visitor = visitor;
    }

    /** Rowids that came in order, and those of the table before and among them. */
    void range(long first, long last, byte all) {
      long from = first;
      for (; next < tabled.length && tabled[next] <= last; next++) {
        long rowid = tabled[next];
        if (rowid > from) {
          add(from, rowid - 1, all);
        }
        add(rowid, rowid, table.get(rowid));
        if (rowid == last) {
          next++;
          return;
        }
        from = Math.max(from, rowid + 1);
      }
      add(from, last, all);
    }

    /** The rest of the table. */
    void end() {
      for (; next < tabled.length; next++) {
        add(tabled[next], tabled[next], table.get(tabled[next]));
      }
      give();
    }

    private void add(long first, long last, byte all) {
      if (NetChange.isChange(state) && all == state && first - 1 == high && first > high) {
        high = last;
      } else {
        give();
        low = first;
        high = last;
        state = all;
      }
    }

    private void give() {
      if (NetChange.isChange(state)) {
        Long first = low;
        visitor.visit(first, high == low ? first : Long.valueOf(high), NO_RECORD, state);
      }
      state = NetChange.NONE;
    }
  }
}
