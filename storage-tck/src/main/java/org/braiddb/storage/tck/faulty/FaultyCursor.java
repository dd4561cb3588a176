package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.record.SearchKey;

/** A cursor whose moves, seeks, fetches and changes may fail. */
final class FaultyCursor implements Cursor {
  private final Cursor cursor;
  private final Faults faults;

  FaultyCursor(Cursor cursor, Faults faults) {
    this.cursor = cursor;
    this.faults = faults;
  }

  @Override
  public boolean first() {
    faults.mayFail("first");
    return cursor.first();
  }

  @Override
  public boolean last() {
    faults.mayFail("last");
    return cursor.last();
  }

  @Override
  public boolean next() {
    faults.mayFail("next");
    return cursor.next();
  }

  @Override
  public boolean previous() {
    faults.mayFail("previous");
    return cursor.previous();
  }

  @Override
  public boolean seek(long rowid, Seek seek) {
    faults.mayFail("seek");
    return cursor.seek(rowid, seek);
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    faults.mayFail("seek");
    return cursor.seek(key, seek);
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
    faults.mayFail("fetch");
    cursor.fetch(size);
  }

  @Override
  public void advise(ScanAdvice advice) {
    cursor.advise(advice);
  }

  @Override
  public void insert(long rowid, byte[] record, int offset, int length) {
    faults.mayFail("insert");
    cursor.insert(rowid, record, offset, length);
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    faults.mayFail("insert");
    cursor.insert(record, offset, length);
  }

  @Override
  public void delete() {
    faults.mayFail("delete");
    cursor.delete();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
