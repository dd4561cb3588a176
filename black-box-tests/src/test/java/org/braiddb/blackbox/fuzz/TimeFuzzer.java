package org.braiddb.blackbox.fuzz;

/** Calls of the date and time functions. None depends on the clock. */
final class TimeFuzzer {
  private static final String[] MODIFIERS = {
    "'+1 day'",
    "'-1 month'",
    "'+13 months'",
    "'-1 year'",
    "'1.5 days'",
    "'-36 hours'",
    "'+90 minutes'",
    "'+1e3 seconds'",
    "'+01:30'",
    "'-0001-02-03'",
    "'+0001-02-03 04:05'",
    "'start of month'",
    "'start of year'",
    "'start of day'",
    "'weekday 0'",
    "'weekday 3'",
    "'unixepoch'",
    "'julianday'",
    "'auto'",
    "'utc'",
    "'subsec'",
    "'subsecond'",
    "'ceiling'",
    "'floor'",
    "'nonsense'",
    "'+1'",
    "NULL",
    "''"
  };
  private static final String[] TIMES = {
    "'2024-02-29'",
    "'2024-02-29 12:34:56.789'",
    "'2023-12-31T23:59:59Z'",
    "'0000-01-01'",
    "'9999-12-31 23:59:59.999'",
    "'2024-01-31 24:00'",
    "'12:00'",
    "'12:00:61'",
    "'2023-02-30'",
    "'2023-02-31'",
    "'2024-06-15 10:20:30+05:30'",
    "2460000.5",
    "0",
    "-1",
    "1700000000",
    "1e10",
    "5373484.5",
    "'1e3'",
    "'2024-2-9'",
    "NULL"
  };

  private final Dice dice;
  private final Literals literals;

  TimeFuzzer(Dice dice, Literals literals) {
    this.dice = dice;
    this.literals = literals;
  }

  /** A call that has the value in it, or is of a time alone. */
  String call(String value, Scope scope) {
    return switch (dice.below(8)) {
      case 0 -> "date(" + time(value) + modifiers() + ")";
      case 1 -> "time(" + time(value) + modifiers() + ")";
      case 2 -> "datetime(" + time(value) + modifiers() + ")";
      case 3 -> "julianday(" + time(value) + modifiers() + ")";
      case 4 -> "unixepoch(" + time(value) + modifiers() + ")";
      case 5 -> "timediff(" + time(value) + ", " + time(scope.column(dice)) + ")";
      case 6 -> "datetime(" + time(value) + ", " + literals.any() + " || ' days')";
      default -> "strftime(" + format() + ", " + time(value) + modifiers() + ")";
    };
  }

  private String time(String value) {
    return dice.chance(25) ? value : dice.pick(TIMES);
  }

  private String modifiers() {
    StringBuilder modifiers = new StringBuilder();
    int count = dice.below(4);
    for (int i = 0; i < count; i++) {
      modifiers.append(", ").append(dice.pick(MODIFIERS));
    }
    return modifiers.toString();
  }

  private String format() {
    StringBuilder format = new StringBuilder("'");
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      format
          .append('%')
          .append(
              dice.pick(
                  "d", "e", "f", "F", "G", "g", "H", "I", "j", "J", "k", "l", "m", "M", "p", "P",
                  "R", "s", "S", "T", "u", "U", "V", "w", "W", "Y", "%"))
          .append(dice.pick("", "-", " x"));
    }
    return format.append('\'').toString();
  }
}
