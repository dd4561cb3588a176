package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** INSERT, UPDATE and DELETE. */
final class ChangeFuzzer {
  private static final String[] CONFLICTS = {
    "", "", "", "", " OR IGNORE", " OR REPLACE", " OR FAIL", " OR ABORT", " OR ROLLBACK"
  };

  private final Dice dice;
  private final Literals literals;
  private final QueryFuzzer queries;
  private final ExpressionFuzzer expressions;

  ChangeFuzzer(Dice dice, Literals literals, QueryFuzzer queries) {
    this.dice = dice;
    this.literals = literals;
    this.queries = queries;
    this.expressions = queries.expressions();
  }

  String statement(Table table) {
    return switch (dice.below(21)) {
      case 0, 1, 2, 3, 4, 5, 6 -> insert(table);
      case 7, 8 -> insertSelect(table);
      case 9, 10, 11 -> upsert(table);
      case 12, 13, 14, 15 -> update(table);
      case 16, 17 -> updateFrom(table);
      case 18, 19 -> delete(table);
      default -> withCommon(table);
    };
  }

  /** A change of few tables' rows that asks no query. */
  String simple(Table table) {
    return switch (dice.below(10)) {
      case 0, 1, 2 -> insert(table);
      case 3, 4, 5 -> upsert(table);
      default -> dice.chance(60) ? update(table) : delete(table);
    };
  }

  /** Whose source or condition reads a common table. */
  private String withCommon(Table table) {
    Table.Column column = dice.pick(table.writable());
    String with = "WITH q(x) AS (" + queries.inner(Scope.EMPTY, 1, 1) + ") ";
    return with
        + switch (dice.below(4)) {
          case 0 ->
              "INSERT"
                  + dice.pick(CONFLICTS)
                  + " INTO "
                  + table.name()
                  + "("
                  + column.name()
                  + ") SELECT x FROM q ORDER BY 1 LIMIT 3";
          case 1 ->
              "UPDATE "
                  + table.name()
                  + " SET "
                  + column.name()
                  + " = (SELECT max(quote(x)) FROM q) WHERE "
                  + dice.pick(table.columns())
                  + " IN (SELECT x FROM q)"
                  + returning(table);
          case 2 ->
              "DELETE FROM "
                  + table.name()
                  + " WHERE "
                  + column.name()
                  + " IN q AND "
                  + expressions.condition(Scope.of("", table.columns()), 0)
                  + returning(table);
          default ->
              "REPLACE INTO " + table.name() + "(" + column.name() + ") SELECT min(x) FROM q";
        };
  }

  // ---- INSERT

  private String insert(Table table) {
    String verb = dice.chance(10) ? "REPLACE" : "INSERT" + dice.pick(CONFLICTS);
    if (dice.chance(3)) {
      return verb + " INTO " + table.name() + " DEFAULT VALUES" + returning(table);
    }
    return verb + " INTO " + table.name() + rows(table, 1 + dice.below(3)) + returning(table);
  }

  /** Rows for a table that is filled. */
  String fill(Table table) {
    return "INSERT OR IGNORE INTO " + table.name() + rows(table, 3 + dice.below(5));
  }

  private String rows(Table table, int count) {
    List<Table.Column> columns = someOf(table.writable());
    String names = columns.stream().map(Table.Column::name).collect(Collectors.joining(", "));
    String values =
        dice.list(
            count,
            count,
            () -> columns.stream().map(this::value).collect(Collectors.joining(", ", "(", ")")));
    return "(" + names + ") VALUES " + values;
  }

  private List<Table.Column> someOf(List<Table.Column> columns) {
    if (dice.chance(70)) {
      return columns;
    }
    List<Table.Column> some = new ArrayList<>(columns);
    some.removeIf(c -> dice.chance(30));
    return some.isEmpty() ? columns : some;
  }

  private String value(Table.Column column) {
    if (!column.type().isEmpty()) {
      return literals.ofType(column.type());
    }
    return switch (column.name()) {
      case "id" -> dice.chance(15) ? "NULL" : Integer.toString(dice.below(14));
      case "k" -> Integer.toString(dice.below(6));
      default -> literals.any();
    };
  }

  private String insertSelect(Table table) {
    List<Table.Column> columns = someOf(table.writable());
    String names = columns.stream().map(Table.Column::name).collect(Collectors.joining(", "));
    // Which of equal values a DISTINCT shows, 1 or 1.0, depends on the plan, and would be stored.
    String query =
        queries.inner(Scope.EMPTY, 1, columns.size()).replace("SELECT DISTINCT ", "SELECT ");
    String order = " ORDER BY " + ordinals(columns.size());
    return "INSERT"
        + dice.pick(CONFLICTS)
        + " INTO "
        + table.name()
        + "("
        + names
        + ") SELECT * FROM ("
        + query
        + ")"
        + order
        + " LIMIT 4"
        + returning(table);
  }

  private static String ordinals(int count) {
    List<String> ordinals = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ordinals.add(Integer.toString(i));
    }
    return String.join(", ", ordinals);
  }

  private String upsert(Table table) {
    StringBuilder sql = new StringBuilder("INSERT");
    sql.append(dice.maybe(20, dice.pick(CONFLICTS)));
    sql.append(" INTO ").append(table.name()).append(rows(table, 1 + dice.below(2)));
    int clauses = 1 + dice.below(3);
    for (int i = 0; i < clauses; i++) {
      boolean target = i + 1 < clauses || dice.chance(75);
      String keys =
          table.keys().isEmpty() ? "(" + dice.pick(table.columns()) + ")" : dice.pick(table.keys());
      sql.append(" ON CONFLICT").append(target ? keys : "").append(" DO ");
      sql.append(dice.chance(30) ? "NOTHING" : "UPDATE SET " + upsertSet(table));
    }
    return sql.append(returning(table)).toString();
  }

  private String upsertSet(Table table) {
    Table.Column column = dice.pick(table.writable());
    String value =
        switch (dice.below(4)) {
          case 0 -> "excluded." + column.name();
          case 1 -> value(column);
          case 2 ->
              "coalesce("
                  + table.name()
                  + "."
                  + column.name()
                  + ", excluded."
                  + column.name()
                  + ")";
          default -> expressions.expression(Scope.of(table.name(), table.columns()), 0);
        };
    String where =
        dice.maybe(
            25, " WHERE " + expressions.condition(Scope.of(table.name(), table.columns()), 0));
    return column.name() + " = " + value + where;
  }

  // ---- UPDATE and DELETE

  private String update(Table table) {
    Scope scope = Scope.of("", table.columns());
    return "UPDATE"
        + dice.pick(CONFLICTS)
        + " "
        + table.name()
        + " SET "
        + assignments(table, scope)
        + " WHERE "
        + where(table, scope)
        + returning(table)
        + limit(table);
  }

  /** Which of the rows found are meant, by a key that no two of them share. */
  private String limit(Table table) {
    if (table.rowid().isEmpty() || !dice.chance(12)) {
      return "";
    }
    return " ORDER BY "
        + table.name()
        + "."
        + table.rowid()
        + dice.maybe(40, " DESC")
        + " LIMIT "
        + (dice.below(4) - 1)
        + dice.maybe(30, " OFFSET " + dice.below(3));
  }

  private String assignments(Table table, Scope scope) {
    if (dice.chance(8) && table.writable().size() > 1) {
      return "("
          + table.writable().get(0).name()
          + ", "
          + table.writable().get(1).name()
          + ") = ("
          + (dice.chance(50)
              ? value(table.writable().get(0)) + ", " + value(table.writable().get(1))
              : queries.inner(scope, 0, 2) + " ORDER BY 1, 2 LIMIT 1")
          + ")";
    }
    return dice.list(1, 2, () -> assignment(table, scope));
  }

  private String assignment(Table table, Scope scope) {
    Table.Column column = dice.pick(table.writable());
    String value =
        switch (dice.below(5)) {
          case 0, 1 -> value(column);
          case 2 -> column.name() + dice.pick(" + 1", " || 'z'", " * 2", " - 5");
          default -> expressions.expression(scope, 1);
        };
    return column.name() + " = " + value;
  }

  /** Often few rows: then the order in which they are visited says little. */
  private String where(Table table, Scope scope) {
    if (!table.rowid().isEmpty() && dice.chance(45)) {
      return table.rowid() + dice.pick(" = ", " = ", " <= ", " > ") + dice.below(12);
    }
    return expressions.condition(scope, 1);
  }

  /** From a query of one row for each key, so that no row is updated in two ways. */
  private String updateFrom(Table table) {
    List<Scope.Source> sources = new ArrayList<>();
    String from = queries.from(sources, 1, 0);
    Scope inner = Scope.of(sources);
    String key = "quote(" + inner.column(dice) + ")";
    String query =
        "(SELECT "
            + key
            + " AS x, max(quote("
            + inner.column(dice)
            + ")) AS y FROM "
            + from
            + " GROUP BY "
            + key
            + ") AS f";
    Scope scope = Scope.of(table.name(), table.columns());
    Table.Column column = dice.pick(table.writable());
    String value = dice.chance(50) ? "f.y" : expressions.expression(scope, 0);
    return "UPDATE"
        + dice.pick(CONFLICTS)
        + " "
        + table.name()
        + " SET "
        + column.name()
        + " = "
        + value
        + " FROM "
        + query
        + " WHERE f.x = quote("
        + scope.column(dice)
        + ")"
        + dice.maybe(50, " AND " + expressions.condition(scope, 1))
        + returning(table)
        + limit(table);
  }

  private String delete(Table table) {
    Scope scope = Scope.of("", table.columns());
    String where = dice.chance(3) ? "" : " WHERE " + where(table, scope);
    return "DELETE FROM " + table.name() + where + returning(table) + limit(table);
  }

  private String returning(Table table) {
    // SQLite 3.54 takes RETURNING for an INSTEAD OF trigger where a view has others.
    if (!dice.chance(12) || table.view()) {
      return "";
    }
    // In expressions SQLite 3.54 shows whole numbers of REAL columns as integers here.
    return " RETURNING " + dice.pick("*", dice.list(1, 2, () -> dice.pick(table.columns())));
  }
}
