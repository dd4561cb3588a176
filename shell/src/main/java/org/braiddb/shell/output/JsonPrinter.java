package org.braiddb.shell.output;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.Statement;

/**
 * Shows a result as an array of objects. Bytes that are UTF-8 appear as text, others in
 * hexadecimal, since JSON has no bytes.
 */
final class JsonPrinter implements RowPrinter {
  private final Output out;
  private boolean begun;

  JsonPrinter(Output out) {
    this.out = out;
  }

  @Override
  public void row(List<String> names, Statement row) {
    StringBuilder text = new StringBuilder(begun ? ",\n{" : "[{");
    begun = true;
    for (int i = 0; i < names.size(); i++) {
      text.append(i > 0 ? "," : "");
      string(text, names.get(i));
      text.append(':');
      value(text, row, i);
    }
    out.print(text.append('}').toString());
  }

  @Override
  public void end() {
    if (begun) {
      out.print("]\n");
    }
  }

  private static void value(StringBuilder text, Statement row, int column) {
    switch (row.columnType(column)) {
      case NULL -> text.append("null");
      case INTEGER -> text.append(row.columnLong(column));
      case REAL -> text.append(SqlText.real(row.columnDouble(column)));
      case TEXT -> {
        String value = row.columnText(column);
        string(text, value == null ? "" : value);
      }
      case BLOB -> {
        byte[] bytes = row.columnBlob(column);
        byte[] value = bytes == null ? new byte[0] : bytes;
        string(
            text,
            SqlText.isPrintable(value)
                ? new String(value, StandardCharsets.UTF_8)
                : SqlText.blob(value));
      }
    }
  }

  private static void string(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (c < 0x20 || c == 0x7f || Character.isSurrogate(c) && isAlone(value, i)) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /** Whether a surrogate has no partner, so that UTF-8 cannot write it. */
  private static boolean isAlone(String value, int at) {
    char c = value.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(value.charAt(at - 1));
  }
}
