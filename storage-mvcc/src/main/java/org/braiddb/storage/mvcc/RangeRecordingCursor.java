package org.braiddb.storage.mvcc;

import java.util.Objects;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * Notes which ranges of keys were looked at through a cursor. A move in the direction of the ones
 * before widens the running range; it is handed over when another begins or the cursor closes.
 *
 * <p>Of advice about scans the bounds are not used: they may be wider than what is read in the end.
 */
final class RangeRecordingCursor implements Cursor {
  private final Cursor cursor;
  private final TreeClaims claims;
  private final boolean table;
  private final @Nullable KeyMaker maker;

  /** The running range: from where it was begun to where it has reached. */
  private @Nullable Object from;

  private @Nullable Object reached;
  private boolean ascending;

  /** Whether the running range is one entry that need not be noted. */
  private boolean covered;

  private boolean missesCovered;
  private boolean findsCovered;

  RangeRecordingCursor(Cursor cursor, TreeClaims claims) {
    this.cursor = cursor;
    this.claims = claims;
    this.table = claims.tree() instanceof Tree.Table;
    this.maker = table ? null : new KeyMaker(claims.ordering());
    claims.follow(this);
  }

  private KeyMaker maker() {
    return Objects.requireNonNull(maker);
  }

  private Object lowest() {
    return table ? (Object) Long.MIN_VALUE : maker().lowest();
  }

  private Object highest() {
    return table ? (Object) Long.MAX_VALUE : maker().highest();
  }

  private Object present() {
    if (table) {
      return cursor.rowid();
    }
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return maker().key(cursor.bytes(), cursor.offset(), size);
  }

  /** Hands the running range over. */
  void flush() {
    Object start = from;
    Object end = reached;
    if (start != null && end != null && !covered) {
      if (ascending) {
        claims.readRange(start, end);
      } else {
        claims.readRange(end, start);
      }
    }
    from = null;
    reached = null;
    covered = false;
  }

  @Override
  public void advise(ScanAdvice advice) {
    missesCovered = advice.missesCovered;
    findsCovered = advice.findsCovered;
    cursor.advise(advice);
  }

  private boolean begin(Object start, boolean upwards, boolean found) {
    flush();
    from = start;
    ascending = upwards;
    return reach(found);
  }

  private boolean reach(boolean found) {
    covered = false;
    reached = found ? present() : ascending ? highest() : lowest();
    if (!found) {
      flush();
    }
    return found;
  }

  @Override
  public boolean first() {
    flush();
    return begin(lowest(), true, cursor.first());
  }

  @Override
  public boolean last() {
    flush();
    return begin(highest(), false, cursor.last());
  }

  @Override
  public boolean next() {
    if (from == null) {
      return cursor.next(); // nowhere
    }
    turn(true);
    return reach(cursor.next());
  }

  @Override
  public boolean previous() {
    if (from == null) {
      return cursor.previous(); // nowhere
    }
    turn(false);
    return reach(cursor.previous());
  }

  @Override
  public int show(RowBlock block, long last) {
    return moved(cursor.show(block, last));
  }

  @Override
  public int show(RowBlock block, SearchKey end, boolean inclusive, int most) {
    return moved(cursor.show(block, end, inclusive, most));
  }

  private int moved(int shown) {
    if (shown > 0) {
      turn(true);
      reach(true);
    }
    return shown;
  }

  private void turn(boolean upwards) {
    if (ascending != upwards) {
      Object here = reached;
      flush();
      from = here;
      reached = here;
      ascending = upwards;
    }
  }

  @Override
  public boolean seek(long rowid, Seek seek) {
    flush();
    boolean found = cursor.seek(rowid, seek);
    return switch (seek) {
      case EQUAL -> {
        if (found) {
          begin(rowid, true, true);
          covered = findsCovered;
          if (covered) {
            claims.readCovered(rowid);
          }
        } else if (missesCovered) {
          claims.readCovered(rowid);
        } else {
          claims.readRange(rowid, rowid);
        }
        yield found;
      }
      case AT_LEAST, AFTER -> begin(rowid, true, found);
      case AT_MOST, BEFORE -> begin(rowid, false, found);
    };
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    flush();
    boolean found = cursor.seek(key, seek);
    KeyMaker keys = maker();
    Object prefix = keys.prefix(key);
    return switch (seek) {
      case EQUAL -> {
        if (found) {
          begin(keys.below(prefix), true, true);
          covered = findsCovered;
          if (covered) {
            claims.readCovered(prefix);
          }
        } else if (missesCovered) {
          claims.readCovered(prefix);
        } else {
          claims.readRange(keys.below(prefix), keys.above(prefix));
        }
        yield found;
      }
      case AT_LEAST -> begin(keys.below(prefix), true, found);
      case AFTER -> begin(keys.above(prefix), true, found);
      case AT_MOST -> begin(keys.above(prefix), false, found);
      case BEFORE -> begin(keys.below(prefix), false, found);
    };
  }

  @Override
  public boolean onEntry() {
    return cursor.onEntry();
  }

  @Override
  public long rowid() {
    return cursor.rowid();
  }

  @Override
  public void insert(long rowid, byte[] record, int offset, int length) {
    cursor.insert(rowid, record, offset, length);
    stand(rowid);
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    cursor.insert(record, offset, length);
    if (!table) {
      stand(maker().key(record, offset, length));
    }
  }

  @Override
  public boolean insertLater(byte[] record, int offset, int length) {
    flush();
    return cursor.insertLater(record, offset, length);
  }

  @Override
  public void takeBack() {
    cursor.takeBack();
  }

  /** The cursor is on an entry that the transaction itself put in: moves begin there. */
  private void stand(Object key) {
    flush();
    from = key;
    reached = key;
    ascending = true;
  }

  @Override
  public void delete() {
    cursor.delete();
  }

  @Override
  public void deleteShown(RowBlock block, int[] places, int count) {
    cursor.deleteShown(block, places, count);
  }

  @Override
  public int payloadSize() {
    return cursor.payloadSize();
  }

  @Override
  public byte[] bytes() {
    return cursor.bytes();
  }

  @Override
  public int offset() {
    return cursor.offset();
  }

  @Override
  public int available() {
    return cursor.available();
  }

  @Override
  public void fetch(int size) {
    cursor.fetch(size);
  }

  @Override
  public void showPart(RecordReader reader, int start, int end) {
    cursor.showPart(reader, start, end);
  }

  @Override
  public RuntimeException malformed(String problem) {
    return cursor.malformed(problem);
  }

  @Override
  public CorruptException contradiction(ResultCode code, String expected, String found) {
    return cursor.contradiction(code, expected, found);
  }

  @Override
  public void close() {
    flush();
    claims.unfollow(this);
    cursor.close();
  }
}
