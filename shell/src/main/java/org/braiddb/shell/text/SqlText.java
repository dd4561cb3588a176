package org.braiddb.shell.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.braiddb.sql.Statement;

/** Names and values as SQL writes them, so that SQLite and Braid read the same back. */
public final class SqlText {
  private static final HexFormat HEX = HexFormat.of();

  private SqlText() {}

  /** A name, in double quotes where it needs them. */
  public static String name(String name) {
    return isPlainName(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isPlainName(String name) {
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isDigit(c) && c != '_' && (c | 0x20) != Math.clamp(c | 0x20, 'a', 'z')) {
        return false;
      }
    }
    return !SqlKeywords.isKeyword(name);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A text as a literal between single quotes. It must not hold the character NUL. */
  public static String quoted(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /**
   * A text as an expression on one line that gives exactly it, whatever is in it. Control
   * characters come from {@code char()}, since a literal cannot hold NUL and scripts lose carriage
   * returns.
   */
  public static String text(String text) {
    StringBuilder result = new StringBuilder(text.length() + 2);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c == '\n' || c == '\r') {
        appendPart(result, text.substring(start, i));
        appendTerm(result, "char(" + (int) c + ")");
        start = i + 1;
      }
    }
    if (start == 0) {
      return quoted(text);
    }
    appendPart(result, text.substring(start));
    return result.toString();
  }

  private static void appendPart(StringBuilder result, String part) {
    if (!part.isEmpty()) {
      appendTerm(result, quoted(part));
    }
  }

  private static void appendTerm(StringBuilder result, String term) {
    if (!result.isEmpty()) {
      result.append("||");
    }
    result.append(term);
  }

  /** Bytes as a literal. */
  public static String blob(byte[] bytes) {
    return "X'" + HEX.formatHex(bytes) + '\'';
  }

  /** A real as a literal that gives exactly it back and is read as a real. */
  public static String real(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "9.0e+999" : "-9.0e+999";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return Double.toString(value).replaceFirst("E(?=\\d)", "e+").replace("E-", "e-");
  }

  /** A value of the present row as a literal, a text with line feeds inside its quotes. */
  public static String literal(Statement row, int column) {
    return switch (row.columnType(column)) {
      case TEXT -> {
        String text = textOf(row, column);
        yield text.indexOf(0) < 0 ? quoted(text) : text(text);
      }
      default -> lineLiteral(row, column);
    };
  }

  /** A value of the present row as an expression on one line. */
  public static String lineLiteral(Statement row, int column) {
    return switch (row.columnType(column)) {
      case NULL -> "NULL";
      case INTEGER -> Long.toString(row.columnLong(column));
      case REAL -> real(row.columnDouble(column));
      case TEXT -> text(textOf(row, column));
      case BLOB -> blob(bytesOf(row, column));
    };
  }

  private static String textOf(Statement row, int column) {
    String text = row.columnText(column);
    return text == null ? "" : text;
  }

  private static byte[] bytesOf(Statement row, int column) {
    byte[] bytes = row.columnBlob(column);
    return bytes == null ? new byte[0] : bytes;
  }

  /** Whether bytes are UTF-8 text without control characters that would disturb a terminal. */
  public static boolean isPrintable(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.chars().noneMatch(c -> c == '\uFFFD' || c == 0x7f || isControl(c));
  }

  private static boolean isControl(int c) {
    return c < 0x20 && !PRINTED_CONTROLS.contains((char) c);
  }

  private static final Set<Character> PRINTED_CONTROLS = Set.of('\t', '\n', '\r');
}
