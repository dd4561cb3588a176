package org.braiddb.sql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.RandomValues;
import org.junit.jupiter.api.Test;

/** Scalar functions beside SQLite's. Repeat with {@code -Dbraid.seed=...}. */
class ScalarFunctionTest {
  private final long seed = Long.getLong("braid.seed", 20);
  private final int rounds = Integer.getInteger("braid.rounds", 1500);
  private final Random random = new Random(seed);
  private final RandomValues values = new RandomValues(random);

  private void compare(double tolerance, int count, String... names) throws Exception {
    System.out.println("ScalarFunctionTest: -Dbraid.seed=" + seed);
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      comparison.tolerance = tolerance;
      for (String name : names) {
        for (int i = 0; i < rounds; i++) {
          Cell[] arguments = new Cell[count];
          for (int k = 0; k < count; k++) {
            arguments[k] = values.any();
          }
          comparison.check(name, arguments);
        }
      }
    }
  }

  @Test
  void functionsOfOneValue() throws Exception {
    compare(
        0,
        1,
        "abs",
        "hex",
        "length",
        "octet_length",
        "lower",
        "upper",
        "quote",
        "round",
        "sign",
        "trim",
        "ltrim",
        "rtrim",
        "typeof",
        "unhex",
        "unicode",
        "unistr",
        "unistr_quote",
        "char",
        "concat",
        "ceil",
        "ceiling",
        "floor",
        "trunc",
        "likely",
        "unlikely",
        "sqrt");
  }

  @Test
  void functionsOfTwoValues() throws Exception {
    compare(
        0,
        2,
        "coalesce",
        "ifnull",
        "concat",
        "concat_ws",
        "glob",
        "like",
        "instr",
        "nullif",
        "min",
        "max",
        "trim",
        "ltrim",
        "rtrim",
        "substr",
        "substring",
        "unhex",
        "char",
        "iif",
        "if",
        "mod",
        "round");
  }

  @Test
  void functionsOfThreeValues() throws Exception {
    compare(
        0,
        3,
        "coalesce",
        "concat",
        "concat_ws",
        "min",
        "max",
        "replace",
        "substr",
        "char",
        "iif",
        "if",
        "like");
  }

  @Test
  void mathematics() throws Exception {
    compare(
        4e-15, 1, "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "degrees",
        "exp", "ln", "log", "log10", "log2", "radians", "sin", "sinh", "tan", "tanh");
    compare(4e-15, 2, "atan2", "log", "pow", "power");
  }

  @Test
  void textOfFewLettersMatchesPatterns() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (int i = 0; i < rounds * 10; i++) {
        comparison.check("like", pattern("aAbé%_\\"), pattern("aAbé%"));
        comparison.check("like", pattern("aAb€%_\\"), pattern("aAb€%_\\"), pattern1("\\a%_€"));
        comparison.check("glob", pattern("ab€*?[]^-c"), pattern("ab€]-"));
        comparison.check("glob", pattern("a*?["), pattern("ab["));
      }
    }
  }

  @Test
  void patternsOfManyWildcardsNeedNoStack() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      Cell pattern = new Cell();
      pattern.setText("%a".repeat(25_000));
      Cell text = new Cell();
      text.setText("xa".repeat(24_999));
      Cell result = new Cell();
      comparison.call("like", result, pattern, text);
      assertThat(result.integer).isZero();
      text.setText("xa".repeat(25_000));
      comparison.call("like", result, pattern, text);
      assertThat(result.integer).isOne();
      pattern.setText("%a".repeat(25_001));
      assertThatThrownBy(() -> comparison.call("like", result, pattern, text))
          .hasMessage("LIKE or GLOB pattern too complex");
    }
  }

  @Test
  void textOfFewLettersIsSearched() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (int i = 0; i < rounds * 5; i++) {
        comparison.check("instr", pattern("abé"), pattern("abé"));
        comparison.check("replace", pattern("abé"), pattern("abé"), pattern("xab"));
        comparison.check("trim", pattern("abé"), pattern("aé"));
        comparison.check("rtrim", pattern("abé"), pattern("bé"));
        comparison.check("substr", pattern("abé€"), values.integer(), values.integer());
        comparison.check("substr", values.blob(), values.integer(), values.integer());
        comparison.check("round", values.real(), values.integer());
        comparison.check("unistr", pattern("\\u0a4+U"));
      }
    }
  }

  private Cell pattern(String alphabet) {
    int[] letters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(10); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    Cell cell = new Cell();
    cell.setText(text.toString());
    return cell;
  }

  private Cell pattern1(String alphabet) {
    int[] letters = alphabet.codePoints().toArray();
    Cell cell = new Cell();
    cell.setText(Character.toString(letters[random.nextInt(letters.length)]));
    return cell;
  }
}
