package org.braiddb.sql.function.datetime;

import org.braiddb.sql.value.TextBuilder;

/** {@code timediff}: the span to add to the second moment to get the first. */
final class TimeDifference {
  /** 0000-01-01 00:00: days and time of the span are read off the calendar from here. */
  private static final long BASE = 148_699_540_800_000L;

  private TimeDifference() {}

  static void append(Moment to, Moment from, TextBuilder output) {
    to.needCalendar();
    from.needCalendar();
    boolean forward = to.julian >= from.julian;
    int sign = forward ? 1 : -1;
    int years = sign * (to.year - from.year);
    if (years != 0) {
      from.year = to.year;
      from.hasJulian = false;
      from.needJulian();
    }
    int months = sign * (to.month - from.month);
    if (months < 0) {
      years--;
      months += 12;
    }
    if (months != 0) {
      from.month = to.month;
      from.hasJulian = false;
      from.needJulian();
    }
    while (forward ? to.julian < from.julian : to.julian > from.julian) {
      months--;
      if (months < 0) {
        months = 11;
        years--;
      }
      from.month -= sign;
      from.carryMonths();
      from.hasJulian = false;
      from.needJulian();
    }
    Moment rest = Moment.ofJulian(sign * (to.julian - from.julian) + BASE);
    rest.needCalendar();
    output.append(forward ? '+' : '-');
    MomentFormat.padded(years, 4, '0', output);
    MomentFormat.padded(months, 2, '0', output.append('-'));
    MomentFormat.padded(rest.day - 1, 2, '0', output.append('-'));
    MomentFormat.padded(rest.hour, 2, '0', output.append(' '));
    MomentFormat.padded(rest.minute, 2, '0', output.append(':'));
    MomentFormat.fraction(rest.second, output.append(':'));
  }
}
