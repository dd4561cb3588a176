package org.braiddb.sql.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes schemas with data, and queries over them. The same seed makes the same. */
final class RandomQueries {
  private static final String[] TYPES = {"INT", "TEXT", "REAL", "NUMERIC", "", "BLOB"};
  private static final String[] COLLATIONS = {"", "", "", " COLLATE NOCASE", " COLLATE RTRIM"};
  private static final String[] COMPARISONS = {
    "=", "=", "=", "<>", "<", "<=", ">", ">=", "IS", "IS NOT"
  };
  private static final String[] PATTERNS = {
    "'a%'", "'A%'", "'a*'", "'%b%'", "'1%'", "'ab%'", "'abc'", "'B _'", "'[ab]*'", "'a'"
  };
  private static final String[] PREDICATES = {
    " IS NOT NULL",
    " IS NOT NULL",
    " > 2",
    " = 'a'",
    " BETWEEN 0 AND 3",
    " IN (1, 2, 'a')",
    " < 'b'"
  };
  private final Random random;
  private final List<List<String>> tables = new ArrayList<>();
  private int aliases;

  /** Whether the common table expression q can be named. */
  private boolean common;

  RandomQueries(long seed) {
    random = new Random(seed);
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }

  private boolean chance(int percent) {
    return below(100) < percent;
  }

  private String pick(String... choices) {
    return choices[below(choices.length)];
  }

  private String pick(List<String> choices) {
    return choices.get(below(choices.size()));
  }

  // ---- schema

  List<String> setup() {
    List<String> statements = new ArrayList<>();
    int count = 2 + below(3);
    for (int table = 0; table < count; table++) {
      List<String> columns = new ArrayList<>();
      StringBuilder sql = new StringBuilder("CREATE TABLE t" + table + "(");
      boolean withoutRowid = chance(20);
      if (withoutRowid) {
        sql.append("k ").append(pick("INT", "TEXT")).append(", n INT, ");
        columns.add("k");
        columns.add("n");
      } else if (chance(60)) {
        sql.append("id INTEGER PRIMARY KEY, ");
        columns.add("id");
      }
      int width = 2 + below(3);
      for (int i = 0; i < width; i++) {
        String name = "c" + i;
        columns.add(name);
        sql.append(i > 0 ? ", " : "").append(name).append(' ').append(pick(TYPES));
        sql.append(pick(COLLATIONS));
      }
      sql.append(withoutRowid ? ", PRIMARY KEY(k, n)) WITHOUT ROWID" : ")");
      statements.add(sql.toString());
      tables.add(columns);
      addIndexes(statements, table, columns);
      addRows(statements, table, columns);
    }
    statements.add("CREATE VIEW v0 AS SELECT * FROM t0 WHERE c0 IS NOT NULL");
    tables.add(tables.getFirst());
    return statements;
  }

  private void addIndexes(List<String> statements, int table, List<String> columns) {
    int count = below(3);
    for (int i = 0; i < count; i++) {
      StringBuilder sql =
          new StringBuilder("CREATE INDEX i" + table + "_" + i + " ON t" + table + "(");
      int width = 1 + below(2);
      for (int j = 0; j < width; j++) {
        sql.append(j > 0 ? ", " : "");
        sql.append(chance(25) ? computed(pick(columns)) : pick(columns));
        sql.append(chance(20) ? " COLLATE NOCASE" : "").append(chance(30) ? " DESC" : "");
      }
      sql.append(")");
      if (chance(40)) {
        sql.append(" WHERE ").append(pick(columns)).append(pick(PREDICATES));
        if (chance(25)) {
          sql.append(pick(" AND ", " OR ")).append(pick(columns)).append(pick(PREDICATES));
        }
      }
      statements.add(sql.toString());
    }
  }

  /** What indexes are made of and conditions use. */
  private String computed(String column) {
    return switch (below(5)) {
      case 0 -> "lower(" + column + ")";
      case 1 -> "(" + column + " + 1)";
      case 2 -> "length(" + column + ")";
      case 3 -> "CAST(" + column + " AS TEXT)";
      default -> "coalesce(" + column + ", 0)";
    };
  }

  private void addRows(List<String> statements, int table, List<String> columns) {
    int rows = chance(10) ? 0 : 3 + below(20);
    for (int i = 0; i < rows; i++) {
      StringBuilder sql = new StringBuilder("INSERT OR IGNORE INTO t" + table + " VALUES(");
      for (int j = 0; j < columns.size(); j++) {
        String column = columns.get(j);
        String value =
            column.equals("id")
                ? Integer.toString(i + 1)
                : column.equals("k") || column.equals("n") ? Integer.toString(below(6)) : value();
        sql.append(j > 0 ? ", " : "").append(value);
      }
      statements.add(sql.append(")").toString());
    }
  }

  private String value() {
    return switch (below(14)) {
      case 0, 1 -> "NULL";
      case 2, 3, 4, 5, 6 -> Integer.toString(below(8) - 1);
      case 7, 8 -> pick("1.0", "2.5", "-0.5", "3.0", "1e10");
      case 9, 10 -> "'" + pick("a", "A", "b", "B ", "abc", "", "a ") + "'";
      case 11 -> "'" + pick("1", "2", "2.5", "3.0", " 4", "5x") + "'";
      case 12 -> pick("x'61'", "x''", "x'0102'", "x'416263'");
      default -> pick("9223372036854775807", "-9223372036854775808", "4294967296");
    };
  }

  // ---- queries

  /** A source that expressions can use: an alias and its columns. */
  private record Source(String alias, List<String> columns) {}

  String query() {
    aliases = 0;
    if (chance(12)) {
      return compound();
    }
    if (chance(15)) {
      String inner = select(List.of(), 1, 2);
      String hint = pick("", "", "MATERIALIZED ", "NOT MATERIALIZED ");
      common = true;
      String query = select(List.of(), 2, 0);
      common = false;
      return "WITH q(x, y) AS " + hint + "(" + inner + ") " + query;
    }
    return select(List.of(), 2, 0);
  }

  private String compound() {
    int columns = 1 + below(2);
    StringBuilder sql = new StringBuilder(simple(columns));
    int parts = 1 + below(2);
    for (int i = 0; i < parts; i++) {
      sql.append(pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT "));
      sql.append(simple(columns));
    }
    return sql.toString();
  }

  private String simple(int columns) {
    List<Source> sources = new ArrayList<>();
    String from = from(sources, 1, 1);
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int i = 0; i < columns; i++) {
      sql.append(i > 0 ? ", " : "").append(column(sources));
    }
    sql.append(" FROM ").append(from);
    if (chance(50)) {
      sql.append(" WHERE ").append(condition(sources, 1));
    }
    return sql.toString();
  }

  /** A SELECT; with a number of columns given, it has exactly those. */
  private String select(List<Source> outer, int depth, int columns) {
    List<Source> sources = new ArrayList<>();
    String from = from(sources, 1 + below(3), depth);
    List<Source> all = new ArrayList<>(sources);
    if (chance(70)) {
      all.addAll(outer);
    }
    boolean grouped = chance(25);
    List<String> keys = new ArrayList<>();
    if (grouped) {
      int count = below(3);
      for (int i = 0; i < count; i++) {
        keys.add(chance(70) ? column(sources) : expression(sources, 1));
      }
    }
    int width = columns > 0 ? columns : 1 + below(4);
    StringBuilder sql = new StringBuilder("SELECT ");
    if (!grouped && chance(15)) {
      sql.append("DISTINCT ");
    }
    for (int i = 0; i < width; i++) {
      sql.append(i > 0 ? ", " : "");
      if (grouped) {
        sql.append(!keys.isEmpty() && chance(50) ? pick(keys) : aggregate(sources));
      } else {
        sql.append(expression(all, depth));
      }
      if (columns == 0) {
        sql.append(" AS r").append(i);
      }
    }
    sql.append(" FROM ").append(from);
    if (chance(65)) {
      sql.append(" WHERE ").append(condition(all, depth));
    }
    if (!keys.isEmpty()) {
      sql.append(" GROUP BY ").append(String.join(", ", keys));
      if (chance(30)) {
        sql.append(" HAVING ").append(aggregate(sources)).append(" > 1");
      }
    }
    if (columns == 0 && chance(40)) {
      sql.append(" ORDER BY ");
      for (int i = 0; i < width; i++) {
        sql.append(i > 0 ? ", " : "").append(i + 1).append(pick("", "", " DESC", " NULLS LAST"));
      }
      if (chance(40) && !sql.toString().contains("COLLATE")) {
        sql.append(" LIMIT ").append(below(6));
      }
    }
    return sql.toString();
  }

  private String from(List<Source> sources, int count, int depth) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String join =
          i == 0
              ? ""
              : pick(
                  ", ",
                  " JOIN ",
                  " LEFT JOIN ",
                  " LEFT JOIN ",
                  " CROSS JOIN ",
                  " RIGHT JOIN ",
                  " FULL JOIN ");
      sql.append(join).append(item(sources, depth));
      if (!join.isEmpty() && !join.equals(", ") && (chance(85) || !join.equals(" JOIN "))) {
        sql.append(" ON ").append(joinCondition(sources));
      }
    }
    return sql.toString();
  }

  private String item(List<Source> sources, int depth) {
    String alias = "s" + aliases++;
    if (common && chance(50)) {
      sources.add(new Source(alias, List.of("x", "y")));
      return "q AS " + alias;
    }
    int table = below(tables.size());
    List<String> columns = tables.get(table);
    if (depth > 0 && chance(20)) {
      String inner = select(List.of(), depth - 1, 2);
      sources.add(new Source(alias, List.of("x", "y")));
      return "(SELECT NULL AS x, NULL AS y WHERE 0 UNION ALL " + inner + ") AS " + alias;
    }
    if (depth > 0 && chance(15)) {
      sources.add(new Source(alias, columns));
      String name = table == tables.size() - 1 ? "v0" : "t" + table;
      List<Source> own = List.of(new Source(name, columns));
      return "(SELECT * FROM " + name + " WHERE " + condition(own, 0) + ") AS " + alias;
    }
    sources.add(new Source(alias, columns));
    String name = table == tables.size() - 1 ? "v0" : "t" + table;
    return name + " AS " + alias;
  }

  private String joinCondition(List<Source> sources) {
    Source last = sources.getLast();
    if (sources.size() > 1 && chance(75)) {
      Source other = sources.get(below(sources.size() - 1));
      String condition =
          other.alias()
              + "."
              + pick(other.columns())
              + " = "
              + last.alias()
              + "."
              + pick(last.columns());
      return chance(30) ? condition + " AND " + condition(sources, 0) : condition;
    }
    return condition(sources, 0);
  }

  private String column(List<Source> sources) {
    Source source = sources.get(below(sources.size()));
    return source.alias() + "." + pick(source.columns());
  }

  private String condition(List<Source> sources, int depth) {
    if (chance(15)) {
      return column(sources) + pick(PREDICATES);
    }
    if (chance(15)) {
      return computed(column(sources)) + " " + pick(COMPARISONS) + " " + value();
    }
    return switch (below(depth > 0 ? 16 : 11)) {
      case 0, 1, 2, 3 -> column(sources) + " " + pick(COMPARISONS) + " " + value();
      case 4 -> column(sources) + " " + pick(COMPARISONS) + " " + column(sources);
      case 5 -> column(sources) + pick(" IS NULL", " IS NOT NULL", " NOTNULL");
      case 6 -> column(sources) + " BETWEEN " + value() + " AND " + value();
      case 7 -> column(sources) + pick(" IN (", " NOT IN (") + values() + ")";
      case 8 -> column(sources) + pick(" LIKE ", " GLOB ") + pick(PATTERNS);
      case 9 -> {
        String either = condition(sources, 0) + " OR " + condition(sources, 0);
        yield "(" + (chance(30) ? either + " OR " + condition(sources, 0) : either) + ")";
      }
      case 10 -> "NOT " + column(sources);
      case 11 ->
          "(" + condition(sources, depth - 1) + " AND " + condition(sources, depth - 1) + ")";
      case 12 -> "(" + condition(sources, depth - 1) + " OR " + condition(sources, depth - 1) + ")";
      case 13 -> column(sources) + pick(" IN (", " NOT IN (") + select(sources, depth - 1, 1) + ")";
      case 14 -> pick("EXISTS(", "NOT EXISTS(") + select(sources, depth - 1, 1) + ")";
      default ->
          expression(sources, depth - 1)
              + " "
              + pick(COMPARISONS)
              + " "
              + expression(sources, depth - 1);
    };
  }

  private String values() {
    StringBuilder list = new StringBuilder(value());
    int more = below(6);
    for (int i = 0; i < more; i++) {
      list.append(", ").append(value());
    }
    return list.toString();
  }

  private String expression(List<Source> sources, int depth) {
    return switch (below(depth > 0 ? 16 : 10)) {
      case 0, 1, 2, 3, 4, 5 -> column(sources);
      case 6 -> value();
      case 7 -> "(" + column(sources) + pick(" + ", " - ", " * ", " || ", " / ") + value() + ")";
      case 8 -> "typeof(" + column(sources) + ")";
      case 9 -> "coalesce(" + column(sources) + ", " + column(sources) + ")";
      case 10 ->
          "CASE WHEN "
              + condition(sources, depth - 1)
              + " THEN "
              + column(sources)
              + " ELSE "
              + value()
              + " END";
      case 11 ->
          "CASE " + column(sources) + " WHEN " + column(sources) + " THEN " + value() + " END";
      case 12 -> "CAST(" + column(sources) + " AS " + pick("INTEGER", "TEXT", "REAL") + ")";
      case 13 -> "(SELECT " + aggregate(inner()) + innerFrom(sources) + ")";
      case 14 -> "(" + condition(sources, depth - 1) + ")";
      default -> "(" + column(sources) + " COLLATE NOCASE = " + column(sources) + ")";
    };
  }

  private Source lastInner = new Source("t0", List.of("c0"));

  private List<Source> inner() {
    int table = below(tables.size() - 1);
    lastInner = new Source("t" + table, tables.get(table));
    return List.of(lastInner);
  }

  private String innerFrom(List<Source> outer) {
    return " FROM "
        + lastInner.alias()
        + " WHERE "
        + column(List.of(lastInner))
        + " "
        + pick("=", "<", "IS")
        + " "
        + column(outer);
  }

  private String aggregate(List<Source> sources) {
    return switch (below(8)) {
      case 0 -> "count(*)";
      case 1 -> "count(" + column(sources) + ")";
      case 2 -> "min(" + column(sources) + ")";
      case 3 -> "max(" + column(sources) + ")";
      case 4 -> "count(DISTINCT " + column(sources) + ")";
      case 5 -> "sum(" + column(sources) + " IS NULL)";
      case 6 -> "count(*) FILTER (WHERE " + column(sources) + " > 1)";
      default -> "sum(length(" + column(sources) + "))";
    };
  }
}
