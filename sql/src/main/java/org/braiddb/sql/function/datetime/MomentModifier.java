package org.braiddb.sql.function.datetime;

import org.braiddb.sql.function.FunctionContext;

/** Applies one modifier to a moment. */
final class MomentModifier {
  private static final double FIRST_UNIX_SECOND = -210_866_760_000.0;
  private static final double LAST_UNIX_SECOND = 253_402_300_799.0;
  private static final double JULIAN_END = 464_269_060_800_000.0;
  private static final int MAXIMUM_YEARS = 14712;

  private MomentModifier() {}

  /** Applies it; false where it is unknown, misplaced or leads out of range. */
  static boolean apply(FunctionContext context, DateText text, Moment moment, boolean first) {
    int initial = text.at(0);
    if (initial == '+' || initial == '-' || text.isDigit(0)) {
      return addTo(text, moment);
    }
    if (text.startsWith("start of ")) {
      return startOf(text.from(9), moment);
    }
    if (text.startsWith("weekday ")) {
      return weekday(text.from(8).wholeNumber(), moment);
    }
    return word(context, text, moment, first);
  }

  private static boolean word(
      FunctionContext context, DateText text, Moment moment, boolean first) {
    if (text.is("auto")) {
      return first && settle(moment);
    }
    if (text.is("unixepoch")) {
      return moment.ambiguous && first && unixEpoch(moment);
    }
    if (text.is("julianday")) {
      boolean julian = first && moment.hasJulian && moment.ambiguous;
      moment.ambiguous &= !julian;
      return julian;
    }
    if (text.is("ceiling") || text.is("floor")) {
      moment.needJulian();
      if (text.is("floor")) {
        moment.julian -= moment.overflowDays * Moment.MILLIS_PER_DAY;
      } else {
        moment.overflowDays = 0;
      }
      moment.forgetCalendar();
      return true;
    }
    if (text.is("localtime")) {
      if (!moment.knownLocal) {
        LocalTime.toLocal(moment, context.timeZone());
      }
      moment.knownUtc = false;
      moment.knownLocal = true;
      return true;
    }
    if (text.is("utc")) {
      if (!moment.knownUtc) {
        toUtc(context, moment);
      }
      return true;
    }
    boolean fraction = text.is("subsec") || text.is("subsecond");
    moment.showFraction |= fraction;
    return fraction;
  }

  private static void toUtc(FunctionContext context, Moment moment) {
    long utc = LocalTime.toUtc(moment, context.timeZone());
    moment.setUtc(utc);
    moment.ambiguous = false;
    moment.overflowDays = 0;
    moment.showFraction = false;
    moment.failed = false;
  }

  /** Takes a number for a Julian day where it can be one, else for a Unix time. */
  private static boolean settle(Moment moment) {
    if (!moment.ambiguous || moment.hasJulian) {
      moment.ambiguous = false;
    } else if (moment.second >= FIRST_UNIX_SECOND && moment.second <= LAST_UNIX_SECOND) {
      takeUnixTime(moment);
    }
    return true;
  }

  private static boolean unixEpoch(Moment moment) {
    double julian = moment.second * 1000.0 + Moment.UNIX_EPOCH;
    if (!(julian >= 0.0 && julian < JULIAN_END)) {
      return false;
    }
    takeUnixTime(moment);
    return true;
  }

  private static void takeUnixTime(Moment moment) {
    double julian = moment.second * 1000.0 + Moment.UNIX_EPOCH;
    moment.forgetCalendar();
    moment.julian = (long) (julian + 0.5);
    moment.hasJulian = true;
    moment.ambiguous = false;
  }

  private static boolean weekday(double number, Moment moment) {
    if (!(number >= 0.0 && number < 7.0) || number != Math.rint(number)) {
      return false;
    }
    int wanted = (int) number;
    moment.needCalendar();
    moment.zoneMinutes = 0;
    moment.hasJulian = false;
    moment.needJulian();
    long present = (moment.julian + 3 * Moment.MILLIS_PER_DAY / 2) / Moment.MILLIS_PER_DAY % 7;
    if (present > wanted) {
      present -= 7;
    }
    moment.julian += (wanted - present) * Moment.MILLIS_PER_DAY;
    moment.forgetCalendar();
    return true;
  }

  private static boolean startOf(DateText unit, Moment moment) {
    if (!moment.hasJulian && !moment.hasDate && !moment.hasTime) {
      return false;
    }
    moment.needDate();
    moment.hasTime = true;
    moment.hour = 0;
    moment.minute = 0;
    moment.second = 0.0;
    moment.ambiguous = false;
    moment.zoneMinutes = 0;
    moment.hasJulian = false;
    if (unit.is("day")) {
      return true;
    }
    if (unit.is("month")) {
      moment.day = 1;
      return true;
    }
    if (unit.is("year")) {
      moment.month = 1;
      moment.day = 1;
      return true;
    }
    return false;
  }

  /** Adds {@code NNN unit}, {@code ±HH:MM[:SS]} or {@code ±YYYY-MM-DD[ HH:MM[:SS]]}. */
  private static boolean addTo(DateText text, Moment moment) {
    int at = 1;
    while (text.at(at) != 0 && text.at(at) != ':' && !text.isSpace(at) && !endsYear(text, at)) {
      at++;
    }
    double number = text.upTo(at).wholeNumber();
    if (Double.isNaN(number)) {
      return false;
    }
    if (text.at(at) == '-') {
      return addDate(text, at, moment);
    }
    if (text.at(at) == ':') {
      return addTime(text.isDigit(0) ? text : text.from(1), text.at(0) == '-', moment);
    }
    return addUnits(number, text.from(text.skipSpace(at)), moment);
  }

  private static boolean endsYear(DateText text, int at) {
    return text.at(at) == '-'
        && ((at == 5 && text.number(1, 4, MAXIMUM_YEARS) >= 0)
            || (at == 6 && text.number(1, 5, MAXIMUM_YEARS) >= 0));
  }

  private static boolean addDate(DateText text, int at, Moment moment) {
    boolean negative = text.at(0) == '-';
    if (!negative && text.at(0) != '+') {
      return false;
    }
    int years = text.number(1, at - 1, MAXIMUM_YEARS);
    int months = text.number(at + 1, 2, 11);
    int days = text.number(at + 4, 2, 30);
    if (years < 0 || months < 0 || text.at(at + 3) != '-' || days < 0) {
      return false;
    }
    moment.needCalendar();
    moment.hasJulian = false;
    moment.year += negative ? -years : years;
    moment.month += negative ? -months : months;
    moment.carryMonths();
    moment.measureOverflow();
    moment.needJulian();
    moment.hasTime = false;
    moment.hasDate = false;
    moment.julian += (negative ? -days : days) * Moment.MILLIS_PER_DAY;
    int rest = at + 6;
    if (text.at(rest) == 0) {
      return true;
    }
    boolean time =
        text.isSpace(rest)
            && text.number(rest + 1, 2, 24) >= 0
            && text.at(rest + 3) == ':'
            && text.number(rest + 4, 2, 59) >= 0;
    return time && addTime(text.from(rest + 1), negative, moment);
  }

  private static boolean addTime(DateText text, boolean negative, Moment moment) {
    Moment span = new Moment();
    if (!MomentReader.readTime(text, span)) {
      return false;
    }
    span.needJulian();
    long millis = (span.julian - Moment.MILLIS_PER_DAY / 2) % Moment.MILLIS_PER_DAY;
    moment.needJulian();
    moment.forgetCalendar();
    moment.julian += negative ? -millis : millis;
    return true;
  }

  private static boolean addUnits(double number, DateText name, Moment moment) {
    int length = name.length();
    if (length < 3 || length > 10) {
      return false;
    }
    int singular = (name.at(length - 1) | 0x20) == 's' ? length - 1 : length;
    DateText unit = name.upTo(singular);
    moment.needJulian();
    moment.overflowDays = 0;
    boolean known =
        switch (unit.at(0) | 0x20) {
          case 's' -> unit.is("second") && addMillis(moment, number, 4.6427e+14f, 1000.0);
          case 'm' ->
              unit.is("minute")
                  ? addMillis(moment, number, 7.7379e+12f, 60_000.0)
                  : unit.is("month") && addMonths(moment, number);
          case 'h' -> unit.is("hour") && addMillis(moment, number, 1.2897e+11f, 3_600_000.0);
          case 'd' -> unit.is("day") && addMillis(moment, number, 5373485.0f, 86_400_000.0);
          case 'y' -> unit.is("year") && addYears(moment, number);
          default -> false;
        };
    moment.forgetCalendar();
    return known;
  }

  private static boolean addMillis(Moment moment, double number, float limit, double millis) {
    if (!(number > -limit && number < limit)) {
      return false;
    }
    moment.needJulian();
    moment.julian += (long) (number * 1000.0 * (millis / 1000.0) + (number < 0 ? -0.5 : 0.5));
    return true;
  }

  private static boolean addMonths(Moment moment, double number) {
    if (!(number > -176546.0 && number < 176546.0)) {
      return false;
    }
    int months = (int) number;
    moment.needCalendar();
    moment.month += months;
    moment.carryMonths();
    moment.measureOverflow();
    moment.hasJulian = false;
    return addRest(moment, number, months, 2_592_000.0);
  }

  private static boolean addYears(Moment moment, double number) {
    if (!(number > -14713.0 && number < 14713.0)) {
      return false;
    }
    int years = (int) number;
    moment.needCalendar();
    moment.year += years;
    moment.measureOverflow();
    moment.hasJulian = false;
    return addRest(moment, number, years, 31_536_000.0);
  }

  /** Adds the fraction of a month of 30 or a year of 365 days. */
  private static boolean addRest(Moment moment, double number, int whole, double seconds) {
    moment.needJulian();
    moment.julian += (long) ((number - whole) * 1000.0 * seconds + (number < 0 ? -0.5 : 0.5));
    return true;
  }
}
