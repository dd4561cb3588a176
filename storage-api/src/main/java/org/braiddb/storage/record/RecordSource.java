package org.braiddb.storage.record;

/**
 * A record that may be in memory only in part: what {@link RecordReader} reads from.
 *
 * <p>{@code org.braiddb.storage.Cursor} is one, and says how long the bytes stay valid.
 */
public interface RecordSource {
  /** The length in bytes of the record. */
  int payloadSize();

  /**
   * The array that holds the first {@link #available()} bytes of the record; never to be written.
   */
  byte[] bytes();

  /** Where the record begins in {@link #bytes()}. */
  int offset();

  /** How many bytes of the record are in {@link #bytes()} now; the rest needs {@link #fetch}. */
  int available();

  /**
   * Makes at least the first {@code size} bytes of the record available in one piece, which may
   * change what {@link #bytes()} and {@link #offset()} answer; the array that they gave before
   * stays valid and unchanged for as long as it would have.
   *
   * @param size at most {@link #payloadSize()}
   */
  void fetch(int size);

  /**
   * Shows a reader a part of the record, by {@link RecordReader#show}: a column behind long ones,
   * whose bytes an implementation need not fetch. What is shown stays valid and unchanged for as
   * long as what {@link #bytes()} gives.
   *
   * @param from where the part begins, counted from the record's first byte
   * @param to where it ends, at most {@link #payloadSize()}
   */
  default void showPart(RecordReader reader, int from, int to) {
    fetch(to);
    reader.show(bytes(), offset(), available());
  }

  /**
   * Points a reader at the record: the other methods in one call, which an implementation that is
   * read row by row answers itself.
   */
  default void showTo(RecordReader reader) {
    reader.read(this, bytes(), offset(), available(), payloadSize());
  }

  /**
   * The error for bytes that are no record. A source that knows where they are says so in an error
   * of its own.
   *
   * @param problem what is wrong with them
   */
  default RuntimeException malformed(String problem) {
    return new MalformedRecordException(problem);
  }
}
