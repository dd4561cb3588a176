package org.braiddb.sql.function.datetime;

import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a date function: a time value, then modifiers. */
public final class MomentReader {
  private static final int MAXIMUM_YEAR = 14712;
  private static final double LARGEST_FRACTION = 0.999;

  private MomentReader() {}

  /** The moment that arguments from a place on mean; null where they mean none. */
  public static @Nullable Moment read(
      FunctionContext context, Cell[] arguments, int from, int count) {
    Moment moment = new Moment();
    if (from >= count) {
      moment.setUtc(now(context));
      return moment;
    }
    Cell first = arguments[from];
    if (first.isNumber()) {
      moment.setNumber(first.toReal());
    } else if (first.type == Cell.NULL || !readText(context, text(first), moment)) {
      return null;
    }
    for (int i = from + 1; i < count; i++) {
      if (arguments[i].type == Cell.NULL
          || !MomentModifier.apply(context, text(arguments[i]), moment, i == from + 1)) {
        return null;
      }
    }
    moment.needJulian();
    if (moment.failed || !moment.isInRange()) {
      return null;
    }
    if (count - from == 1 && moment.hasDate && moment.day > 28) {
      // A day behind the end of its month is written as the day of the next month that it is.
      moment.hasDate = false;
    }
    return moment;
  }

  private static DateText text(Cell cell) {
    cell.convertToText();
    return DateText.of(cell);
  }

  private static long now(FunctionContext context) {
    return Moment.UNIX_EPOCH + context.statementTimeMillis();
  }

  private static boolean readText(FunctionContext context, DateText text, Moment moment) {
    if (readDate(text, moment) || readTime(text, moment)) {
      return true;
    }
    if (text.is("now")) {
      moment.setUtc(now(context));
      return true;
    }
    double number = text.wholeNumber();
    if (!Double.isNaN(number)) {
      moment.setNumber(number);
      return true;
    }
    if (text.is("subsec") || text.is("subsecond")) {
      moment.showFraction = true;
      moment.setUtc(now(context));
      return true;
    }
    return false;
  }

  /** Reads {@code [-]YYYY-MM-DD}, with a time behind it or not. */
  private static boolean readDate(DateText whole, Moment moment) {
    boolean negative = whole.at(0) == '-';
    DateText text = negative ? whole.from(1) : whole;
    int year = text.number(0, 4, MAXIMUM_YEAR);
    int month = text.number(5, 2, 12);
    int day = text.number(8, 2, 31);
    if (year < 0 || text.at(4) != '-' || month < 1 || text.at(7) != '-' || day < 1) {
      return false;
    }
    int at = 10;
    while (text.isSpace(at) || text.at(at) == 'T') {
      at++;
    }
    if (!readTime(text.from(at), moment)) {
      if (text.at(at) != 0) {
        return false;
      }
      moment.hasTime = false;
    }
    moment.hasJulian = false;
    moment.hasDate = true;
    moment.year = negative ? -year : year;
    moment.month = month;
    moment.day = day;
    moment.measureOverflow();
    if (moment.zoneMinutes != 0 || (moment.hasTime && moment.hour == 24)) {
      moment.needJulian();
    }
    return true;
  }

  /** Reads {@code HH:MM[:SS[.FFF]]} with a time zone behind it or not. */
  static boolean readTime(DateText text, Moment moment) {
    int hour = text.number(0, 2, 24);
    int minute = text.number(3, 2, 59);
    if (hour < 0 || text.at(2) != ':' || minute < 0) {
      return false;
    }
    int second = 0;
    double fraction = 0.0;
    int at = 5;
    if (text.at(at) == ':') {
      second = text.number(6, 2, 59);
      if (second < 0) {
        return false;
      }
      at = 8;
      if (text.at(at) == '.' && text.isDigit(at + 1)) {
        double scale = 1.0;
        for (at++; text.isDigit(at); at++) {
          fraction = fraction * 10.0 + (text.at(at) - '0');
          scale *= 10.0;
        }
        fraction = Math.min(fraction / scale, LARGEST_FRACTION);
      }
    }
    if (hour == 24 && (minute > 0 || second + fraction > 0)) {
      return false;
    }
    moment.hasJulian = false;
    moment.ambiguous = false;
    moment.hasTime = true;
    moment.hour = hour;
    moment.minute = minute;
    moment.second = second + fraction;
    return readZone(text.from(at), moment);
  }

  /** Reads {@code +HH:MM}, {@code -HH:MM}, {@code Z} or nothing. */
  private static boolean readZone(DateText text, Moment moment) {
    int at = text.skipSpace(0);
    moment.zoneMinutes = 0;
    switch (text.at(at)) {
      case 0 -> {
        return true;
      }
      case 'Z', 'z' -> {
        moment.knownLocal = false;
        moment.knownUtc = true;
        at++;
      }
      case '+', '-' -> {
        int hours = text.number(at + 1, 2, 14);
        int minutes = text.number(at + 4, 2, 59);
        if (hours < 0 || text.at(at + 3) != ':' || minutes < 0) {
          return false;
        }
        int east = minutes + hours * 60;
        moment.zoneMinutes = text.at(at) == '-' ? -east : east;
        if (east == 0) {
          moment.knownLocal = false;
          moment.knownUtc = true;
        }
        at += 6;
      }
      default -> {
        return false;
      }
    }
    return text.at(text.skipSpace(at)) == 0;
  }
}
