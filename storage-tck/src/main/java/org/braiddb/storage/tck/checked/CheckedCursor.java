package org.braiddb.storage.tck.checked;

import java.util.Arrays;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/** A cursor that gives out copies of its bytes and spoils them when their life is over. */
final class CheckedCursor implements Cursor {
  private static final byte SPOILED = (byte) 0xdb;

  private final CheckedTransaction transaction;
  private final long treeId;
  private final Throwable opened = new Throwable("opened here, by " + Thread.currentThread());
  private final Cursor cursor;

  /** What {@link #bytes()} gave out for the present place. */
  private byte @Nullable [] given;

  CheckedCursor(CheckedTransaction transaction, long treeId, Cursor cursor) {
    this.transaction = transaction;
    this.treeId = treeId;
    this.cursor = cursor;
  }

  long treeId() {
    return treeId;
  }

  Throwable opened() {
    return opened;
  }

  void spoilBytes() {
    if (given != null) {
      Arrays.fill(given, SPOILED);
      given = null;
    }
  }

  private byte[] given() {
    if (given == null) {
      int from = cursor.offset();
      given = Arrays.copyOfRange(cursor.bytes(), from, from + cursor.available());
    }
    return given;
  }

  @Override
  public boolean first() {
    spoilBytes();
    return transaction.alone(() -> cursor.first());
  }

  @Override
  public boolean last() {
    spoilBytes();
    return transaction.alone(() -> cursor.last());
  }

  @Override
  public boolean next() {
    spoilBytes();
    return transaction.alone(() -> cursor.next());
  }

  @Override
  public boolean previous() {
    spoilBytes();
    return transaction.alone(() -> cursor.previous());
  }

  @Override
  public boolean seek(long rowid, Seek seek) {
    spoilBytes();
    return transaction.alone(() -> cursor.seek(rowid, seek));
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    spoilBytes();
    return transaction.alone(() -> cursor.seek(key, seek));
  }

  @Override
  public boolean onEntry() {
    return transaction.alone(() -> cursor.onEntry());
  }

  @Override
  public long rowid() {
    return transaction.alone(() -> cursor.rowid());
  }

  @Override
  public int payloadSize() {
    return transaction.alone(() -> cursor.payloadSize());
  }

  @Override
  public byte[] bytes() {
    return transaction.alone(this::given);
  }

  @Override
  public int offset() {
    transaction.alone(() -> cursor.offset());
    return 0;
  }

  @Override
  public int available() {
    return transaction.alone(() -> cursor.available());
  }

  @Override
  public void fetch(int size) {
    transaction.alone(() -> {
      int before = cursor.available();
      cursor.fetch(size);
      if (cursor.available() > before) {
        spoilBytes(); // who fetches asks for the bytes again
      }
    });
  }

  @Override
  public void advise(ScanAdvice advice) {
    transaction.alone(() -> cursor.advise(advice));
  }

  @Override
  public void insert(long rowid, byte[] record, int offset, int length) {
    transaction.alone(() -> {
      byte[] own = Arrays.copyOfRange(record, offset, offset + length);
      transaction.changing(treeId);
      cursor.insert(rowid, own, 0, length);
      Arrays.fill(own, SPOILED); // the array is not kept
    });
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    transaction.alone(() -> {
      byte[] own = Arrays.copyOfRange(record, offset, offset + length);
      transaction.changing(treeId);
      cursor.insert(own, 0, length);
      Arrays.fill(own, SPOILED); // the array is not kept
    });
  }

  @Override
  public void delete() {
    transaction.alone(() -> {
      transaction.changing(treeId);
      cursor.delete();
    });
  }

  @Override
  public void close() {
    transaction.alone(() -> {
      spoilBytes();
      cursor.close();
      transaction.closed(this);
    });
  }
}
