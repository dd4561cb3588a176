package org.braiddb.sql.function;

import java.util.List;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumberText;
import org.braiddb.sql.value.TextBuilder;
import org.braiddb.sql.value.Utf8;

/** Values as SQL literals, and text with escapes: quote, unistr_quote, unistr. */
final class QuoteFunctions {
  /** How infinity is written so that it reads back as infinity. */
  private static final String INFINITY = "9.0e+999";

  private QuoteFunctions() {}

  static List<FunctionDefinition> definitions() {
    return new Definitions()
        .bytes("quote", 1, (context, cells, n, result) -> quote(context, cells[0], false, result))
        .bytes(
            "unistr_quote",
            1,
            (context, cells, n, result) -> quote(context, cells[0], true, result))
        .pure("unistr", 1, QuoteFunctions::unistr)
        .list();
  }

  private static void quote(FunctionContext context, Cell value, boolean escape, Cell result) {
    int size = value.type >= Cell.TEXT ? value.length * 2 + 3 : 26;
    TextBuilder builder = new TextBuilder(Math.max(size, 26), context.maximumLength());
    switch (value.type) {
      case Cell.NULL -> builder.append("NULL");
      case Cell.INTEGER -> builder.append(Long.toString(value.integer));
      case Cell.REAL -> real(value.real, builder);
      case Cell.TEXT -> {
        int end = Utf8.terminatedEnd(value.bytes, value.offset, value.length);
        if (escape && hasControl(value.bytes, value.offset, end)) {
          builder.append("unistr(");
          escaped(value.bytes, value.offset, end, true, builder);
          builder.append(')');
        } else {
          literal(value.bytes, value.offset, end, '\'', builder);
        }
      }
      default -> blob(value, builder);
    }
    builder.finishText(result);
  }

  private static void real(double value, TextBuilder builder) {
    if (Double.isInfinite(value)) {
      builder.append(value < 0 ? "-" : "").append(INFINITY);
    } else {
      byte[] text = NumberText.ofReal(value);
      builder.append(text, 0, text.length);
    }
  }

  private static void blob(Cell value, TextBuilder builder) {
    builder.append("X'");
    for (int i = 0; i < value.length; i++) {
      int one = value.bytes[value.offset + i] & 0xff;
      builder
          .append("0123456789ABCDEF".charAt(one >> 4))
          .append("0123456789ABCDEF".charAt(one & 15));
    }
    builder.append('\'');
  }

  /** Text between quotes, quotes inside doubled. */
  static void literal(byte[] text, int from, int end, char quote, TextBuilder builder) {
    builder.append(quote);
    doubled(text, from, end, quote, builder);
    builder.append(quote);
  }

  /** Text with each quote doubled. */
  static void doubled(byte[] text, int from, int end, char quote, TextBuilder builder) {
    int start = from;
    for (int i = from; i < end; i++) {
      if (text[i] == quote) {
        builder.append(text, start, i + 1 - start);
        start = i;
      }
    }
    builder.append(text, start, end - start);
  }

  /** Whether a character below U+0020 is in the text. */
  static boolean hasControl(byte[] text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text[i] > 0 && text[i] < ' ') {
        return true;
      }
    }
    return false;
  }

  /** Text for unistr: control characters and backslashes escaped, quotes doubled. */
  static void escaped(byte[] text, int from, int end, boolean quoted, TextBuilder builder) {
    builder.append(quoted ? "'" : "");
    for (int i = from; i < end; i++) {
      byte one = text[i];
      if (one > 0 && one < ' ') {
        builder.append("\\u00").append((char) ('0' + (one >> 4)));
        builder.append("0123456789abcdef".charAt(one & 15));
      } else {
        if (one == '\'' || one == '\\') {
          builder.append(one);
        }
        builder.append(one);
      }
    }
    builder.append(quoted ? "'" : "");
  }

  private static void unistr(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      result.setNull();
      return;
    }
    value.convertToText();
    byte[] text = value.bytes;
    int end = value.offset + value.length;
    TextBuilder builder = new TextBuilder(value.length, context.maximumLength());
    int at = value.offset;
    while (at < end) {
      if (text[at] == 0) {
        // No escape is looked for behind a NUL.
        builder.append(text, at, end - at);
        at = end;
      } else if (text[at] != '\\') {
        builder.append(text[at++]);
      } else if (at + 1 < end && text[at + 1] == '\\') {
        builder.append('\\');
        at += 2;
      } else {
        at = escape(text, at + 1, end, builder);
      }
    }
    builder.finishText(result);
  }

  /** Decodes the escape after a backslash; gives the place after it. */
  private static int escape(byte[] text, int at, int end, TextBuilder builder) {
    int first = at < end ? text[at] : 0;
    int from = first == '+' || first == 'u' || first == 'U' ? at + 1 : at;
    int digits = first == '+' ? 6 : first == 'U' ? 8 : 4;
    if (end - from < digits) {
      throw invalidEscape();
    }
    int codePoint = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = HexFunctions.digit(text[i]);
      if (digit < 0) {
        throw invalidEscape();
      }
      codePoint = codePoint << 4 | digit;
    }
    builder.appendCodePoint(codePoint);
    return from + digits;
  }

  private static StatementException invalidEscape() {
    return new StatementException("invalid Unicode escape");
  }
}
