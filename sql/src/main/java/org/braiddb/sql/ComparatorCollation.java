package org.braiddb.sql;

import java.util.Comparator;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.TextEncoding;

/** A collation written in Java over decoded text. */
record ComparatorCollation(String name, Comparator<String> order) implements Collation {
  @Override
  public int compare(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      TextEncoding encoding) {
    return order.compare(
        new String(left, leftOffset, leftLength, encoding.charset()),
        new String(right, rightOffset, rightLength, encoding.charset()));
  }
}
