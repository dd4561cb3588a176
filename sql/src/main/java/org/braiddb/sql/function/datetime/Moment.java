package org.braiddb.sql.function.datetime;

/**
 * A point in time while it is read and modified.
 *
 * <p>It is known as a Julian day, as a calendar date, as a time of day, or as several of them; each
 * is computed from the others when it is asked for. A plain number stays ambiguous (Julian day or
 * Unix time?) until a modifier or the end settles it. Mutable; lives for one call.
 */
public final class Moment {
  static final long MILLIS_PER_DAY = 86_400_000L;

  /** 1970-01-01 00:00 UTC, in milliseconds since Julian day 0. */
  static final long UNIX_EPOCH = 210_866_760_000_000L;

  private static final long HALF_DAY = MILLIS_PER_DAY / 2;

  /** 9999-12-31 23:59:59.999. */
  private static final long LAST = 464_269_060_799_999L;

  private static final double FIRST_DAY_OUT_OF_RANGE = 5_373_484.5;
  private static final int FIRST_YEAR = -4713;
  private static final int LAST_YEAR = 9999;

  /** Milliseconds since Julian day 0, if {@link #hasJulian}. */
  long julian;

  int year;
  int month;
  int day;
  int hour;
  int minute;

  /** Seconds with their fraction; while {@link #ambiguous}, the number that was given. */
  double second;

  /** Minutes east of UTC that the text named. */
  int zoneMinutes;

  /** How many days the day of month lies behind the end of its month. */
  int overflowDays;

  boolean hasJulian;
  boolean hasDate;
  boolean hasTime;

  /** A plain number was given. */
  boolean ambiguous;

  boolean failed;
  boolean showFraction;
  boolean knownUtc;
  boolean knownLocal;

  Moment() {}

  /** A moment that is known by its Julian day. */
  static Moment ofJulian(long julian) {
    Moment moment = new Moment();
    moment.julian = julian;
    moment.hasJulian = true;
    return moment;
  }

  /** A copy, to compute with. */
  Moment copy() {
    Moment copy = new Moment();
    copy.julian = julian;
    copy.year = year;
    copy.month = month;
    copy.day = day;
    copy.hour = hour;
    copy.minute = minute;
    copy.second = second;
    copy.zoneMinutes = zoneMinutes;
    copy.overflowDays = overflowDays;
    copy.hasJulian = hasJulian;
    copy.hasDate = hasDate;
    copy.hasTime = hasTime;
    copy.ambiguous = ambiguous;
    copy.failed = failed;
    copy.showFraction = showFraction;
    copy.knownUtc = knownUtc;
    copy.knownLocal = knownLocal;
    return copy;
  }

  /** Takes a number that may be a Julian day or a Unix time. */
  void setNumber(double number) {
    second = number;
    ambiguous = true;
    if (number >= 0.0 && number < FIRST_DAY_OUT_OF_RANGE) {
      julian = (long) (number * MILLIS_PER_DAY + 0.5);
      hasJulian = true;
    }
  }

  /** Becomes this moment in UTC. */
  void setUtc(long newJulian) {
    julian = newJulian;
    hasJulian = true;
    knownUtc = true;
    knownLocal = false;
    forgetCalendar();
  }

  /** Keeps the Julian day alone. */
  void forgetCalendar() {
    hasDate = false;
    hasTime = false;
    zoneMinutes = 0;
  }

  /** Makes the Julian day known. */
  void needJulian() {
    if (hasJulian) {
      return;
    }
    int y = hasDate ? year : 2000;
    int m = hasDate ? month : 1;
    int d = hasDate ? day : 1;
    if (y < FIRST_YEAR || y > LAST_YEAR || ambiguous) {
      fail();
      return;
    }
    if (m <= 2) {
      y--;
      m += 12;
    }
    int century = (y + 4800) / 100;
    int leap = 38 - century + century / 4;
    int yearDays = 36525 * (y + 4716) / 100;
    int monthDays = 306001 * (m + 1) / 10000;
    julian = (long) ((yearDays + monthDays + d + leap - 1524.5) * MILLIS_PER_DAY);
    hasJulian = true;
    if (hasTime) {
      julian += hour * 3_600_000L + minute * 60_000L + (long) (second * 1000 + 0.5);
      if (zoneMinutes != 0) {
        julian -= zoneMinutes * 60_000L;
        forgetCalendar();
        knownUtc = true;
        knownLocal = false;
      } else if (hour == 24) {
        forgetCalendar();
      }
    }
  }

  /** Makes the calendar date known. */
  void needDate() {
    if (hasDate) {
      return;
    }
    if (!hasJulian) {
      year = 2000;
      month = 1;
      day = 1;
    } else if (!isInRange()) {
      fail();
      return;
    } else {
      dateOfJulian();
    }
    hasDate = true;
  }

  private void dateOfJulian() {
    int z = (int) ((julian + HALF_DAY) / MILLIS_PER_DAY);
    int alpha = (int) ((z + 32044.75) / 36524.25) - 52;
    int a = z + 1 + alpha - (alpha + 100) / 4 + 25;
    int b = a + 1524;
    int c = (int) ((b - 122.1) / 365.25);
    int d = 36525 * (c & 32767) / 100;
    int e = (int) ((b - d) / 30.6001);
    day = b - d - (int) (30.6001 * e);
    month = e < 14 ? e - 1 : e - 13;
    year = month > 2 ? c - 4716 : c - 4715;
  }

  /** Makes the time of day known. */
  void needTime() {
    if (hasTime) {
      return;
    }
    needJulian();
    int millis = (int) ((julian + HALF_DAY) % MILLIS_PER_DAY);
    second = millis % 60_000 / 1000.0;
    int minutes = millis / 60_000;
    minute = minutes % 60;
    hour = minutes / 60;
    ambiguous = false;
    hasTime = true;
  }

  /** Makes date and time of day known. */
  void needCalendar() {
    needDate();
    needTime();
  }

  /** Whether the Julian day lies within the years that can be written. */
  boolean isInRange() {
    return julian >= 0 && julian <= LAST;
  }

  /** Notes by how many days the day of month lies behind the end of its month. */
  void measureOverflow() {
    int length =
        switch (month) {
          case 2 -> year % 4 != 0 || (year % 100 == 0 && year % 400 != 0) ? 28 : 29;
          case 1, 3, 5, 7, 8, 10, 12 -> 31;
          default -> 30;
        };
    overflowDays = Math.max(0, day - length);
  }

  /** Moves months outside 1 … 12 into the year. */
  void carryMonths() {
    int years = month > 0 ? (month - 1) / 12 : (month - 12) / 12;
    year += years;
    month -= years * 12;
  }

  private void fail() {
    julian = 0;
    year = 0;
    month = 0;
    day = 0;
    hour = 0;
    minute = 0;
    second = 0;
    overflowDays = 0;
    hasJulian = false;
    ambiguous = false;
    showFraction = false;
    knownUtc = false;
    knownLocal = false;
    forgetCalendar();
    failed = true;
  }

  /** Days since 1 January; date, time and Julian day must be known. */
  int dayOfYear() {
    Moment newYear = copy();
    newYear.hasJulian = false;
    newYear.month = 1;
    newYear.day = 1;
    newYear.needJulian();
    return (int) ((julian - newYear.julian + HALF_DAY) / MILLIS_PER_DAY);
  }

  /** Days since the last Monday; 0 is Monday. */
  int daysAfterMonday() {
    return (int) ((julian + HALF_DAY) / MILLIS_PER_DAY) % 7;
  }

  /** Days since the last Sunday; 0 is Sunday. */
  int daysAfterSunday() {
    return (int) ((julian + HALF_DAY + MILLIS_PER_DAY) / MILLIS_PER_DAY) % 7;
  }

  /** The Thursday of the same ISO week; its year is the week's. */
  Moment thursday() {
    Moment thursday = copy();
    thursday.julian += (3 - daysAfterMonday()) * MILLIS_PER_DAY;
    thursday.hasDate = false;
    thursday.needDate();
    return thursday;
  }
}
