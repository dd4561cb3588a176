package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;

/** Cells as columns of a key to look for. */
final class SearchKeys {
  private SearchKeys() {}

  static void add(SearchKey key, Cell value, TextEncoding encoding) {
    switch (value.type) {
      case Cell.NULL -> key.addNull();
      case Cell.INTEGER -> key.addInteger(value.integer);
      case Cell.REAL -> key.addReal(value.real);
      case Cell.TEXT -> addText(key, value, encoding);
      default -> key.addBlob(value.bytes, value.offset, value.length);
    }
  }

  private static void addText(SearchKey key, Cell value, TextEncoding encoding) {
    if (encoding == TextEncoding.UTF_8) {
      key.addText(value.bytes, value.offset, value.length);
    } else {
      byte[] text = value.decodeText().getBytes(encoding.charset());
      key.addText(text, 0, text.length);
    }
  }
}
