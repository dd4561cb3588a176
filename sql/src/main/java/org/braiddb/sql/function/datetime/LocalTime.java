package org.braiddb.sql.function.datetime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Moves moments between UTC and a time zone. For years outside 1970 … 2037 the rules of a year
 * between 2000 and 2003 are used that has the same place in the cycle of leap years, as SQLite
 * does.
 */
final class LocalTime {
  /** 1970-01-01 and 2038-01-18. */
  private static final long FIRST = Moment.UNIX_EPOCH;

  private static final long LAST = 213_014_145_600_000L;

  private static final int ATTEMPTS = 4;

  private LocalTime() {}

  /** Shows a moment of UTC in local time. */
  static void toLocal(Moment moment, ZoneId zone) {
    moment.needJulian();
    long julian = moment.julian;
    int yearShift = 0;
    if (julian < FIRST || julian > LAST) {
      Moment mapped = moment.copy();
      mapped.needCalendar();
      yearShift = 2000 + mapped.year % 4 - mapped.year;
      mapped.year += yearShift;
      mapped.hasJulian = false;
      mapped.needJulian();
      julian = mapped.julian;
    }
    long seconds = julian / 1000 - Moment.UNIX_EPOCH / 1000;
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), zone);
    moment.year = local.getYear() - yearShift;
    moment.month = local.getMonthValue();
    moment.day = local.getDayOfMonth();
    moment.hour = local.getHour();
    moment.minute = local.getMinute();
    moment.second = local.getSecond() + moment.julian % 1000 * 0.001;
    moment.hasDate = true;
    moment.hasTime = true;
    moment.hasJulian = false;
    moment.ambiguous = false;
    moment.zoneMinutes = 0;
    moment.failed = false;
  }

  /** The UTC moment that local time shows as this one; found by trial. */
  static long toUtc(Moment moment, ZoneId zone) {
    moment.needJulian();
    long wanted = moment.julian;
    long guess = wanted;
    for (int i = 0; i < ATTEMPTS; i++) {
      Moment shown = Moment.ofJulian(guess);
      toLocal(shown, zone);
      shown.needJulian();
      long error = shown.julian - wanted;
      if (error == 0 || i == ATTEMPTS - 1) {
        break;
      }
      guess -= error;
    }
    return guess;
  }
}
