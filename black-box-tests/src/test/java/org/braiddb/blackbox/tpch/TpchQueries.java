package org.braiddb.blackbox.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The queries, put into SQLite's dialect: dates are text, intervals are modifiers of {@code date},
 * the parts of a date come from {@code strftime}, and a derived table's columns are named inside.
 */
final class TpchQueries {

  static final int COUNT = 22;

  private TpchQueries() {}

  /** The statements of a query; the one before the last, if there is one, makes a view. */
  static List<String> statements(int number) throws IOException {
    String path = "io/trino/tpch/queries/q" + number + ".sql";
    try (InputStream in =
        Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(path), path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(translated(text).split(";")).filter(sql -> !sql.isBlank()).toList();
    }
  }

  private static String translated(String sql) {
    return sql.replaceAll("(?im)^--.*$", "")
        .replaceAll("(?i)\\bdate\\(('[-0-9]+')\\)", "DATE $1")
        .replaceAll(
            "(?i)\\bDATE ('[-0-9]+') ([-+]) INTERVAL '([0-9]+)' (DAY|MONTH|YEAR)",
            "date($1, '$2$3 $4')")
        .replaceAll("(?i)\\bDATE ('[-0-9]+')", "$1")
        .replaceAll("(?i)\\bextract\\(YEAR FROM (\\w+)\\)", "CAST(strftime('%Y', $1) AS INTEGER)")
        .replaceAll("(?i)\\bdecimal '([0-9.]+)'", "$1")
        .replaceAll("count\\(o_orderkey\\)", "count(o_orderkey) AS c_count")
        .replaceAll("c_orders \\(c_custkey, c_count\\)", "c_orders")
        .replaceAll("CREATE OR REPLACE VIEW", "CREATE VIEW");
  }
}
