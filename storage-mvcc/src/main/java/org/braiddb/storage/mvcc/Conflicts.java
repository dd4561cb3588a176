package org.braiddb.storage.mvcc;

import java.util.Locale;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/** Puts conflicts into words. */
final class Conflicts {
  private static final int LONGEST_VALUE = 40;
  private static final int MOST_COLUMNS = 8;

  private final TextEncoding encoding;

  Conflicts(TextEncoding encoding) {
    this.encoding = encoding;
  }

  /** A conflict about one key. */
  ConflictException onKey(
      Tree tree,
      Object key,
      byte[] record,
      long winner,
      String reason,
      ConflictException.Kind kind) {
    return new ConflictException(kind, tree.name(), place(tree, key, record), winner, reason);
  }

  /** A conflict about a whole tree. */
  ConflictException onTree(Tree tree, Clash clash, String reason, ConflictException.Kind kind) {
    return new ConflictException(
        kind, tree.name(), "rows of " + tableOf(tree), clash.commit(), reason);
  }

  /** The table that a tree belongs to. */
  static String tableOf(Tree tree) {
    return switch (tree) {
      case Tree.Table table -> "table " + table.name();
      case Tree.Index index -> "table " + index.tableName();
      case Tree.Clustered clustered -> "table " + clustered.name();
    };
  }

  private String place(Tree tree, Object key, byte[] record) {
    return switch (tree) {
      case Tree.Table table -> "row " + key;
      case Tree.Index index -> "key " + values(record) + " of table " + index.tableName();
      case Tree.Clustered clustered -> "key " + values(record);
    };
  }

  private String values(byte[] record) {
    StringBuilder text = new StringBuilder("(");
    try {
      RecordReader reader = new RecordReader();
      reader.read(record, 0, record.length);
      int columns = reader.columnCount();
      for (int i = 0; i < Math.min(columns, MOST_COLUMNS); i++) {
        text.append(i == 0 ? "" : ", ").append(value(reader, i));
      }
      text.append(columns > MOST_COLUMNS ? ", ...)" : ")");
    } catch (MalformedRecordException e) {
      text.append("malformed)");
    }
    return text.toString();
  }

  private String value(RecordReader record, int column) {
    int type = record.type(column);
    if (record.isNull(column)) {
      return "NULL";
    }
    if (SerialType.isInteger(type)) {
      return Long.toString(record.integer(column));
    }
    if (SerialType.isText(type)) {
      return "'" + shortened(text(record, column)) + "'";
    }
    if (SerialType.isBlob(type)) {
      return String.format(Locale.ROOT, "a BLOB of %d bytes", record.length(column));
    }
    return Double.toString(record.real(column));
  }

  private String text(RecordReader record, int column) {
    int length = Math.min(record.length(column), 4 * LONGEST_VALUE);
    int offset = record.offset(column);
    return new String(record.bytes(), offset, length, encoding.charset());
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }
}
