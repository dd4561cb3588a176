package org.braiddb.jdbc;

import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Calendar;
import org.braiddb.sql.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as SQLite's date functions read them: ISO 8601 text. Integers read back are
 * milliseconds since 1970 (as other drivers of this dialect write them), reals Julian days.
 */
final class Temporals {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
          .optionalEnd()
          .toFormatter();

  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(TIME)
          .toFormatter();

  private static final DateTimeFormatter READER =
      new DateTimeFormatterBuilder()
          .optionalStart()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalEnd()
          .optionalStart()
          .appendLiteral('T')
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .optionalStart()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .toFormatter();

  private static final double JULIAN_DAY_OF_1970 = 2440587.5;
  private static final double MILLIS_PER_DAY = 86_400_000.0;

  private Temporals() {}

  /** The text of a java.time or java.sql value; null where it is neither. */
  static @Nullable String format(Object value) {
    return switch (value) {
      case Timestamp timestamp -> DATE_TIME.format(timestamp.toLocalDateTime());
      case Date date -> date.toLocalDate().toString();
      case Time time -> TIME.format(time.toLocalTime());
      case java.util.Date date -> DATE_TIME.format(new Timestamp(date.getTime()).toLocalDateTime());
      case Calendar calendar -> format(calendar.toInstant());
      case LocalDate date -> date.toString();
      case LocalTime time -> TIME.format(time);
      case LocalDateTime dateTime -> DATE_TIME.format(dateTime);
      case Instant instant -> DATE_TIME.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
      case OffsetDateTime dateTime -> DATE_TIME.format(dateTime) + dateTime.getOffset();
      case ZonedDateTime dateTime -> DATE_TIME.format(dateTime) + dateTime.getOffset();
      case OffsetTime time -> TIME.format(time) + time.getOffset();
      default -> null;
    };
  }

  /** An instant's text in the time zone of a calendar. */
  static String format(java.util.Date value, Calendar calendar) {
    ZonedDateTime dateTime =
        Instant.ofEpochMilli(value.getTime()).atZone(calendar.getTimeZone().toZoneId());
    if (value instanceof Date) {
      return dateTime.toLocalDate().toString();
    }
    if (value instanceof Time) {
      return TIME.format(dateTime);
    }
    return value instanceof Timestamp timestamp
        ? DATE_TIME.format(dateTime.withNano(timestamp.getNanos()))
        : DATE_TIME.format(dateTime);
  }

  /** Reads a value as a date and time in a zone; null for NULL. */
  static @Nullable ZonedDateTime read(Rows rows, int column, ZoneId zone) throws SQLException {
    ValueType type = rows.type(column);
    return switch (type) {
      case NULL -> null;
      case INTEGER -> Instant.ofEpochMilli(rows.integer(column)).atZone(zone);
      case REAL -> {
        double days = rows.real(column) - JULIAN_DAY_OF_1970;
        yield Instant.ofEpochMilli(Math.round(days * MILLIS_PER_DAY)).atZone(zone);
      }
      case TEXT, BLOB -> parse(String.valueOf(rows.text(column)), zone);
    };
  }

  private static ZonedDateTime parse(String text, ZoneId zone) throws SQLException {
    try {
      TemporalAccessor parsed = READER.parse(text.strip());
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      ZoneOffset offset = parsed.query(TemporalQueries.offset());
      if (date == null && time == null) {
        throw new DateTimeException("neither date nor time");
      }
      LocalDateTime dateTime =
          LocalDateTime.of(
              date == null ? LocalDate.EPOCH : date, time == null ? LocalTime.MIDNIGHT : time);
      return offset == null
          ? dateTime.atZone(zone)
          : dateTime.atOffset(offset).atZoneSameInstant(zone);
    } catch (DateTimeException e) {
      throw SqlErrors.invalidArgument("not a date or time: '" + text + "'");
    }
  }

  /** The zone of a calendar, or the default one. */
  static ZoneId zone(@Nullable Calendar calendar) {
    return calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
  }
}
