package org.braiddb.sql.function;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.TextBuilder;
import org.braiddb.sql.value.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * {@code format} and {@code printf}. An unknown conversion ends the output where it stands. Source:
 * SQLite, "SQLite's Built-in printf()".
 */
final class FormatFunction {
  private static final byte[] NO_TEXT = {};
  private static final byte[] NULL = "NULL".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL_IN_PARENTHESES = "(NULL)".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] JSON_NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final FormatArguments arguments;
  private final TextBuilder output;
  private final int limitBytes;

  private FormatFunction(FormatArguments arguments, int limitBytes) {
    this.arguments = arguments;
    this.limitBytes = limitBytes;
    this.output = new TextBuilder(64, limitBytes);
  }

  static List<FunctionDefinition> definitions() {
    return new Definitions()
        .pure("format", Arity.any(), FormatFunction::call)
        .pure("printf", Arity.any(), FormatFunction::call)
        .list();
  }

  private static void call(FunctionContext context, Cell[] arguments, int count, Cell result) {
    if (count == 0 || arguments[0].type == Cell.NULL) {
      result.setNull();
      return;
    }
    Cell format = arguments[0];
    format.convertToText();
    FormatFunction function =
        new FormatFunction(new FormatArguments(arguments, 1, count), context.maximumLength());
    int end = Utf8.terminatedEnd(format.bytes, format.offset, format.length);
    function.run(format.bytes, format.offset, end);
    function.output.finishText(result);
  }

  private void run(byte[] format, int from, int end) {
    int at = from;
    while (at < end) {
      int start = at;
      while (at < end && format[at] != '%') {
        at++;
      }
      output.append(format, start, at - start);
      if (at == end) {
        return;
      }
      at++;
      if (at == end) {
        output.append('%');
        return;
      }
      FormatSpec spec = FormatSpec.read(format, at, end, arguments);
      if (!convert(spec)) {
        return;
      }
      at = spec.next();
    }
  }

  /** Writes one conversion; false where it is unknown. */
  private boolean convert(FormatSpec spec) {
    switch (spec.conversion) {
      case 'd', 'i', 'u', 'x', 'X', 'o', 'p', 'r' ->
          FormatNumber.integer(spec, arguments.nextInteger(), output, limitBytes);
      case 'f', 'e', 'E', 'g', 'G' ->
          FormatNumber.real(spec, arguments.nextReal(), output, limitBytes);
      case 's', 'z' -> text(spec, arguments.nextText());
      case 'c' -> character(spec, arguments.nextText());
      case 'q', 'Q', 'w', 'j', 'J' -> escaped(spec, arguments.nextText());
      case '%' -> pad(spec, new byte[] {'%'}, 0, 1, spec.width);
      case 'n' -> {
        // Nothing to report to.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void pad(FormatSpec spec, byte[] text, int from, int length, int width) {
    int padding = width - length;
    if (!spec.leftJustify) {
      output.repeat(' ', padding);
    }
    output.append(text, from, length);
    if (spec.leftJustify) {
      output.repeat(' ', padding);
    }
  }

  /** Pads to a width in bytes, or in characters where {@code !} is given. */
  private void padText(
      FormatSpec spec, byte[] text, int from, int length, int width, boolean characters) {
    int extra = 0;
    if (characters && width > 0) {
      for (int i = from; i < from + length; i++) {
        extra += Utf8.isContinuation(text[i]) ? 1 : 0;
      }
    }
    pad(spec, text, from, length, width + extra);
  }

  private void text(FormatSpec spec, @Nullable Cell value) {
    byte[] text = value == null ? NO_TEXT : value.bytes;
    int from = value == null ? 0 : value.offset;
    int end = value == null ? 0 : Utf8.terminatedEnd(text, from, value.length);
    padText(spec, text, from, prefix(spec, text, from, end) - from, spec.width, spec.alternateTwo);
  }

  /** Where the part ends that the precision allows. */
  private static int prefix(FormatSpec spec, byte[] text, int from, int end) {
    if (spec.precision < 0) {
      return end;
    }
    if (!spec.alternateTwo) {
      return (int) Math.min(end, (long) from + spec.precision);
    }
    int at = from;
    long left = spec.precision;
    if ((spec.conversion | 0x20) == 'j') {
      // Here whatever is no continuation byte counts, and those that lead nothing are free.
      for (; at < end; at++) {
        if (!Utf8.isContinuation(text[at]) && --left < 0) {
          break;
        }
      }
      return at;
    }
    for (; left > 0 && at < end; left--) {
      at = Utf8.next(text, at, end);
    }
    return at;
  }

  private void character(FormatSpec spec, @Nullable Cell value) {
    byte[] character = {0, 0, 0, 0};
    int length = 1;
    if (value != null && value.length > 0) {
      int end = value.offset + value.length;
      int next = Math.min(Utf8.next(value.bytes, value.offset, end), value.offset + 4);
      length = next - value.offset;
      System.arraycopy(value.bytes, value.offset, character, 0, length);
    }
    int width = spec.width;
    if (spec.precision > 1) {
      width -= spec.precision - 1;
      if (width > 1 && !spec.leftJustify) {
        output.repeat(' ', width - 1);
        width = 0;
      }
      for (int i = 1; i < spec.precision; i++) {
        output.append(character, 0, length);
      }
    }
    padText(spec, character, 0, length, width, true);
  }

  private void escaped(FormatSpec spec, @Nullable Cell value) {
    int conversion = spec.conversion;
    if (value == null) {
      byte[] text =
          switch (conversion) {
            case 'Q' -> NULL;
            case 'J' -> JSON_NULL;
            case 'j' -> NO_TEXT;
            default -> NULL_IN_PARENTHESES;
          };
      int end = conversion == 'J' ? text.length : prefix(spec, text, 0, text.length);
      padText(spec, text, 0, end, spec.width, spec.alternateTwo);
      return;
    }
    byte[] text = value.bytes;
    int from = value.offset;
    int end = prefix(spec, text, from, Utf8.terminatedEnd(text, from, value.length));
    TextBuilder escaped = new TextBuilder(end - from + 8, limitBytes);
    switch (conversion) {
      case 'Q' -> {
        if (spec.alternate && QuoteFunctions.hasControl(text, from, end)) {
          escaped.append("unistr(");
          QuoteFunctions.escaped(text, from, end, true, escaped);
          escaped.append(')');
        } else {
          QuoteFunctions.literal(text, from, end, '\'', escaped);
        }
      }
      case 'q' -> {
        if (spec.alternate) {
          QuoteFunctions.escaped(text, from, end, false, escaped);
        } else {
          QuoteFunctions.doubled(text, from, end, '\'', escaped);
        }
      }
      case 'w' -> QuoteFunctions.doubled(text, from, end, '"', escaped);
      default -> json(text, from, end, conversion == 'J', escaped);
    }
    Cell whole = new Cell();
    escaped.finishText(whole);
    padText(spec, whole.bytes, 0, whole.length, spec.width, spec.alternateTwo);
  }

  private static void json(byte[] text, int from, int end, boolean quoted, TextBuilder output) {
    if (quoted) {
      output.append('"');
    }
    for (int i = from; i < end; i++) {
      jsonCharacter(text[i], output);
    }
    if (quoted) {
      output.append('"');
    }
  }

  private static void jsonCharacter(byte one, TextBuilder output) {
    switch (one) {
      case '"', '\\' -> output.append('\\').append(one);
      case '\b' -> output.append("\\b");
      case '\f' -> output.append("\\f");
      case '\n' -> output.append("\\n");
      case '\r' -> output.append("\\r");
      case '\t' -> output.append("\\t");
      default -> {
        if (one > 0 && one < ' ') {
          output.append("\\u00").append((char) ('0' + (one >> 4)));
          output.append("0123456789abcdef".charAt(one & 15));
        } else {
          output.append(one);
        }
      }
    }
  }
}
