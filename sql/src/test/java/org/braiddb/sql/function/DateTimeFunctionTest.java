package org.braiddb.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Random;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.RandomValues;
import org.junit.jupiter.api.Test;

/** Date and time functions beside SQLite's. Repeat with {@code -Dbraid.seed=...}. */
class DateTimeFunctionTest {
  private static final String[] FIXED_MODIFIERS = {
    "start of month",
    "start of year",
    "start of day",
    "Start Of Day",
    "start of week",
    "ceiling",
    "floor",
    "FLOOR",
    "auto",
    "unixepoch",
    "julianday",
    "utc",
    "localtime",
    "subsec",
    "subsecond",
    "weekday 0",
    "weekday 3",
    "weekday 6",
    "weekday 7",
    "weekday 1.5",
    "weekday x",
    "+1 month",
    "-1 month",
    "+1 months",
    "1 year",
    "-1 years",
    "+0.5 day",
    "1.5 months",
    "-2.7 years",
    "+100 hours",
    "-90 minutes",
    "+1.123 seconds",
    "+01:30",
    "-01:30:15",
    "+01:30:15.123",
    "+0001-02-03",
    "-0001-02-03",
    "+0001-02-03 04:05",
    "-0000-11-30 23:59:59.5",
    "+0001-12-01",
    "+00001-02-03",
    "1 fortnight",
    "",
    " ",
    "+",
    "5",
    "+1",
    "month",
    "+1 mon",
    "+99999 years",
    "+1e3 days",
    "+1 day ",
    " +1 day",
    "+1day",
    "+1  day",
    "00:30",
    "+24:00",
    "+25:00",
    "0 days"
  };

  private final long seed = Long.getLong("braid.seed", 20);
  private final int rounds = Integer.getInteger("braid.rounds", 15_000);
  private final Random random = new Random(seed);
  private final RandomValues values = new RandomValues(random);

  @Test
  void everyFunctionAndModifier() throws Exception {
    System.out.println("DateTimeFunctionTest: -Dbraid.seed=" + seed);
    String[] names = {"date", "time", "datetime", "julianday", "unixepoch"};
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (int i = 0; i < rounds; i++) {
        Cell[] arguments = new Cell[1 + random.nextInt(4)];
        arguments[0] = timeValue();
        for (int k = 1; k < arguments.length; k++) {
          arguments[k] = modifier();
        }
        comparison.check(names[random.nextInt(names.length)], arguments);
      }
    }
  }

  @Test
  void aYearOutOfRangeForgetsThatTheTimeWasUtc() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (String zone : new String[] {"utc", "localtime"}) {
        comparison.check(
            "unixepoch", text("17:52:48.95-08:00"), text("12531.755 year"), text(zone));
      }
    }
  }

  @Test
  void everyConversionOfStrftime() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (int i = 0; i < rounds; i++) {
        Cell format =
            text("%" + (char) random.nextInt(' ', 127) + "x%" + letter() + "-%" + letter());
        if (random.nextBoolean()) {
          comparison.check("strftime", format, timeValue());
        } else {
          comparison.check("strftime", format, timeValue(), modifier());
        }
      }
      comparison.check("strftime");
      comparison.check("strftime", new Cell(), text("2024-01-01"));
      comparison.check("strftime", text("%"), text("2024-01-01"));
      comparison.check("strftime", text("abc%Y%"), text("2024-01-01"));
    }
  }

  @Test
  void differencesOfTimes() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (int i = 0; i < rounds; i++) {
        comparison.check("timediff", timeValue(), timeValue());
      }
    }
  }

  @Test
  void nowIsTheTimeOfTheStatement() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      Cell result = new Cell();
      comparison.call("datetime", result, text("now"), text("subsec"));
      assertThat(result.decodeText()).isEqualTo("2023-11-14 22:13:20.123");
      comparison.call("current_timestamp", result);
      assertThat(result.decodeText()).isEqualTo("2023-11-14 22:13:20");
      comparison.call("unixepoch", result);
      assertThat(result.integer).isEqualTo(1_700_000_000L);
      comparison.call("unixepoch", result, text("subsec"));
      assertThat(result.real).isEqualTo(1_700_000_000.123);
    }
  }

  @Test
  void localTimeFollowsTheZone() {
    FunctionContext newYork =
        new FixedContext() {
          @Override
          public ZoneId timeZone() {
            return ZoneId.of("America/New_York");
          }
        };
    assertThat(dateTime(newYork, "2024-07-01 12:00", "localtime")).isEqualTo("2024-07-01 08:00:00");
    assertThat(dateTime(newYork, "2024-01-01 12:00", "localtime")).isEqualTo("2024-01-01 07:00:00");
    assertThat(dateTime(newYork, "2024-07-01 08:00", "utc")).isEqualTo("2024-07-01 12:00:00");
    assertThat(dateTime(newYork, "2024-01-01 07:00", "utc")).isEqualTo("2024-01-01 12:00:00");
    assertThat(dateTime(newYork, "2150-07-01 12:00", "localtime")).isEqualTo("2150-07-01 08:00:00");
    assertThat(dateTime(newYork, "1800-07-01 12:00", "localtime")).isEqualTo("1800-07-01 08:00:00");
  }

  private static String dateTime(FunctionContext context, String... arguments) {
    Cell[] cells = new Cell[arguments.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = text(arguments[i]);
    }
    FunctionDefinition definition = new FunctionRegistry().resolve("datetime", cells.length);
    Cell result = new Cell();
    ((FunctionDefinition.Scalar) definition).function().call(context, cells, cells.length, result);
    return result.decodeText();
  }

  private char letter() {
    return "deFfGgHIjJklmMpPRsSTuUVwWY%".charAt(random.nextInt(27));
  }

  private Cell timeValue() {
    Cell cell = new Cell();
    switch (random.nextInt(8)) {
      case 0 -> cell.setInteger(random.nextInt(6_000_000));
      case 1 -> cell.setReal(random.nextInt(6_000_000) + random.nextInt(1000) / 1000.0);
      case 2 -> cell.setInteger(random.nextInt());
      case 3 -> {
        return random.nextInt(4) == 0 ? values.any() : values.real();
      }
      default -> cell.setText(stamp());
    }
    return cell;
  }

  private String stamp() {
    int bound = random.nextInt(4) == 0 ? 10_000 : 100;
    String year = String.format("%04d", random.nextInt(bound) + (bound == 100 ? 1950 : 0));
    String date = String.format("%s-%02d-%02d", year, random.nextInt(1, 13), random.nextInt(1, 32));
    String time = "";
    switch (random.nextInt(5)) {
      case 0 -> time = String.format("%02d:%02d", random.nextInt(25), random.nextInt(60));
      case 1 ->
          time =
              String.format(
                  "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
      case 2 ->
          time =
              String.format(
                  "%02d:%02d:%02d.%s",
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  "" + random.nextInt(random.nextBoolean() ? 1000 : 1_000_000));
      default -> {
        // A date alone.
      }
    }
    String zone = "";
    if (!time.isEmpty() && random.nextInt(4) == 0) {
      zone =
          new String[] {"Z", " z", "+01:30", "-08:00", " +00:00", "+15:00", "x"}[random.nextInt(7)];
    }
    String whole =
        switch (random.nextInt(6)) {
          case 0 -> date + "T" + time + zone;
          case 1 -> time + zone;
          default -> date + " " + time + zone;
        };
    return switch (random.nextInt(30)) {
      case 0 -> "-" + whole;
      case 1 -> whole.substring(0, random.nextInt(whole.length() + 1));
      case 2 -> whole + "\0x";
      case 3 -> " " + whole;
      default -> whole;
    };
  }

  private Cell modifier() {
    if (random.nextInt(3) > 0) {
      return text(FIXED_MODIFIERS[random.nextInt(FIXED_MODIFIERS.length)]);
    }
    if (random.nextInt(40) == 0) {
      return values.any();
    }
    String[] units = {"second", "minute", "hour", "day", "month", "year"};
    String sign = new String[] {"+", "-", ""}[random.nextInt(3)];
    String number =
        random.nextBoolean()
            ? "" + random.nextInt(1000)
            : "" + random.nextInt(100_000_000) / 1000.0;
    return text(sign + number + " " + units[random.nextInt(6)] + (random.nextBoolean() ? "s" : ""));
  }

  private static Cell text(String text) {
    Cell cell = new Cell();
    cell.setText(text);
    return cell;
  }
}
