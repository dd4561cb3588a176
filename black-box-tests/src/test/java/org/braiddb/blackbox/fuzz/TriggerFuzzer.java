package org.braiddb.blackbox.fuzz;

import java.util.List;

/** Triggers; what they do is logged, and seldom does one set off another. */
final class TriggerFuzzer {
  static final String LOG = "CREATE TABLE log(x)";

  private final Dice dice;
  private final Literals literals;
  private final QueryFuzzer queries;
  private final ExpressionFuzzer expressions;
  private int count;

  TriggerFuzzer(Dice dice, Literals literals, QueryFuzzer queries) {
    this.dice = dice;
    this.literals = literals;
    this.queries = queries;
    this.expressions = queries.expressions();
  }

  String trigger(Table table, List<Table> tables) {
    String event =
        dice.pick(
            "INSERT",
            "UPDATE",
            "DELETE",
            "UPDATE OF " + dice.list(1, 2, () -> dice.pick(table.columns())));
    String row =
        event.equals("INSERT") ? "new" : event.equals("DELETE") ? "old" : dice.pick("new", "old");
    // SQLite 3.54 shows NULL for generated columns where what they are computed from is not named.
    List<String> named = table.columns().stream().filter(name -> !name.equals("g")).toList();
    Scope scope = Scope.of(row, named);
    String timing = table.view() ? " INSTEAD OF " : dice.pick(" BEFORE ", " AFTER ", " AFTER ");
    // Only those of the temporary database may fire on one database and change another.
    boolean temporary = !table.schema().isEmpty() || dice.chance(10);
    StringBuilder sql = new StringBuilder("CREATE ").append(temporary ? "TEMP " : "");
    sql.append("TRIGGER g").append(count++).append(timing).append(event);
    sql.append(" ON ").append(table.name());
    sql.append(dice.maybe(25, " WHEN " + expressions.condition(scope, 1)));
    sql.append(" BEGIN INSERT INTO log VALUES('g").append(count).append(" ' || quote(");
    sql.append(scope.column(dice)).append(")); ");
    int steps = dice.below(2) + (table.view() ? 1 : 0);
    for (int i = 0; i < steps; i++) {
      Table other = dice.pick(tables);
      if (temporary || other.schema().isEmpty()) {
        sql.append(step(scope, other)).append("; ");
      }
    }
    return sql.append("END").toString();
  }

  private String step(Scope row, Table table) {
    if (table.view()) {
      return "SELECT " + expressions.expression(row, 1);
    }
    String name = table.simple();
    String column = dice.pick(table.writable()).name();
    return switch (dice.below(10)) {
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
              + dice.pick(
                  "IGNORE",
                  "ABORT, 'abort'",
                  "FAIL, 'fail'",
                  "ROLLBACK, 'rollback'",
                  "ABORT, 'value ' || quote(" + row.column(dice) + ")")
              + ") END";
      case 4 ->
          "INSERT"
              + dice.pick("", " OR IGNORE", " OR REPLACE")
              + " INTO "
              + name
              + "("
              + column
              + ") SELECT "
              + row.column(dice)
              + " WHERE "
              + expressions.condition(row, 1);
      case 5 ->
          "UPDATE "
              + name
              + " SET "
              + column
              + " = ("
              + queries.scalar(row, 0)
              + ") WHERE "
              + dice.pick(table.columns())
              + " = "
              + row.column(dice);
      case 6 ->
          "INSERT INTO "
              + name
              + "("
              + column
              + ") VALUES("
              + row.column(dice)
              + ") ON CONFLICT"
              + (table.keys().isEmpty() ? "" : dice.pick(table.keys()))
              + " DO UPDATE SET "
              + column
              + " = "
              + expressions.expression(row, 0);
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
