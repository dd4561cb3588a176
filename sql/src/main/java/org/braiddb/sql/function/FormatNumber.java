package org.braiddb.sql.function;

import java.util.Locale;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.LengthLimit;
import org.braiddb.sql.value.RealDigits;
import org.braiddb.sql.value.TextBuilder;

/** The number conversions of a format. */
final class FormatNumber {
  private static final int DEFAULT_PRECISION = 6;
  private static final int MAXIMUM_PRECISION = 100_000_000;
  private static final int DIGITS = 16;
  private static final int MORE_DIGITS = 20;

  private final FormatSpec spec;
  private final TextBuilder body;

  private FormatNumber(FormatSpec spec, int limitBytes) {
    this.spec = spec;
    this.body = new TextBuilder(32, limitBytes);
  }

  /** Writes %d %i %u %x %X %o %p or %r. */
  static void integer(FormatSpec spec, long value, TextBuilder output, int limitBytes) {
    int conversion = spec.conversion;
    boolean signed = conversion == 'd' || conversion == 'i' || conversion == 'r';
    boolean decimal = signed || conversion == 'u';
    char prefix = !signed ? 0 : value < 0 ? '-' : spec.signOfPositive;
    String digits =
        switch (conversion) {
          case 'x' -> Long.toHexString(value);
          case 'X', 'p' -> Long.toHexString(value).toUpperCase(Locale.ROOT);
          case 'o' -> Long.toOctalString(value);
          default -> Long.toUnsignedString(signed && value < 0 ? -value : value);
        };
    if (conversion == 'r') {
      digits += ordinalSuffix(signed && value < 0 ? -value : value);
    }
    int prefixWidth = prefix != 0 ? 1 : 0;
    int minimum = spec.precision;
    if (spec.zeroPad && minimum < spec.width - prefixWidth) {
      minimum = spec.width - prefixWidth;
    }
    FormatNumber number = new FormatNumber(spec, limitBytes);
    if (spec.alternate && value != 0) {
      number.body.append(
          switch (conversion) {
            case 'x', 'p' -> "0x";
            case 'X' -> "0X";
            case 'o' -> "0";
            default -> "";
          });
    }
    if (prefix != 0) {
      number.body.append(prefix);
    }
    number.appendGrouped(digits, minimum, spec.thousands && decimal && conversion != 'r');
    number.pad(output, ' ', 0);
  }

  private void appendGrouped(String digits, int minimum, boolean thousands) {
    int length = Math.max(minimum, digits.length());
    if (!thousands) {
      body.repeat('0', length - digits.length()).append(digits);
      return;
    }
    for (int left = length; left > 0; left--) {
      int place = digits.length() - left;
      body.append(place < 0 ? '0' : digits.charAt(place));
      if (left > 1 && left % 3 == 1) {
        body.append(',');
      }
    }
  }

  private static String ordinalSuffix(long magnitude) {
    int last = (int) Long.remainderUnsigned(magnitude, 10);
    boolean teen = Long.remainderUnsigned(Long.divideUnsigned(magnitude, 10), 10) == 1;
    return switch (teen ? 0 : last) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }

  /** Writes %f %e %E %g or %G. */
  static void real(FormatSpec spec, double value, TextBuilder output, int limitBytes) {
    FormatNumber number = new FormatNumber(spec, limitBytes);
    if (Double.isInfinite(value) && !spec.zeroPad) {
      String sign = value < 0 ? "-" : spec.signOfPositive != 0 ? "" + spec.signOfPositive : "";
      number.body.append(sign).append("Inf");
      number.pad(output, ' ', 0);
      return;
    }
    int prefixWidth = number.appendReal(value, limitBytes);
    number.pad(output, spec.zeroPad && !spec.leftJustify ? '0' : ' ', prefixWidth);
  }

  /** Writes sign and digits; gives the width of the sign. */
  private int appendReal(double value, int limitBytes) {
    int precision = spec.precision < 0 ? DEFAULT_PRECISION : spec.precision;
    precision = Math.min(precision, MAXIMUM_PRECISION);
    char kind = (char) (spec.conversion | 0x20);
    if (kind == 'g' && precision == 0) {
      precision = 1;
    }
    RealDigits digits = digits(value, kind, precision);
    boolean hiddenSign =
        spec.alternate && spec.signOfPositive == 0 && kind == 'f' && digits.isZero();
    char prefix = value >= 0 ? spec.signOfPositive : hiddenSign ? 0 : '-';
    if (prefix != 0) {
      body.append(prefix);
    }
    int exponent = digits.point - 1;
    boolean scientific = kind == 'e';
    boolean trim = spec.alternateTwo;
    if (kind == 'g') {
      precision--;
      trim = !spec.alternate;
      scientific = exponent < -4 || exponent > precision;
      precision = scientific ? precision : precision - exponent;
    }
    LengthLimit.check((long) Math.max(exponent, 0) + precision + spec.width + 10, limitBytes);
    appendDigits(digits, scientific ? 1 : digits.point, precision, trim);
    if (scientific) {
      appendExponent(exponent);
    }
    return prefix != 0 ? 1 : 0;
  }

  private RealDigits digits(double value, char kind, int precision) {
    int maximum = spec.alternateTwo ? MORE_DIGITS : DIGITS;
    if (Double.isInfinite(value)) {
      return RealDigits.beyondAll();
    }
    return switch (kind) {
      case 'f' -> RealDigits.afterPoint(value, precision, maximum);
      case 'g' -> RealDigits.significant(value, precision, maximum);
      default -> RealDigits.significant(value, precision + 1, maximum);
    };
  }

  /** Writes so many digits before the point and so many behind it. */
  private void appendDigits(RealDigits digits, int before, int after, boolean trim) {
    int place = 0;
    if (before <= 0) {
      body.append('0');
    }
    for (int left = before; left > 0; left--) {
      body.append(place < digits.count ? (char) ('0' + digits.digit(place)) : '0');
      place++;
      if (spec.thousands && left > 2 && left % 3 == 1) {
        body.append(',');
      }
    }
    boolean point = after > 0 || spec.alternate || spec.alternateTwo;
    if (!point) {
      return;
    }
    body.append('.');
    int zeros = Math.min(after, Math.max(0, -before));
    body.repeat('0', zeros);
    int left = after - zeros;
    for (; left > 0 && place < digits.count; left--) {
      body.append((char) ('0' + digits.digit(place++)));
    }
    if (trim) {
      trimZeros();
    } else {
      body.repeat('0', left);
    }
  }

  private void trimZeros() {
    int length = body.length();
    while (body.byteAt(length - 1) == '0') {
      length--;
    }
    boolean pointLast = body.byteAt(length - 1) == '.';
    body.truncate(pointLast && !spec.alternateTwo ? length - 1 : length);
    if (pointLast && spec.alternateTwo) {
      body.append('0');
    }
  }

  private void appendExponent(int exponent) {
    boolean upper = spec.conversion == 'E' || spec.conversion == 'G';
    int magnitude = Math.abs(exponent);
    body.append(upper ? 'E' : 'e').append(exponent < 0 ? '-' : '+');
    if (magnitude >= 100) {
      body.append((char) ('0' + magnitude / 100));
    }
    body.appendTwoDigits(magnitude % 100);
  }

  private void pad(TextBuilder output, char filler, int prefixWidth) {
    Cell text = new Cell();
    body.finishText(text);
    int padding = spec.width - text.length;
    if (spec.leftJustify) {
      output.append(text).repeat(' ', padding);
    } else {
      int signWidth = filler == '0' ? prefixWidth : 0;
      output.append(text.bytes, 0, signWidth);
      output.repeat(filler, padding);
      output.append(text.bytes, signWidth, text.length - signWidth);
    }
  }
}
