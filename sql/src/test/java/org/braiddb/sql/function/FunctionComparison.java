package org.braiddb.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.SqliteValues;

/** Calls a function here and in SQLite, and compares values or errors. */
final class FunctionComparison implements AutoCloseable {
  private final SqliteValues sqlite = new SqliteValues();
  private final FunctionRegistry registry = new FunctionRegistry();
  private final FunctionContext context = new FixedContext();
  private final long seed;

  /** Reals that differ in relation by no more than this are the same; so are neighbours near 0. */
  double tolerance;

  FunctionComparison(long seed) throws SQLException {
    this.seed = seed;
  }

  SqliteValues sqlite() {
    return sqlite;
  }

  /** Compares one call. */
  void check(String name, Cell... arguments) {
    String mine;
    Cell ours = new Cell();
    try {
      call(name, ours, arguments);
      mine = ours.toString();
    } catch (StatementException refused) {
      ours = null;
      mine = refused.getMessage();
    }
    String theirs;
    boolean same;
    try {
      Cell answer = sqlite.evaluate(expression(name, arguments.length), arguments);
      theirs = answer.toString();
      same = ours != null && same(ours, answer);
    } catch (SQLException refused) {
      theirs = refused.getMessage();
      same = ours == null && theirs.contains(mine);
    }
    assertThat(same)
        .as(
            "seed %d: %s%s is %s, here %s",
            seed, name, java.util.Arrays.toString(arguments), theirs, mine)
        .isTrue();
  }

  private boolean same(Cell ours, Cell theirs) {
    if (SqliteValues.same(ours, theirs)) {
      return true;
    }
    return ours.type == Cell.REAL
        && theirs.type == Cell.REAL
        && Math.abs(ours.real - theirs.real)
            <= tolerance * Math.max(Math.abs(theirs.real), Double.MIN_NORMAL * 16);
  }

  /** Calls the function here, on copies of the arguments. */
  void call(String name, Cell result, Cell... arguments) {
    FunctionDefinition definition = registry.resolve(name, arguments.length);
    Cell[] copies = new Cell[arguments.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = new Cell();
      copies[i].copyFrom(arguments[i]);
    }
    ((FunctionDefinition.Scalar) definition)
        .function()
        .call(context, copies, copies.length, result);
  }

  private static String expression(String name, int count) {
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "%" : ",%").append(i);
    }
    return text.append(')').toString();
  }

  @Override
  public void close() throws SQLException {
    sqlite.close();
  }
}
