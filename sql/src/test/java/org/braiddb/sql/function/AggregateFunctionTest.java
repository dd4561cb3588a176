package org.braiddb.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.RandomValues;
import org.braiddb.sql.value.SqliteValues;
import org.junit.jupiter.api.Test;

/** Aggregates beside SQLite's, over random groups. Repeat with {@code -Dbraid.seed=...}. */
class AggregateFunctionTest {
  private final long seed = Long.getLong("braid.seed", 20);
  private final int rounds = Integer.getInteger("braid.rounds", 300);
  private final Random random = new Random(seed);
  private final RandomValues values = new RandomValues(random);
  private final FunctionRegistry registry = new FunctionRegistry();

  private void compare(int arguments, Supplier<Cell> source, Supplier<Cell> second, String... names)
      throws Exception {
    System.out.println("AggregateFunctionTest: -Dbraid.seed=" + seed);
    try (SqliteValues sqlite = new SqliteValues()) {
      for (int round = 0; round < rounds; round++) {
        List<Cell[]> group = new ArrayList<>();
        Cell same = second.get();
        for (int i = random.nextInt(8); i > 0; i--) {
          boolean change = random.nextInt(3) == 0;
          group.add(new Cell[] {source.get(), change ? second.get() : same});
        }
        for (String name : names) {
          compare(sqlite, name, arguments, group);
        }
      }
    }
  }

  private void compare(SqliteValues sqlite, String name, int arguments, List<Cell[]> group)
      throws SQLException {
    String mine;
    Cell ours = new Cell();
    try {
      aggregate(name, arguments, group, ours);
      mine = ours.toString();
    } catch (StatementException refused) {
      ours = null;
      mine = refused.getMessage();
    }
    String theirs;
    boolean same;
    try {
      Cell answer = ask(sqlite, name, arguments, group);
      theirs = answer.toString();
      same = ours != null && SqliteValues.same(ours, answer);
    } catch (SQLException refused) {
      theirs = refused.getMessage();
      same = ours == null && theirs.contains(mine);
    }
    List<String> shown = group.stream().map(java.util.Arrays::toString).toList();
    assertThat(same)
        .as("seed %d: %s of %s is %s, here %s", seed, name, shown, theirs, mine)
        .isTrue();
  }

  private void aggregate(String name, int arguments, List<Cell[]> group, Cell result) {
    FunctionDefinition definition = registry.resolve(name, arguments);
    AggregateState state =
        ((FunctionDefinition.Aggregate) definition).function().newState(new FixedContext());
    for (Cell[] row : group) {
      Cell[] copies = new Cell[arguments];
      for (int i = 0; i < arguments; i++) {
        copies[i] = new Cell();
        copies[i].copyFrom(row[i]);
      }
      state.step(copies, arguments);
    }
    state.finish(result);
  }

  private static Cell ask(SqliteValues sqlite, String name, int arguments, List<Cell[]> group)
      throws SQLException {
    StringBuilder rows = new StringBuilder();
    List<Cell> parameters = new ArrayList<>();
    for (Cell[] row : group) {
      rows.append(rows.isEmpty() ? "values (" : ",(");
      for (int i = 0; i < 2; i++) {
        rows.append(row[i].type == Cell.TEXT ? "cast(? as text)" : "?").append(i == 0 ? "," : ")");
        parameters.add(row[i]);
      }
    }
    String from = group.isEmpty() ? "select 1 as column1, 2 as column2 where 0" : rows.toString();
    String call =
        name + (arguments == 0 ? "(*)" : arguments == 1 ? "(column1)" : "(column1,column2)");
    String sql = "select x, typeof(x) from (select " + call + " as x from (" + from + "))";
    try (PreparedStatement statement = sqlite.connection().prepareStatement(sql)) {
      return SqliteValues.run(statement, parameters.toArray(new Cell[0]));
    }
  }

  @Test
  void aggregatesOfAnything() throws Exception {
    compare(
        1,
        values::any,
        values::any,
        "count",
        "sum",
        "total",
        "avg",
        "min",
        "max",
        "group_concat",
        "median");
    compare(0, values::any, values::any, "count");
  }

  @Test
  void aggregatesOfNumbers() throws Exception {
    Supplier<Cell> number = () -> random.nextInt(4) == 0 ? values.real() : values.integer();
    compare(1, number, values::any, "sum", "total", "avg", "min", "max", "median");
    compare(1, values::real, values::any, "sum", "total", "avg", "min", "max", "median");
    compare(1, values::integer, values::any, "sum", "total", "avg");
  }

  @Test
  void aggregatesWithASecondArgument() throws Exception {
    compare(2, values::any, values::text, "group_concat", "string_agg");
    compare(
        2,
        () -> random.nextInt(5) == 0 ? values.any() : values.integer(),
        () -> fraction(),
        "percentile",
        "percentile_cont",
        "percentile_disc");
  }

  @Test
  void bareColumnsComeFromTheRowOfTheExtreme() throws Exception {
    try (SqliteValues sqlite = new SqliteValues()) {
      for (int round = 0; round < rounds; round++) {
        List<Cell> group = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
          group.add(random.nextInt(3) == 0 ? new Cell() : values.integer());
        }
        for (String name : new String[] {"min", "max"}) {
          assertThat(chosenRow(name, group))
              .as("seed %d: %s of %s", seed, name, group)
              .isEqualTo(chosenBySqlite(sqlite, name, group));
        }
      }
    }
  }

  private int chosenRow(String name, List<Cell> group) {
    FunctionDefinition definition = registry.resolve(name, 1);
    AggregateState state =
        ((FunctionDefinition.Aggregate) definition).function().newState(new FixedContext());
    int chosen = -1;
    for (int i = 0; i < group.size(); i++) {
      Cell copy = new Cell();
      copy.copyFrom(group.get(i));
      state.step(new Cell[] {copy}, 1);
      if (state.lastRowIsResult()) {
        chosen = i;
      }
    }
    return chosen;
  }

  private static int chosenBySqlite(SqliteValues sqlite, String name, List<Cell> group)
      throws SQLException {
    StringBuilder rows = new StringBuilder("values ");
    for (int i = 0; i < group.size(); i++) {
      rows.append(i == 0 ? "(" : ",(").append(i).append(",?)");
    }
    String sql = "select column1, typeof(column1), " + name + "(column2) from (" + rows + ")";
    try (PreparedStatement statement = sqlite.connection().prepareStatement(sql)) {
      return (int) SqliteValues.run(statement, group.toArray(new Cell[0])).integer;
    }
  }

  private Cell fraction() {
    Cell cell = new Cell();
    cell.setReal(random.nextInt(9) / 8.0 * (random.nextInt(4) == 0 ? 100 : 1));
    return random.nextInt(10) == 0 ? values.any() : cell;
  }
}
