package org.braiddb.sql.change;

import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;

/**
 * What the records of a table are read and written with. A statement that changes the table has one
 * for all its runs; it is in one run at a time.
 */
final class RowBuffers {
  private final RecordReader reader = new RecordReader();
  private final RecordWriter writer = new RecordWriter();

  RecordReader reader() {
    return reader;
  }

  RecordWriter writer() {
    return writer;
  }

  /** The run is over: nothing that it has read is kept, nor room for a large record. */
  void rest() {
    reader.leave();
    writer.shrink();
  }
}
