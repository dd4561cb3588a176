package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Columns beside aggregates that no group is of. They are those of one row of the group, whichever,
 * and where there is one min() or max() of a row that has it: so it is only asked whether there is
 * such a row.
 */
final class BareColumnFuzzer {
  /** For each group all rows are looked at. */
  private static final int MOST_GROUPED = 300;

  private final Dice dice;
  private final ExpressionFuzzer expressions;
  private final List<String> outputs = new ArrayList<>();
  private final StringJoiner same = new StringJoiner(" AND ");

  BareColumnFuzzer(Dice dice, ExpressionFuzzer expressions) {
    this.dice = dice;
    this.expressions = expressions;
  }

  /**
   * A query of one table.
   *
   * @param alias its name in the scope
   * @param bare the columns that are looked at
   * @param condition holds for the rows that are grouped; empty for all
   */
  String statement(
      PlanFuzzer.Sized sized, String alias, Scope scope, List<String> bare, String condition) {
    List<String> shown = new ArrayList<>();
    if (dice.chance(65)) {
      String extreme = expressions.collated(scope.ownColumn(dice));
      add(dice.pick("min(", "max(") + extreme + ")", extreme, "m");
      shown.add("f.m");
    }
    String group = "";
    if (dice.chance(sized.rows() > MOST_GROUPED ? 5 : 60)) {
      String key = expressions.collated(scope.ownColumn(dice));
      add(key, key, "g");
      group = " GROUP BY " + key;
      shown.add("f.g");
    }
    if (shown.isEmpty() || dice.chance(60)) {
      String column = expressions.collated(scope.ownColumn(dice));
      outputs.add(dice.pick("count(DISTINCT ", "sum(DISTINCT ", "count(") + column + ") AS a");
      shown.add("f.a");
    }
    bare.forEach(column -> add(column, column, "b" + outputs.size()));
    String where = "";
    if (!condition.isEmpty()) {
      same.add("(" + condition + ")");
      where = " WHERE " + condition;
    }
    String table = sized.table().name();
    return "SELECT "
        + String.join(", ", shown)
        + ", EXISTS(SELECT 1 FROM "
        + table
        + " AS e WHERE "
        + same.toString().replace(alias + ".", "e.")
        + ") FROM (SELECT "
        + String.join(", ", outputs)
        + " FROM "
        + table
        + " AS "
        + alias
        + where
        + group
        + ") AS f";
  }

  /** A result, which has a value of the row that is looked for. */
  private void add(String output, String value, String name) {
    outputs.add(output + " AS " + name);
    same.add(value + " IS f." + name);
  }
}
