package org.braiddb.sql.value;

import java.util.Arrays;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;

/**
 * BINARY as a UTF-16 database sorts by it: SQLite compares the bytes of texts as they are stored,
 * and so do the indexes of the file. Values are UTF-8 here, so that their characters are compared
 * by the bytes that they have there.
 */
public enum Utf16Binary implements Collation {
  /** Of a database whose encoding is UTF-16le: the low byte of a unit comes first. */
  LITTLE_ENDIAN(TextEncoding.UTF_16LE),

  /** Of a database whose encoding is UTF-16be. */
  BIG_ENDIAN(TextEncoding.UTF_16BE);

  private final TextEncoding stored;

  Utf16Binary(TextEncoding stored) {
    this.stored = stored;
  }

  /** The text in the encoding of the database. */
  public byte[] encode(byte[] text, int offset, int length) {
    return new String(text, offset, length, TextEncoding.UTF_8.charset())
        .getBytes(stored.charset());
  }

  @Override
  public int compare(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      TextEncoding encoding) {
    if (encoding != TextEncoding.UTF_8) {
      return Collations.BINARY.compare(
          left, leftOffset, leftLength, right, rightOffset, rightLength, encoding);
    }
    int same =
        Arrays.mismatch(
            left,
            leftOffset,
            leftOffset + leftLength,
            right,
            rightOffset,
            rightOffset + rightLength);
    if (same < 0) {
      return 0;
    }
    while (same > 0 && isContinued(left, leftOffset + same, leftOffset + leftLength)) {
      same--; // to the first byte of the character that differs
    }
    return Arrays.compareUnsigned(
        encode(left, leftOffset + same, leftLength - same),
        encode(right, rightOffset + same, rightLength - same));
  }

  private static boolean isContinued(byte[] text, int at, int end) {
    return at < end && Utf8.isContinuation(text[at]);
  }
}
