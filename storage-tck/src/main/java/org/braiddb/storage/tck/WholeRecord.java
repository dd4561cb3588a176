package org.braiddb.storage.tck;

import org.braiddb.storage.record.RecordSource;

/** A record in an array of its own. */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
record WholeRecord(byte[] bytes) implements RecordSource {
  @Override
  public int payloadSize() {
    return bytes.length;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int available() {
    return bytes.length;
  }

  @Override
  public void fetch(int size) {}
}
