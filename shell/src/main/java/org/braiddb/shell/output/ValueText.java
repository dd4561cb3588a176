package org.braiddb.shell.output;

import java.nio.charset.StandardCharsets;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Values as people read them: numbers and text as they are, bytes that are no text in hex. */
final class ValueText {
  private final String nullValue;

  ValueText(String nullValue) {
    this.nullValue = nullValue;
  }

  String of(Statement row, int column) {
    return switch (row.columnType(column)) {
      case NULL -> nullValue;
      case INTEGER, REAL, TEXT -> text(row.columnText(column));
      case BLOB -> blob(row.columnBlob(column));
    };
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String blob(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "";
    }
    return SqlText.isPrintable(bytes)
        ? new String(bytes, StandardCharsets.UTF_8)
        : SqlText.blob(bytes);
  }
}
