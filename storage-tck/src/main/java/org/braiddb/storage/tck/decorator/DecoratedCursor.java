package org.braiddb.storage.tck.decorator;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.record.SearchKey;

/** A cursor that asks another; every call goes through one of {@link Calls}' two doors. */
public abstract class DecoratedCursor implements Cursor {
  private final Cursor cursor;
  private final Calls calls;

  /** Decorates a cursor. */
  protected DecoratedCursor(Cursor cursor, Calls calls) {
    this.cursor = cursor;
    this.calls = calls;
  }

  /** The cursor that is asked. */
  protected final Cursor cursor() {
    return cursor;
  }

  @Override
  public boolean first() {
    return calls.make("first", () -> cursor.first());
  }

  @Override
  public boolean last() {
    return calls.make("last", () -> cursor.last());
  }

  @Override
  public boolean next() {
    return calls.make("next", () -> cursor.next());
  }

  @Override
  public boolean previous() {
    return calls.make("previous", () -> cursor.previous());
  }

  @Override
  public boolean seek(long rowid, Seek seek) {
    return calls.make("seek", () -> cursor.seek(rowid, seek));
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    return calls.make("seek", () -> cursor.seek(key, seek));
  }

  @Override
  public boolean expect(long[] rowids, int count) {
    return calls.make("expect", () -> cursor.expect(rowids, count));
  }

  @Override
  public int show(RowBlock block, long last) {
    return calls.make("show", () -> cursor.show(block, last));
  }

  @Override
  public int show(RowBlock block, SearchKey end, boolean inclusive, int most) {
    return calls.make("show", () -> cursor.show(block, end, inclusive, most));
  }

  @Override
  public boolean onEntry() {
    return calls.ask(() -> cursor.onEntry());
  }

  @Override
  public long rowid() {
    return calls.ask(() -> cursor.rowid());
  }

  @Override
  public int payloadSize() {
    return calls.ask(() -> cursor.payloadSize());
  }

  @Override
  public byte[] bytes() {
    return calls.ask(() -> cursor.bytes());
  }

  @Override
  public int offset() {
    return calls.ask(() -> cursor.offset());
  }

  @Override
  public int available() {
    return calls.ask(() -> cursor.available());
  }

  @Override
  public void fetch(int size) {
    calls.make("fetch", () -> cursor.fetch(size));
  }

  @Override
  public void advise(ScanAdvice advice) {
    calls.tell(() -> cursor.advise(advice));
  }

  @Override
  public void insert(long rowid, byte[] record, int offset, int length) {
    calls.make("insert", () -> cursor.insert(rowid, record, offset, length));
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    calls.make("insert", () -> cursor.insert(record, offset, length));
  }

  @Override
  public void replace(byte[] record, int offset, int length) {
    calls.make("replace", () -> cursor.replace(record, offset, length));
  }

  @Override
  public boolean overwrite(int at, byte[] bytes, int offset, int length) {
    return calls.make("overwrite", () -> cursor.overwrite(at, bytes, offset, length));
  }

  @Override
  public int deleteEach(long[] rowids, int from, int to) {
    return calls.make("deleteEach", () -> cursor.deleteEach(rowids, from, to));
  }

  @Override
  public int deleteEach(Keys keys) {
    return calls.make("deleteEach", () -> cursor.deleteEach(keys));
  }

  @Override
  public void deleteShown(RowBlock block, int[] places, int count) {
    calls.make("deleteShown", () -> cursor.deleteShown(block, places, count));
  }

  @Override
  public boolean deleteLater(byte[] record, int offset, int length) {
    return calls.make("deleteLater", () -> cursor.deleteLater(record, offset, length));
  }

  @Override
  public void settle() {
    calls.make("settle", () -> cursor.settle());
  }

  @Override
  public void insertRows(RowBlock block) {
    calls.make("insertRows", () -> cursor.insertRows(block));
  }

  @Override
  public void insertEntries(RowBlock block) {
    calls.make("insertEntries", () -> cursor.insertEntries(block));
  }

  @Override
  public boolean insertLater(byte[] record, int offset, int length) {
    return calls.make("insertLater", () -> cursor.insertLater(record, offset, length));
  }

  @Override
  public void takeBack() {
    calls.tell(() -> cursor.takeBack());
  }

  @Override
  public void delete() {
    calls.make("delete", () -> cursor.delete());
  }

  @Override
  public void close() {
    calls.tell(() -> cursor.close());
  }
}
