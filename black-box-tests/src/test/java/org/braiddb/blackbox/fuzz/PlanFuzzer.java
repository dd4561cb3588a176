package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

/**
 * Queries in the forms that the planner has ways of its own for: orders and groups by the beginning
 * of an index, distinct values, compounds of sides that come in order, OR by several indexes, row
 * values, joins of every kind, subqueries beside joins, aggregates with FILTER. They ask for
 * nothing that depends on the order in which rows are visited.
 */
final class PlanFuzzer {
  /** So many pairs of rows SQLite compares well within its budget. */
  private static final int MOST_PAIRS = 400_000;

  private static final int MOST_PAIRS_UNEQUAL = 60_000;
  private static final int MOST_SHOWN = 20_000;

  private static final String[] COMPARISONS = {
    " = ", " = ", " = ", " < ", " <= ", " > ", " >= ", " <> ", " IS ", " IS NOT "
  };

  private final Dice dice;
  private final Literals literals;
  private final ExpressionFuzzer expressions;
  private final List<Sized> tables;
  private final boolean texts;
  private int aliases;

  /**
   * A table and about how many rows it has.
   *
   * @param indexed columns that indexes begin with, which queries use more than others
   */
  record Sized(Table table, int rows, List<String> indexed) {
    Scope.Source source(String alias) {
      List<String> columns = new ArrayList<>(table.columns());
      int times = columns.size() / 2;
      for (int i = 0; i < times; i++) {
        columns.addAll(indexed);
      }
      return new Scope.Source(alias, columns);
    }
  }

  /** A table with its name in a FROM clause. */
  private record Item(String alias, Sized sized) {
    Scope.Source source() {
      return sized.source(alias);
    }

    String named() {
      return sized.table().name() + " AS " + alias;
    }

    String identity() {
      return PlanFuzzer.identity(alias, sized.table());
    }
  }

  /**
   * @param texts whether more values are texts than not
   */
  PlanFuzzer(
      Dice dice,
      Literals literals,
      ExpressionFuzzer expressions,
      List<Sized> tables,
      boolean texts) {
    this.texts = texts;
    this.dice = dice;
    this.literals = literals;
    this.expressions = expressions;
    this.tables = tables;
  }

  /** Columns that no two rows of a table share. */
  static String identity(String alias, Table table) {
    return table.rowid().isEmpty() ? alias + ".k, " + alias + ".n" : alias + "." + table.rowid();
  }

  /** A query. */
  String statement() {
    aliases = 0;
    return switch (dice.below(21)) {
      case 0, 1, 2 -> ordered();
      case 3, 4 -> distinct();
      case 5, 6 -> aggregates();
      case 7, 8, 9 -> grouped();
      case 10, 11 -> compoundStatement();
      case 12 -> bare();
      case 13, 16 -> fromQuery();
      case 14, 15 -> correlated();
      default -> joined();
    };
  }

  /** A query and what a condition makes of it. */
  QueryFuzzer.Divided divided() {
    aliases = 0;
    List<Item> items = new ArrayList<>();
    String from = " FROM " + joins(items, new ArrayList<>());
    Scope scope = scope(items);
    String whole = "SELECT " + dice.list(1, 2, () -> scope.ownColumn(dice)) + from;
    String condition = dice.chance(30) ? withSubquery(items) : conditions(scope);
    return QueryFuzzer.Divided.by(whole, from, condition);
  }

  // ---- one table

  private Item item() {
    return new Item("s" + aliases++, dice.pick(tables));
  }

  private static Scope scope(List<Item> items) {
    return Scope.of(items.stream().map(Item::source).toList());
  }

  private static Scope scope(Item item) {
    return Scope.of(List.of(item.source()));
  }

  /** Columns and then what tells rows apart, in this order. */
  private String ordered() {
    Item item = item();
    Scope scope = scope(item);
    List<String> outputs = new ArrayList<>(columns(scope, 1 + dice.below(3)));
    int least = outputs.size();
    outputs.addAll(List.of(item.identity().split(", ")));
    int most = outputs.size();
    if (dice.chance(40)) {
      outputs.add(output(scope));
    }
    String query = "SELECT " + String.join(", ", outputs) + " FROM " + item.named() + where(scope);
    if (dice.chance(25)) {
      return query + order(least, least); // of rows that agree any may come first
    }
    return dice.chance(30) ? query + order(most, least) : query + order(most, 0) + limit();
  }

  private String distinct() {
    Item item = item();
    Scope scope = scope(item);
    List<String> columns = columns(scope, 1 + dice.below(3));
    String query =
        "SELECT DISTINCT " + String.join(", ", columns) + " FROM " + item.named() + where(scope);
    return dice.chance(30)
        ? "SELECT count(*) FROM (" + query + ")"
        : query + dice.maybe(70, order(columns.size(), columns.size()) + limit());
  }

  /** Different columns. */
  private List<String> columns(Scope scope, int count) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String column = dice.chance(92) ? term(scope) : output(scope);
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    return columns;
  }

  private String output(Scope scope) {
    String column = scope.ownColumn(dice);
    return switch (dice.below(9)) {
      case 0, 1 -> column;
      case 2 -> "CASE " + term(scope) + " WHEN " + value() + " THEN " + column + " END";
      case 3 -> expressions.expression(scope, 0);
      case 4 -> "CASE WHEN " + condition(scope) + " THEN " + column + " ELSE " + value() + " END";
      case 5 -> "coalesce(" + column + ", " + scope.ownColumn(dice) + ")";
      case 7 -> dice.pick("min(", "max(") + column + ", " + term(scope) + ")";
      case 6 -> "(" + condition(scope) + ")";
      default -> expressions.indexable(column);
    };
  }

  /**
   * By the first columns.
   *
   * @param collated how many of them may be under another collation than their own; then rows that
   *     are equal but for their looks come in any order
   */
  private String order(int columns, int collated) {
    boolean alike = dice.chance(50);
    String direction = dice.pick("", " DESC");
    StringJoiner terms = new StringJoiner(", ", " ORDER BY ", "");
    for (int i = 1; i <= columns; i++) {
      String collation = i <= collated ? dice.maybe(12, expressions.collation()) : "";
      terms.add(
          i
              + collation
              + (alike
                  ? direction
                  : dice.pick("", "", " DESC", " NULLS LAST", " DESC NULLS FIRST")));
    }
    return terms.toString();
  }

  private String limit() {
    return dice.maybe(
        45,
        " LIMIT "
            + dice.pick("0", "1", "2", "5", "20", "300")
            + dice.maybe(30, " OFFSET " + dice.pick("1", "3", "50")));
  }

  private String where(Scope scope) {
    return dice.maybe(70, " WHERE " + conditions(scope));
  }

  // ---- conditions

  /** One or several conditions on the own sources of a scope, without subqueries. */
  String conditions(Scope scope) {
    StringBuilder sql = new StringBuilder(condition(scope));
    while (dice.chance(40)) {
      sql.append(" AND ").append(condition(scope));
    }
    return sql.toString();
  }

  /** A column, perhaps under another collation. */
  private String term(Scope scope) {
    return expressions.collated(scope.ownColumn(dice));
  }

  private String condition(Scope scope) {
    String column = term(scope);
    return switch (dice.below(18)) {
      case 0, 1, 2, 3 -> column + dice.pick(COMPARISONS) + value();
      case 4 -> column + dice.pick(" BETWEEN ", " BETWEEN ", " NOT BETWEEN ") + range();
      case 5 -> column + dice.pick(" IN (", " IN (", " NOT IN (") + list(5) + ")";
      case 6, 17 -> column + dice.pick(" IS NULL", " IS NOT NULL", " IS NOT NULL");
      case 7 -> column + dice.pick(" LIKE 'a%'", " GLOB 'a*'", " LIKE '%b'", " NOT LIKE 'A%'");
      case 8 -> expressions.indexable(column) + dice.pick(COMPARISONS) + value();
      case 9, 10, 11 -> alternatives(scope);
      case 12 -> rows(scope);
      case 13 -> column + dice.pick(COMPARISONS) + term(scope);
      case 14 -> "NOT (" + condition(scope) + ")";
      case 15 -> expressions.condition(scope, 0);
      default -> column + " > " + value() + " AND " + column + " <= " + value();
    };
  }

  private String alternatives(Scope scope) {
    StringJoiner parts = new StringJoiner(" OR ", "(", ")");
    int count = 2 + dice.below(2);
    for (int i = 0; i < count; i++) {
      parts.add(
          dice.chance(60)
              ? term(scope) + dice.pick(" = ", " = ", " > ", " IS ") + value()
              : condition(scope) + dice.maybe(30, " AND " + condition(scope)));
    }
    return parts.toString();
  }

  private String rows(Scope scope) {
    String pair = "(" + term(scope) + ", " + term(scope) + ")";
    if (dice.chance(55)) {
      return pair
          + dice.pick(" IN (VALUES ", " IN (VALUES ", " NOT IN (VALUES ")
          + dice.list(1, 4, () -> "(" + value() + ", " + value() + ")")
          + ")";
    }
    return pair
        + dice.pick(" > ", " >= ", " < ", " <= ", " = ", " IS ")
        + "("
        + value()
        + ", "
        + value()
        + ")";
  }

  private String range() {
    return value() + " AND " + value();
  }

  private String list(int most) {
    return dice.list(1, most, this::value);
  }

  /** A value that rows may have. */
  private String value() {
    return switch (texts && dice.chance(60) ? 5 : dice.below(10)) {
      case 0, 1, 2, 3 -> Integer.toString(dice.below(10));
      case 4 -> Integer.toString(dice.below(300));
      case 5 -> "'" + dice.pick("a", "b", "c1", "ab", "AB", "a7", "n12", "xxx", "A ", "Ab ") + "'";
      case 6 -> dice.pick("0.5", "2.5", "3.0", "NULL");
      default -> literals.any();
    };
  }

  // ---- aggregates

  /** The rows that aggregates are of: FROM and WHERE, and what can be said of them. */
  private record Aggregated(String clauses, Scope scope) {}

  private Aggregated aggregated() {
    List<Item> items = new ArrayList<>();
    List<String> wheres = new ArrayList<>();
    String from = dice.chance(70) ? single(items) : joins(items, wheres);
    Scope scope = scope(items);
    if (dice.chance(60)) {
      wheres.add(conditions(scope));
    }
    return new Aggregated(" FROM " + from + all(wheres), scope);
  }

  private String aggregates() {
    Aggregated rows = aggregated();
    int count = dice.chance(50) ? 1 : 4;
    return "SELECT " + dice.list(1, count, () -> aggregate(rows.scope())) + rows.clauses();
  }

  private String single(List<Item> items) {
    items.add(item());
    return items.getFirst().named();
  }

  private static String all(List<String> conditions) {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private String aggregate(Scope scope) {
    String column = term(scope);
    String call =
        switch (dice.below(13)) {
          case 0, 1 -> "count(*)";
          case 2 -> "count(" + column + ")";
          case 3 -> "min(" + column + ")";
          case 4 -> "max(" + column + ")";
          case 5, 6 -> "count(DISTINCT " + column + ")";
          case 7 -> "sum(DISTINCT " + column + ")";
          case 8 -> "total(" + column + ")";
          case 9 -> "sum(" + output(scope) + ")";
          case 10 -> "max(" + output(scope) + ")";
          case 11 -> "1 + count(DISTINCT " + column + ")";
          default -> "";
        };
    if (call.isEmpty()) {
      return expressions.aggregate(scope);
    }
    return call + dice.maybe(22, " FILTER (WHERE " + conditions(scope) + ")");
  }

  private String grouped() {
    Aggregated rows = aggregated();
    Scope scope = rows.scope();
    List<String> keys = columns(scope, 1 + dice.below(2));
    int most = 1 + dice.below(3);
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(String.join(", ", keys)).append(", ");
    sql.append(dice.list(1, most, () -> aggregate(scope)));
    sql.append(rows.clauses());
    sql.append(" GROUP BY ").append(String.join(", ", keys));
    if (dice.chance(35)) {
      sql.append(" HAVING ").append(dice.pick("count(*) > 2", "count(*) = 1", aggregate(scope)));
    }
    return sql.append(
            dice.maybe(
                60,
                dice.chance(30)
                    ? order(keys.size(), keys.size())
                    : order(keys.size(), 0) + limit()))
        .toString();
  }

  /** Columns beside aggregates that no group is of. */
  private String bare() {
    Item item = item();
    Scope scope = scope(item);
    String condition = dice.chance(70) ? conditions(scope) : "";
    return new BareColumnFuzzer(dice, expressions)
        .statement(item.sized(), item.alias(), scope, columns(scope, 2), condition);
  }

  // ---- compounds and queries in FROM

  private String compoundStatement() {
    int columns = 1 + dice.below(2);
    String query = compound(columns);
    return switch (dice.below(8)) {
      case 0, 1 -> "SELECT count(*) FROM (" + query + ")";
      case 2 -> "SELECT * FROM (" + query + ")" + order(columns, columns) + limit();
      default -> query + dice.maybe(70, order(columns, 0) + limit());
    };
  }

  private String compound(int columns) {
    StringBuilder sql = new StringBuilder(side(columns));
    int parts = 1 + dice.below(3);
    for (int i = 0; i < parts; i++) {
      sql.append(dice.pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT "));
      sql.append(side(columns));
    }
    return sql.toString();
  }

  private String side(int columns) {
    if (dice.chance(12)) {
      return "SELECT * FROM (" + compoundOfTwo(columns) + ")";
    }
    Item item = item();
    Scope scope = scope(item);
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      outputs.add(term(scope));
    }
    return "SELECT "
        + dice.maybe(20, "DISTINCT ")
        + String.join(", ", outputs)
        + " FROM "
        + item.named()
        + where(scope);
  }

  private String compoundOfTwo(int columns) {
    Item item = item();
    Scope scope = scope(item);
    String outputs = String.join(", ", Collections.nCopies(columns, term(scope)));
    String select = "SELECT " + outputs + " FROM " + item.named();
    return select
        + where(scope)
        + dice.pick(" UNION ", " INTERSECT ", " EXCEPT ")
        + select
        + where(scope);
  }

  /**
   * A query over the first rows, the groups or the different values of a table, joined with one.
   */
  private String fromQuery() {
    Item inner = item();
    Scope scope = scope(inner);
    String x = scope.ownColumn(dice) + dice.maybe(50, expressions.collation());
    String y = scope.ownColumn(dice);
    String select = inner.named() + where(scope);
    String query =
        switch (dice.below(5)) {
          case 0 ->
              "SELECT "
                  + x
                  + " AS x, "
                  + y
                  + " AS y FROM "
                  + select
                  + " ORDER BY "
                  + x
                  + ", "
                  + inner.identity()
                  + " LIMIT "
                  + dice.pick("1", "7", "40");
          case 1 -> "SELECT " + x + " AS x, count(*) AS y FROM " + select + " GROUP BY " + x;
          case 2 -> "SELECT " + x + " AS x, max(" + y + ") AS y FROM " + select + " GROUP BY " + x;
          default -> "SELECT " + x + " AS x, " + y + " AS y FROM " + select;
        };
    Item other = new Item("s" + aliases++, smallest());
    Scope both = Scope.of(List.of(new Scope.Source("q", List.of("x", "y")), other.source()));
    String equal =
        expressions.collated("q." + dice.pick("x", "y")) + " = " + scope(other).ownColumn(dice);
    String join =
        dice.chance(30)
            ? ""
            : dice.pick(" JOIN ", " LEFT JOIN ", " JOIN ") + other.named() + " ON " + equal;
    Scope seen = join.isEmpty() ? Scope.of("q", List.of("x", "y")) : both;
    String key = dice.chance(40) ? expressions.indexable("q.x") : output(seen);
    String group = dice.maybe(30, " GROUP BY " + key);
    String outputs =
        switch (dice.below(group.isEmpty() ? 4 : 2)) {
          case 0, 1 -> (group.isEmpty() ? "" : key + ", ") + aggregate(seen);
          case 2 -> dice.list(1, 2, () -> seen.ownColumn(dice));
          default -> "DISTINCT " + key;
        };
    String with =
        "WITH q AS " + dice.pick("", "MATERIALIZED ", "NOT MATERIALIZED ") + "(" + query + ") ";
    boolean common = dice.chance(50);
    return (common ? with : "")
        + "SELECT "
        + outputs
        + " FROM "
        + (common ? "q" : "(" + query + ") AS q")
        + join
        + dice.maybe(35, " WHERE " + conditions(seen))
        + group;
  }

  private Sized smallest() {
    Sized smallest = tables.getFirst();
    for (Sized table : tables) {
      smallest = table.rows() < smallest.rows() ? table : smallest;
    }
    return smallest;
  }

  // ---- joins

  private String joined() {
    List<Item> items = new ArrayList<>();
    List<String> wheres = new ArrayList<>();
    String from = joins(items, wheres);
    Scope scope = scope(items);
    if (dice.chance(60)) {
      wheres.add(conditions(scope));
    }
    if (dice.chance(25)) {
      wheres.add(withSubquery(items));
    }
    String tail = " FROM " + from + all(wheres);
    if (pairs(items) > MOST_SHOWN || dice.chance(35)) {
      return "SELECT "
          + dice.pick("count(*)", aggregate(scope), "count(*), " + aggregate(scope))
          + tail;
    }
    List<String> outputs = columns(scope, 1 + dice.below(3));
    return "SELECT "
        + dice.maybe(15, "DISTINCT ")
        + String.join(", ", outputs)
        + tail
        + dice.maybe(60, order(outputs.size(), outputs.size()) + limit());
  }

  /** Tables with joins between them that are not too many rows. */
  private String joins(List<Item> items, List<String> wheres) {
    StringBuilder sql = new StringBuilder(single(items));
    int count = 1 + dice.below(2);
    for (int i = 0; i < count; i++) {
      boolean equal = dice.chance(85);
      Item next = item();
      long budget = equal ? MOST_PAIRS : MOST_PAIRS_UNEQUAL;
      if (pairs(items) * next.sized().rows() > budget) {
        next = new Item(next.alias(), smallest());
      }
      if (pairs(items) * next.sized().rows() > budget) {
        break;
      }
      Item before = dice.pick(items);
      items.add(next);
      String join =
          dice.pick(
              ", ",
              " JOIN ",
              " JOIN ",
              " LEFT JOIN ",
              " LEFT JOIN ",
              " CROSS JOIN ",
              " RIGHT JOIN ",
              " FULL JOIN ");
      String on =
          term(scope(before))
              + (equal ? dice.pick(" = ", " = ", " = ", " IS ") : dice.pick(" < ", " >= "))
              + term(scope(next));
      sql.append(join).append(next.named());
      if (join.equals(", ")) {
        wheres.add(on);
      } else {
        sql.append(" ON ").append(on).append(dice.maybe(30, " AND " + condition(scope(items))));
      }
    }
    return sql.toString();
  }

  // ---- subqueries

  private String correlated() {
    List<Item> items = new ArrayList<>();
    String from = single(items);
    Scope scope = scope(items);
    String outputs =
        dice.chance(40)
            ? aggregate(scope)
            : dice.list(1, 2, () -> scope.ownColumn(dice))
                + dice.maybe(40, ", (" + scalar(items) + ")");
    return "SELECT "
        + outputs
        + " FROM "
        + from
        + " WHERE "
        + withSubquery(items)
        + dice.maybe(50, " AND " + conditions(scope));
  }

  /** How many rows there are where each is joined with each. */
  private static long pairs(List<Item> items) {
    long pairs = 1;
    for (Item item : items) {
      pairs *= Math.max(1, item.sized().rows());
    }
    return pairs;
  }

  private Item inner(List<Item> outer) {
    Item inner = item();
    return pairs(outer) * inner.sized().rows() > MOST_PAIRS
        ? new Item(inner.alias(), smallest())
        : inner;
  }

  private String scalar(List<Item> outer) {
    Item inner = inner(outer);
    return "SELECT "
        + aggregate(scope(inner))
        + " FROM "
        + inner.named()
        + " WHERE "
        + link(outer, inner)
        + dice.maybe(40, " AND " + condition(scope(inner)));
  }

  private String link(List<Item> outer, Item inner) {
    return term(scope(inner)) + dice.pick(" = ", " = ", " = ", " < ") + term(scope(outer));
  }

  private String withSubquery(List<Item> outer) {
    Item inner = inner(outer);
    Scope own = scope(inner);
    Scope scope = scope(outer);
    String from = " FROM " + inner.named() + " WHERE ";
    String linked = link(outer, inner) + dice.maybe(50, " AND " + condition(own));
    String any = dice.maybe(30, link(outer, inner) + " AND ") + conditions(own);
    return switch (dice.below(7)) {
      case 0, 1 -> dice.pick("EXISTS(", "NOT EXISTS(") + "SELECT 1" + from + linked + ")";
      case 2, 3 ->
          term(scope)
              + dice.pick(" IN (", " IN (", " NOT IN (")
              + "SELECT "
              + term(own)
              + from
              + any
              + ")";
      case 4 ->
          "("
              + scope.ownColumn(dice)
              + ", "
              + term(scope)
              + ")"
              + dice.pick(" IN (", " NOT IN (")
              + "SELECT "
              + term(own)
              + ", "
              + own.ownColumn(dice)
              + from
              + any
              + ")";
      case 5 -> term(scope) + dice.pick(COMPARISONS) + "(" + scalar(outer) + ")";
      default -> "(" + condition(scope) + " OR EXISTS(SELECT 1" + from + linked + "))";
    };
  }
}
