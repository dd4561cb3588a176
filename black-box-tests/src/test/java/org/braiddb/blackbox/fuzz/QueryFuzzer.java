package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Queries over tables. Rows come in an order that is told, or in any; what depends on an order that
 * is not told is avoided where that is easy.
 */
final class QueryFuzzer {
  private final Dice dice;
  private final List<Table> tables;
  private final ExpressionFuzzer expressions;
  private int aliases;

  /** The names of common tables with two columns x and y. */
  private final List<String> common = new ArrayList<>();

  /**
   * @param tables what can be read; it may grow and shrink
   */
  QueryFuzzer(Dice dice, Literals literals, List<Table> tables) {
    this.dice = dice;
    this.tables = tables;
    this.expressions = new ExpressionFuzzer(dice, literals, this);
  }

  ExpressionFuzzer expressions() {
    return expressions;
  }

  // ---- whole queries

  /** A statement. */
  String statement() {
    common.clear();
    aliases = 0;
    if (dice.chance(18)) {
      String with = with();
      String query = dice.chance(25) ? compound() : ordered(2);
      common.clear();
      return with + query;
    }
    return dice.chance(15) ? compound() : ordered(2);
  }

  /**
   * A query and what it is made up of.
   *
   * @param parts have its rows between them
   * @param count how many rows meet a condition
   * @param sum for how many rows it is true
   */
  record Divided(String whole, List<String> parts, String count, String sum) {
    /**
     * A query without WHERE, divided by a condition.
     *
     * @param from its FROM clause, with which it ends
     */
    static Divided by(String whole, String from, String condition) {
      return new Divided(
          whole,
          List.of(
              whole + " WHERE " + condition,
              whole + " WHERE NOT (" + condition + ")",
              whole + " WHERE (" + condition + ") IS NULL"),
          "SELECT count(*)" + from + " WHERE " + condition,
          "SELECT count(nullif((" + condition + ") IS TRUE, 0))" + from);
    }
  }

  /** A query that a condition divides. */
  Divided divided() {
    List<Scope.Source> sources = new ArrayList<>();
    String from = " FROM " + from(sources, 1 + dice.below(3), 1);
    Scope scope = Scope.of(sources);
    String outputs = dice.list(1, 3, () -> scope.column(dice));
    String condition = expressions.condition(scope, 2);
    return Divided.by("SELECT " + outputs + from, from, condition);
  }

  private String with() {
    StringJoiner definitions = new StringJoiner(", ", "WITH RECURSIVE ", " ");
    int count = 1 + dice.below(2);
    for (int i = 0; i < count; i++) {
      String name = "q" + i;
      String hint = dice.pick("", "", "MATERIALIZED ", "NOT MATERIALIZED ");
      String body = dice.chance(35) ? recursive(name) : inner(Scope.EMPTY, 1, 2);
      definitions.add(name + "(x, y) AS " + hint + "(" + body + ")");
      common.add(name);
    }
    return definitions.toString();
  }

  /** Ends: x grows up to a bound, or what is known is not found again. */
  private String recursive(String name) {
    Table table = dice.pick(tables);
    String column = "t." + dice.pick(table.columns());
    return switch (dice.below(4)) {
      case 0 ->
          "SELECT 1, "
              + dice.below(5)
              + " UNION ALL SELECT x + 1, y * 2 FROM "
              + name
              + " WHERE x < "
              + dice.below(8);
      case 1 ->
          "VALUES (0, 'a') UNION SELECT (x + " + (1 + dice.below(5)) + ") % 7, y FROM " + name;
      case 2 ->
          "SELECT 0, "
              + column
              + " FROM "
              + table.name()
              + " AS t UNION SELECT x + 1, "
              + column
              + " FROM "
              + name
              + " JOIN "
              + table.name()
              + " AS t ON "
              + column
              + " > y WHERE x < 2";
      default ->
          "SELECT 1, 1 UNION ALL SELECT x + 1, y + x FROM "
              + name
              + " WHERE x < 9 ORDER BY 1"
              + dice.pick("", " DESC")
              + " LIMIT "
              + (1 + dice.below(8));
    };
  }

  private String compound() {
    int columns = 1 + dice.below(2);
    StringBuilder sql = new StringBuilder(select(Scope.EMPTY, 1, columns, false));
    int parts = 1 + dice.below(2);
    for (int i = 0; i < parts; i++) {
      sql.append(dice.pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT "));
      sql.append(
          dice.chance(10)
              ? "VALUES " + dice.list(1, 3, () -> "(" + row(columns) + ")")
              : select(Scope.EMPTY, 1, columns, false));
    }
    if (dice.chance(40)) {
      // SQLite 3.54 loses the last part's GROUP BY where a collation is among the terms.
      return dice.chance(20)
          ? "SELECT * FROM (" + sql + ")" + order(columns, 40)
          : sql + order(columns, 0);
    }
    return sql.toString();
  }

  private String row(int columns) {
    return dice.list(columns, columns, () -> expressions.expression(Scope.EMPTY, 0));
  }

  private String ordered(int depth) {
    int columns = 1 + dice.below(4);
    String query = select(Scope.EMPTY, depth, columns, true);
    return dice.chance(45) ? query + order(columns, 10) : query;
  }

  /**
   * By all columns, so that the order is total, perhaps with a limit.
   *
   * @param collated how many in a hundred are under a collation that need not be their own; then
   *     rows that are equal but for their looks come in any order
   */
  private String order(int columns, int collated) {
    StringJoiner terms = new StringJoiner(", ");
    for (int i = 1; i <= columns; i++) {
      String collation = dice.maybe(collated, expressions.collation());
      terms.add(
          i + collation + dice.pick("", "", " DESC", " ASC", " NULLS LAST", " DESC NULLS FIRST"));
    }
    String limit =
        dice.chance(35)
            ? " LIMIT " + dice.below(7) + dice.maybe(30, " OFFSET " + dice.below(4))
            : "";
    return " ORDER BY " + terms + limit;
  }

  // ---- parts of queries

  /** A query inside another. */
  String inner(Scope outer, int depth, int columns) {
    if (dice.chance(8)) {
      // SQLite pushes conditions down into parts of a compound, whatever their affinities.
      return select(outer, Math.min(1, depth), columns, false, true)
          + dice.pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ")
          + select(outer, 0, columns, false, true);
    }
    String query = select(outer, Math.min(1, depth), columns, false);
    return dice.chance(10) ? query + order(columns, 0) : query;
  }

  /** A query whose rows are not looked at. SQLite 3.54 then forgets a DISTINCT, even at OFFSET. */
  String existing(Scope outer, int depth) {
    return select(outer, Math.min(1, depth), 1, false);
  }

  /** A query of one value that does not depend on the order of rows. */
  String scalar(Scope outer, int depth) {
    List<Scope.Source> sources = new ArrayList<>();
    String from = from(sources, 1 + dice.below(2), 0);
    Scope scope = outer.around(sources);
    String where = dice.maybe(70, " WHERE " + expressions.condition(scope, Math.max(0, depth)));
    if (dice.chance(70)) {
      return "SELECT " + expressions.aggregate(scope) + " FROM " + from + where;
    }
    String column = scope.ownColumn(dice);
    return "SELECT "
        + column
        + " FROM "
        + from
        + where
        + " ORDER BY "
        + column
        + " COLLATE BINARY, typeof("
        + column
        + ") LIMIT 1";
  }

  private String select(Scope outer, int depth, int columns, boolean named) {
    return select(outer, depth, columns, named, false);
  }

  /**
   * A SELECT.
   *
   * @param plain whether its columns have no affinity
   */
  private String select(Scope outer, int depth, int columns, boolean named, boolean plain) {
    List<Scope.Source> sources = new ArrayList<>();
    String from = from(sources, 1 + dice.below(depth > 0 ? 3 : 2), depth);
    Scope scope = outer.around(sources);
    boolean grouped = dice.chance(25);
    List<String> keys = new ArrayList<>();
    if (grouped) {
      int count = dice.below(3);
      for (int i = 0; i < count; i++) {
        keys.add(
            dice.chance(70)
                ? expressions.collated(scope.ownColumn(dice))
                : expressions.expression(scope, 0));
      }
    }
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(dice.maybe(15, "DISTINCT "));
    for (int i = 0; i < columns; i++) {
      String value = output(scope, depth, grouped, keys);
      sql.append(i > 0 ? ", " : "").append(plain ? "+(" + value + ")" : value);
      sql.append(named && dice.chance(70) ? " AS r" + i : "");
    }
    sql.append(" FROM ").append(from);
    if (dice.chance(65)) {
      sql.append(" WHERE ").append(expressions.condition(scope, depth));
    }
    if (!keys.isEmpty()) {
      sql.append(" GROUP BY ").append(String.join(", ", keys));
    }
    if (grouped && dice.chance(25)) {
      sql.append(" HAVING ").append(expressions.aggregate(scope)).append(dice.pick(" > 1", " < 3"));
    }
    return sql.toString();
  }

  private String output(Scope scope, int depth, boolean grouped, List<String> keys) {
    if (!grouped) {
      return expressions.expression(scope, depth);
    }
    return !keys.isEmpty() && dice.chance(50) ? dice.pick(keys) : expressions.aggregate(scope);
  }

  // ---- FROM

  /** A FROM clause; adds what it names to the sources. */
  String from(List<Scope.Source> sources, int count, int depth) {
    StringBuilder sql = new StringBuilder(item(sources, depth));
    for (int i = 1; i < count && (i < 2 || !isLarge(sources)); i++) {
      String join =
          dice.pick(
              ", ",
              " JOIN ",
              " JOIN ",
              " LEFT JOIN ",
              " LEFT JOIN ",
              " CROSS JOIN ",
              " RIGHT JOIN ",
              " FULL JOIN ",
              " NATURAL JOIN ",
              " NATURAL LEFT JOIN ");
      List<Scope.Source> before = List.copyOf(sources);
      sql.append(join).append(item(sources, depth));
      boolean bare = join.equals(", ") || join.startsWith(" NATURAL");
      Scope.Source last = sources.getLast();
      sources.removeIf(
          s -> s.alias().isEmpty() && s.columns().stream().anyMatch(last.columns()::contains));
      if (join.startsWith(" NATURAL")) {
        merge(before, sources, last.columns());
      }
      if (!bare && (dice.chance(85) || !join.equals(" JOIN "))) {
        sql.append(constraint(before, sources));
      }
    }
    return sql.toString();
  }

  /** Whether there are sources that may have many rows. */
  private boolean isLarge(List<Scope.Source> sources) {
    return sources.stream()
        .anyMatch(s ->
            s.columns().contains("x")
                || tables.stream().anyMatch(t -> t.view() && t.columns() == s.columns()));
  }

  private String constraint(List<Scope.Source> before, List<Scope.Source> sources) {
    Scope.Source last = sources.getLast();
    Scope.Source other = dice.pick(before);
    Scope scope = Scope.of(sources);
    if (dice.chance(20)) {
      List<String> shared = last.columns().stream().filter(c -> isOne(before, c)).toList();
      if (!shared.isEmpty()) {
        List<String> columns = new ArrayList<>(shared);
        while (columns.size() > 1 && dice.chance(60)) {
          columns.remove(dice.below(columns.size()));
        }
        merge(before, sources, columns);
        return " USING (" + String.join(", ", columns) + ")";
      }
    }
    if (dice.chance(75)) {
      String equal =
          expressions.collated(Scope.columnOf(dice, other))
              + " = "
              + expressions.collated(Scope.columnOf(dice, last));
      return " ON " + equal + dice.maybe(30, " AND " + expressions.condition(scope, 0));
    }
    return " ON " + expressions.condition(scope, 0);
  }

  /** Makes columns that a join has made one usable by their bare names. */
  private static void merge(
      List<Scope.Source> before, List<Scope.Source> sources, List<String> columns) {
    List<String> merged = columns.stream().filter(c -> isOne(before, c)).toList();
    if (!merged.isEmpty()) {
      sources.removeIf(s -> s.alias().isEmpty());
      sources.addFirst(new Scope.Source("", merged));
    }
  }

  /** Whether the bare name of a column means one of the sources, or several made one. */
  private static boolean isOne(List<Scope.Source> sources, String column) {
    return sources.stream().anyMatch(s -> s.alias().isEmpty() && s.columns().contains(column))
        || sources.stream().filter(s -> s.columns().contains(column)).count() == 1;
  }

  private String item(List<Scope.Source> sources, int depth) {
    String alias = "s" + aliases++;
    if (!common.isEmpty() && dice.chance(50)) {
      sources.add(new Scope.Source(alias, List.of("x", "y")));
      return dice.pick(common) + " AS " + alias;
    }
    if (depth > 0 && dice.chance(20)) {
      sources.add(new Scope.Source(alias, List.of("x", "y")));
      return subquery(depth - 1) + " AS " + alias;
    }
    Table table = dice.pick(tables);
    sources.add(new Scope.Source(alias, table.columns()));
    if (depth > 0 && dice.chance(15)) {
      Scope own = Scope.of("i", table.columns());
      return "(SELECT * FROM "
          + table.name()
          + " AS i WHERE "
          + expressions.condition(own, depth - 1)
          + ") AS "
          + alias;
    }
    return table.name() + " AS " + alias + (table.view() ? "" : dice.maybe(4, " NOT INDEXED"));
  }

  /** A query with columns x and y; merged into the one around it, or not. */
  private String subquery(int depth) {
    if (dice.chance(30)) {
      String query = "SELECT * FROM (" + select(Scope.EMPTY, depth, 2, false, true) + ")";
      return "(SELECT NULL AS x, NULL AS y WHERE 0 UNION ALL " + query + ")";
    }
    List<Scope.Source> sources = new ArrayList<>();
    String from = from(sources, 1 + dice.below(2), depth);
    Scope scope = Scope.of(sources);
    String x = expressions.collated(expressions.expression(scope, depth));
    String y = expressions.expression(scope, depth);
    // SQLite pushes conditions down below DISTINCT, where equal values are not one yet.
    boolean distinct = dice.chance(20);
    return (distinct
            ? "(SELECT DISTINCT quote(" + x + ") AS x, quote(" + y + ") AS y"
            : "(SELECT " + x + " AS x, " + y + " AS y")
        + " FROM "
        + from
        + dice.maybe(50, " WHERE " + expressions.condition(scope, depth))
        + dice.maybe(15, " ORDER BY 1, 2" + dice.maybe(50, " LIMIT " + dice.below(9)))
        + ")";
  }
}
