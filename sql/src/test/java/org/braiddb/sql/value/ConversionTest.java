package org.braiddb.sql.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Conversions beside SQLite's. Repeat with {@code -Dbraid.seed=...}; lengthen with braid.rounds.
 */
class ConversionTest {
  private final long seed = Long.getLong("braid.seed", 20);
  private final int rounds = Integer.getInteger("braid.rounds", 40_000);
  private final RandomValues values = new RandomValues(new Random(seed));

  private interface Conversion {
    void apply(Cell cell);
  }

  private void check(String expression, Conversion ours, java.util.function.Supplier<Cell> source)
      throws Exception {
    System.out.println("ConversionTest " + expression + ": -Dbraid.seed=" + seed);
    try (SqliteValues sqlite = new SqliteValues()) {
      for (int i = 0; i < rounds; i++) {
        Cell value = source.get();
        Cell mine = new Cell();
        mine.copyFrom(value);
        ours.apply(mine);
        Cell theirs = sqlite.evaluate(expression, value);
        assertThat(SqliteValues.same(mine, theirs))
            .as("seed %d: %s of %s is %s, here %s", seed, expression, value, theirs, mine)
            .isTrue();
      }
    }
  }

  private Cell anyReal() {
    Cell cell = new Cell();
    cell.setReal(values.finite());
    return cell;
  }

  private Cell numericText() {
    Cell cell = new Cell();
    cell.setText(values.numeric());
    return cell;
  }

  private Cell decimal() {
    Cell cell = new Cell();
    Random random = new Random(values.integer().integer ^ (long) values.real().real);
    cell.setReal(random.nextInt(100_000_000) / Math.pow(10, random.nextInt(12)));
    return cell;
  }

  @Test
  void realsPrintAsSqlitePrintsThem() throws Exception {
    check("cast(%0 as text)", Cell::convertToText, this::anyReal);
    check("cast(%0 as text)", Cell::convertToText, values::real);
    check("cast(%0 as text)", Cell::convertToText, this::decimal);
  }

  @Test
  void textReadsAsSqliteReadsIt() throws Exception {
    check("cast(%0 as real)", NumericText::castToReal, this::numericText);
    check("cast(%0 as integer)", NumericText::castToInteger, this::numericText);
    check("cast(%0 as numeric)", NumericText::castToNumeric, this::numericText);
    check("%0 + 0", ConversionTest::operand, this::numericText);
  }

  @Test
  void printedRealsReadBackAsTheSameReal() throws Exception {
    check(
        "cast(cast(%0 as text) as real)",
        cell -> {
          cell.convertToText();
          NumericText.castToReal(cell);
        },
        this::anyReal);
  }

  @Test
  void castsOfEveryClass() throws Exception {
    check("cast(%0 as text)", Cell::convertToText, values::any);
    check("cast(%0 as real)", NumericText::castToReal, values::any);
    check("cast(%0 as integer)", NumericText::castToInteger, values::any);
    check("cast(%0 as numeric)", NumericText::castToNumeric, values::any);
    check("cast(%0 as blob)", cell -> NumericText.cast(cell, Affinity.BLOB), values::any);
    check("%0 + 0", ConversionTest::operand, values::any);
    check("%0 is true", cell -> cell.setBoolean(cell.isTrue()), values::any);
  }

  private static void operand(Cell cell) {
    NumericText.convertToOperand(cell);
    if (cell.type == Cell.REAL) {
      cell.setReal(cell.real + 0);
    }
  }
}
