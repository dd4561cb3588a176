package org.braiddb.sql.function.datetime;

import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumberText;
import org.braiddb.sql.value.RealDigits;
import org.braiddb.sql.value.TextBuilder;
import org.braiddb.sql.value.Utf8;

/** Writes moments: the fixed forms, and those of strftime. */
final class MomentFormat {
  private MomentFormat() {}

  static void date(Moment moment, TextBuilder output) {
    moment.needDate();
    if (moment.year < 0) {
      output.append('-');
    }
    int year = Math.abs(moment.year);
    output.appendTwoDigits(year / 100).appendTwoDigits(year % 100).append('-');
    output.appendTwoDigits(moment.month).append('-').appendTwoDigits(moment.day);
  }

  static void time(Moment moment, TextBuilder output) {
    moment.needTime();
    output.appendTwoDigits(moment.hour).append(':').appendTwoDigits(moment.minute).append(':');
    if (moment.showFraction) {
      int millis = (int) (1000.0 * moment.second + 0.5);
      output.appendTwoDigits(millis / 1000).append('.');
      output.append((char) ('0' + millis / 100 % 10)).appendTwoDigits(millis % 100);
    } else {
      output.appendTwoDigits((int) moment.second);
    }
  }

  /** Writes by a format; false where a conversion is unknown. */
  static boolean format(Cell format, Moment moment, TextBuilder output) {
    moment.needJulian();
    moment.needCalendar();
    byte[] text = format.bytes;
    int end = Utf8.terminatedEnd(text, format.offset, format.length);
    int start = format.offset;
    for (int i = format.offset; i < end; i++) {
      if (text[i] != '%') {
        continue;
      }
      output.append(text, start, i - start);
      i++;
      start = i + 1;
      if (i >= end || !conversion(text[i], moment, output)) {
        return false;
      }
    }
    output.append(text, start, end - start);
    return true;
  }

  private static boolean conversion(byte letter, Moment moment, TextBuilder output) {
    switch (letter) {
      case 'd' -> padded(moment.day, 2, '0', output);
      case 'e' -> padded(moment.day, 2, ' ', output);
      case 'f' -> fraction(moment.second, output);
      case 'F' -> {
        padded(moment.year, 4, '0', output);
        padded(moment.month, 2, '0', output.append('-'));
        padded(moment.day, 2, '0', output.append('-'));
      }
      case 'G' -> padded(moment.thursday().year, 4, '0', output);
      case 'g' -> padded(moment.thursday().year % 100, 2, '0', output);
      case 'H' -> padded(moment.hour, 2, '0', output);
      case 'k' -> padded(moment.hour, 2, ' ', output);
      case 'I' -> padded(twelveHours(moment.hour), 2, '0', output);
      case 'l' -> padded(twelveHours(moment.hour), 2, ' ', output);
      case 'j' -> padded(moment.dayOfYear() + 1, 3, '0', output);
      case 'J' -> NumberText.appendGeneral(moment.julian / 86_400_000.0, 16, output);
      case 'm' -> padded(moment.month, 2, '0', output);
      case 'M' -> padded(moment.minute, 2, '0', output);
      case 'p' -> output.append(moment.hour >= 12 ? "PM" : "AM");
      case 'P' -> output.append(moment.hour >= 12 ? "pm" : "am");
      case 'R' -> hoursAndMinutes(moment, output);
      case 's' -> unixTime(moment, output);
      case 'S' -> padded((int) moment.second, 2, '0', output);
      case 'T' -> {
        hoursAndMinutes(moment, output);
        padded((int) moment.second, 2, '0', output.append(':'));
      }
      case 'Y' -> padded(moment.year, 4, '0', output);
      case '%' -> output.append('%');
      default -> {
        return weekConversion(letter, moment, output);
      }
    }
    return true;
  }

  private static boolean weekConversion(byte letter, Moment moment, TextBuilder output) {
    switch (letter) {
      case 'w' -> output.append((char) ('0' + moment.daysAfterSunday()));
      case 'u' -> {
        int day = moment.daysAfterSunday();
        output.append((char) ('0' + (day == 0 ? 7 : day)));
      }
      case 'U' -> padded((moment.dayOfYear() - moment.daysAfterSunday() + 7) / 7, 2, '0', output);
      case 'W' -> padded((moment.dayOfYear() - moment.daysAfterMonday() + 7) / 7, 2, '0', output);
      case 'V' -> padded(moment.thursday().dayOfYear() / 7 + 1, 2, '0', output);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int twelveHours(int hour) {
    int twelve = hour > 12 ? hour - 12 : hour;
    return twelve == 0 ? 12 : twelve;
  }

  private static void hoursAndMinutes(Moment moment, TextBuilder output) {
    padded(moment.hour, 2, '0', output);
    padded(moment.minute, 2, '0', output.append(':'));
  }

  private static void unixTime(Moment moment, TextBuilder output) {
    if (moment.showFraction) {
      long millis = moment.julian - Moment.UNIX_EPOCH;
      output.append(millis < 0 ? "-" : "").append(Long.toString(Math.abs(millis) / 1000));
      padded((int) (Math.abs(millis) % 1000), 3, '0', output.append('.'));
    } else {
      output.append(Long.toString(moment.julian / 1000 - Moment.UNIX_EPOCH / 1000));
    }
  }

  /** Seconds with three decimals. */
  static void fraction(double second, TextBuilder output) {
    RealDigits digits = RealDigits.afterPoint(Math.min(second, 59.999), 3, 16);
    for (int place = digits.point - 2; place < digits.point + 3; place++) {
      boolean present = place >= 0 && place < digits.count;
      output.append((char) ('0' + (present ? digits.digit(place) : 0)));
      if (place == digits.point - 1) {
        output.append('.');
      }
    }
  }

  /** A number of a width, its sign counted in. */
  static void padded(int number, int width, char filler, TextBuilder output) {
    String digits = Integer.toString(Math.abs(number));
    int padding = width - digits.length() - (number < 0 ? 1 : 0);
    if (number < 0 && filler == '0') {
      output.append('-').repeat(filler, padding).append(digits);
    } else {
      output.repeat(filler, padding).append(number < 0 ? "-" : "").append(digits);
    }
  }
}
