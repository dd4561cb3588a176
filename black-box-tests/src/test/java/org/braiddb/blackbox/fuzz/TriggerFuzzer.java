package org.braiddb.blackbox.fuzz;

import java.util.List;

/** Triggers; what they do is logged, and seldom does one set off another. */
final class TriggerFuzzer {
  static final String LOG = "CREATE TABLE log(x)";

  private final Dice dice;
  private final Literals literals;
  private final ExpressionFuzzer expressions;
  private int count;

  TriggerFuzzer(Dice dice, Literals literals, ExpressionFuzzer expressions) {
    this.dice = dice;
    this.literals = literals;
    this.expressions = expressions;
  }

  String trigger(Table table, List<Table> tables) {
    String event =
        dice.pick("INSERT", "UPDATE", "DELETE", "UPDATE OF " + dice.pick(table.columns()));
    String row =
        event.equals("INSERT") ? "new" : event.equals("DELETE") ? "old" : dice.pick("new", "old");
    // SQLite 3.54 shows NULL for generated columns where what they are computed from is not named.
    List<String> named = table.columns().stream().filter(name -> !name.equals("g")).toList();
    Scope scope = Scope.of(row, named);
    String timing = table.view() ? " INSTEAD OF " : dice.pick(" BEFORE ", " AFTER ", " AFTER ");
    StringBuilder sql = new StringBuilder("CREATE ").append(dice.maybe(10, "TEMP "));
    sql.append("TRIGGER g").append(count++).append(timing).append(event);
    sql.append(" ON ").append(table.name());
    sql.append(dice.maybe(25, " WHEN " + expressions.condition(scope, 1)));
    sql.append(" BEGIN INSERT INTO log VALUES('g").append(count).append(" ' || quote(");
    sql.append(scope.column(dice)).append(")); ");
    int steps = dice.below(2) + (table.view() ? 1 : 0);
    for (int i = 0; i < steps; i++) {
      sql.append(step(scope, dice.pick(tables))).append("; ");
    }
    return sql.append("END").toString();
  }

  private String step(Scope row, Table table) {
    if (table.view()) {
      return "SELECT " + expressions.expression(row, 1);
    }
    String name = table.name();
    String column = dice.pick(table.writable()).name();
    return switch (dice.below(7)) {
      case 0 ->
          "DELETE FROM "
              + name
              + " WHERE "
              + column
              + " = "
              + row.column(dice)
              + " AND "
              + literals.small()
              + " > 2";
      case 1, 2 ->
          "UPDATE"
              + dice.pick("", " OR IGNORE", " OR REPLACE", " OR FAIL")
              + " "
              + name
              + " SET "
              + column
              + " = "
              + expressions.expression(row, 0)
              + " WHERE "
              + dice.pick(table.columns())
              + " = "
              + row.column(dice);
      case 3 ->
          "SELECT CASE WHEN "
              + row.column(dice)
              + " = "
              + literals.any()
              + " THEN RAISE("
              + dice.pick("IGNORE", "ABORT, 'abort'", "FAIL, 'fail'", "ROLLBACK, 'rollback'")
              + ") END";
      default ->
          "INSERT"
              + dice.pick("", " OR IGNORE", " OR REPLACE")
              + " INTO "
              + name
              + "("
              + column
              + ") VALUES("
              + expressions.expression(row, 0)
              + ")"
              + dice.maybe(20, " ON CONFLICT DO NOTHING");
    };
  }
}
