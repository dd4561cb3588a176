package org.braiddb.sql.function;

import java.util.List;
import org.braiddb.sql.value.AsciiCase;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.EncodedText;
import org.braiddb.sql.value.LengthLimit;
import org.braiddb.sql.value.TextBuilder;
import org.braiddb.sql.value.Utf8;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** Functions of text, on UTF-8 bytes. */
final class TextFunctions {
  private static final int MAXIMUM_CODE_POINT = 0x10ffff;

  private TextFunctions() {}

  static List<FunctionDefinition> definitions() {
    return new Definitions()
        .totalOfBytes("length", 1, TextFunctions::length, FunctionTrait.BLOBS_BY_LENGTH)
        .totalOfBytes(
            "octet_length",
            1,
            TextFunctions::octetLength,
            FunctionTrait.BLOBS_BY_LENGTH,
            FunctionTrait.TEXTS_BY_LENGTH)
        .totalOfBytes("substr", 2, Substring::call)
        .totalOfBytes("substr", 3, Substring::call)
        .totalOfBytes("substring", 2, Substring::call)
        .totalOfBytes("substring", 3, Substring::call)
        .total("upper", 1, TextFunctions::upper)
        .total("lower", 1, TextFunctions::lower)
        .totalOfBytes("instr", 2, TextFunctions::instr)
        .pure("replace", 3, TextFunctions::replace)
        .pure("char", Arity.any(), TextFunctions::character)
        .total("unicode", 1, TextFunctions::unicode)
        .pure("concat", Arity.atLeast(1), TextFunctions::concat)
        .pure("concat_ws", Arity.atLeast(2), TextFunctions::concatWithSeparator)
        .list();
  }

  private static void length(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    switch (value.type) {
      case Cell.NULL -> result.setNull();
      case Cell.TEXT -> result.setInteger(Utf8.count(value.bytes, value.offset, value.length));
      default -> {
        value.convertToText();
        result.setInteger(value.length);
      }
    }
  }

  private static void octetLength(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      result.setNull();
      return;
    }
    if (value.type != Cell.BLOB && context.encoding() != TextEncoding.UTF_8) {
      value.convertToText();
      result.setInteger(value.decodeText().length() * 2L); // in UTF-16, as it would be stored
      return;
    }
    value.convertToText();
    result.setInteger(value.length);
  }

  private static void upper(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      result.setNull();
      return;
    }
    value.convertToText();
    byte[] folded = new byte[value.length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = AsciiCase.upper(value.bytes[value.offset + i]);
    }
    result.setText(folded);
  }

  private static void lower(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      result.setNull();
      return;
    }
    value.convertToText();
    byte[] folded = new byte[value.length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = AsciiCase.lower(value.bytes[value.offset + i]);
    }
    result.setText(folded);
  }

  private static void instr(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell text = arguments[0];
    Cell part = arguments[1];
    if (text.type == Cell.NULL || part.type == Cell.NULL) {
      result.setNull();
      return;
    }
    boolean characters = text.type != Cell.BLOB || part.type != Cell.BLOB;
    if (characters && context.encoding() != TextEncoding.UTF_8) {
      EncodedText.translate(text, context.encoding());
      EncodedText.translate(part, context.encoding());
    }
    text.convertToText();
    part.convertToText();
    if (part.length == 0) {
      result.setInteger(1);
      return;
    }
    int found = ByteSearch.indexOf(text.bytes, text.offset, text.offset + text.length, part);
    boolean insideCharacter =
        found > text.offset && characters && Utf8.isContinuation(text.bytes[found]);
    if (found < 0 || insideCharacter) {
      result.setInteger(0);
    } else if (characters) {
      long place = 1;
      for (int at = text.offset + 1; at <= found; at++) {
        place += Utf8.isContinuation(text.bytes[at]) ? 0 : 1;
      }
      result.setInteger(place);
    } else {
      result.setInteger(1L + found - text.offset);
    }
  }

  private static void replace(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell text = arguments[0];
    Cell pattern = arguments[1];
    Cell replacement = arguments[2];
    if (text.type == Cell.NULL || pattern.type == Cell.NULL) {
      result.setNull();
      return;
    }
    text.convertToText();
    pattern.convertToText();
    if (pattern.length == 0 || pattern.bytes[pattern.offset] == 0) {
      result.copyFrom(text);
      return;
    }
    if (replacement.type == Cell.NULL) {
      result.setNull();
      return;
    }
    replacement.convertToText();
    int end = text.offset + text.length;
    int found = ByteSearch.indexOf(text.bytes, text.offset, end, pattern);
    if (found < 0) {
      result.copyFrom(text);
      return;
    }
    TextBuilder builder =
        new TextBuilder(text.length + replacement.length, context.maximumLength());
    int at = text.offset;
    while (found >= 0) {
      builder.append(text.bytes, at, found - at).append(replacement);
      at = found + pattern.length;
      found = ByteSearch.indexOf(text.bytes, at, end, pattern);
    }
    builder.append(text.bytes, at, end - at).finishText(result);
  }

  private static void character(FunctionContext context, Cell[] arguments, int count, Cell result) {
    TextBuilder builder = new TextBuilder(count * 4, context.maximumLength());
    for (int i = 0; i < count; i++) {
      long value = arguments[i].toInteger();
      boolean possible = value >= 0 && value <= MAXIMUM_CODE_POINT;
      builder.appendCodePoint(possible ? (int) value : Utf8.REPLACEMENT);
    }
    builder.finishText(result);
  }

  private static void unicode(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    value.convertToText();
    if (value.type == Cell.NULL || value.length == 0 || value.bytes[value.offset] == 0) {
      result.setNull();
    } else {
      int codePoint = Utf8.codePoint(value.bytes, value.offset, value.offset + value.length);
      result.setInteger(codePoint);
    }
  }

  private static void concat(FunctionContext context, Cell[] arguments, int count, Cell result) {
    join(context, arguments, 0, count, null, result);
  }

  private static void concatWithSeparator(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell separator = arguments[0];
    if (separator.type == Cell.NULL) {
      result.setNull();
      return;
    }
    separator.convertToText();
    join(context, arguments, 1, count, separator, result);
  }

  private static void join(
      FunctionContext context,
      Cell[] arguments,
      int from,
      int count,
      @Nullable Cell separator,
      Cell result) {
    long size = 0;
    int parts = 0;
    for (int i = from; i < count; i++) {
      if (arguments[i].type != Cell.NULL) {
        arguments[i].convertToText();
        size += arguments[i].length;
        parts++;
      }
    }
    if (separator != null && parts > 1) {
      size += (long) separator.length * (parts - 1);
    }
    byte[] joined = new byte[LengthLimit.check(size, context.maximumLength())];
    int at = 0;
    for (int i = from; i < count; i++) {
      Cell part = arguments[i];
      if (part.type == Cell.NULL) {
        continue;
      }
      System.arraycopy(part.bytes, part.offset, joined, at, part.length);
      at += part.length;
      if (separator != null && --parts > 0) {
        System.arraycopy(separator.bytes, separator.offset, joined, at, separator.length);
        at += separator.length;
      }
    }
    result.setText(joined);
  }
}
