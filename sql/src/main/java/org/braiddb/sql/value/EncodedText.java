package org.braiddb.sql.value;

import java.nio.charset.StandardCharsets;
import org.braiddb.storage.record.TextEncoding;

/**
 * Bytes of texts as they lie in a database whose encoding is UTF-16. Values are UTF-8 everywhere
 * else, so that the two differ only where a BLOB is taken for a text or a text for bytes.
 */
public final class EncodedText {
  private EncodedText() {}

  /** Makes the bytes of a BLOB, text in UTF-16, UTF-8; it stays a BLOB. Other values stay. */
  public static void translate(Cell value, TextEncoding encoding) {
    if (value.type == Cell.BLOB) {
      value.setBlob(decode(value.bytes, value.offset, value.length, encoding));
    }
  }

  /** The UTF-8 bytes of a text in UTF-16; an odd last byte is no character. */
  public static byte[] decode(byte[] bytes, int offset, int length, TextEncoding encoding) {
    return new String(bytes, offset, length & ~1, encoding.charset())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of a TEXT in the encoding; those of a BLOB as they are. */
  public static byte[] bytes(Cell value, TextEncoding encoding) {
    return value.type == Cell.BLOB
        ? value.copyOfBytes()
        : value.decodeText().getBytes(encoding.charset());
  }
}
