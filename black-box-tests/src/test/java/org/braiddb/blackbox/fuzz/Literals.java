package org.braiddb.blackbox.fuzz;

/** Values written in SQL: few, so that they meet, and those at the edges. */
final class Literals {
  private final Dice dice;

  Literals(Dice dice) {
    this.dice = dice;
  }

  String any() {
    return switch (dice.below(16)) {
      case 0, 1 -> "NULL";
      case 2, 3, 4, 5, 6, 7 -> small();
      case 8, 9 -> dice.pick("1.0", "2.5", "-0.5", "3.0", "1e10", "0.0", "-0.0", "0.25");
      case 10, 11, 12 -> text();
      case 13 -> number();
      case 14 -> dice.pick("x'61'", "x''", "x'0102'", "x'416263'", "x'31'", "x'ff00'");
      default -> edge();
    };
  }

  String small() {
    return Integer.toString(dice.below(8) - 1);
  }

  String text() {
    return "'"
        + dice.pick("a", "A", "b", "B ", "abc", "", "a ", "aB", "ab", "\u00e4", "b%", "\u0161")
        + "'";
  }

  /** Text that is a number, or begins like one. */
  String number() {
    return "'"
        + dice.pick("1", "2", "2.5", "3.0", " 4", "5x", "1e1", "0x1", "-1", "+1", ".5")
        + "'";
  }

  String edge() {
    return dice.pick(
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "4294967296",
        "9007199254740993",
        "9007199254740992.0",
        "1e308",
        "-1e308",
        "1e-300",
        "0.1",
        "'9223372036854775807'",
        "'9223372036854775808'",
        "123456789012345678");
  }

  /** For columns of STRICT tables. */
  String ofType(String type) {
    if (dice.chance(15)) {
      return "NULL";
    }
    return switch (type) {
      case "INT", "INTEGER" -> dice.chance(90) ? small() : dice.pick("'3'", "4.0", "2.5", "'x'");
      case "REAL" ->
          dice.chance(90) ? dice.pick("1.0", "2.5", "-1", "3") : dice.pick("'1.5'", "'x'");
      case "TEXT" -> dice.chance(90) ? text() : small();
      case "BLOB" -> dice.chance(95) ? dice.pick("x'61'", "x''", "x'0102'") : text();
      default -> any();
    };
  }
}
