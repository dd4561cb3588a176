package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Counts, sums, filters, rows and orders over what indexes and tables without rowid hold: the
 * answers are SQLite's, and the same entry by entry as in vectors.
 */
class IndexVectorsTest {
  private static final int ROWS = 1200;
  private static final int QUERIES = 600;
  private static final int CHANGES = 40;

  private static final String[] CONSTANTS = {
    "-40",
    "0",
    "7",
    "12.5",
    "30",
    "31.0",
    "70000",
    "''",
    "'b'",
    "'text 3'",
    "'TEXT 30'",
    "'text 777'",
    "NULL",
    "x'61'",
    "x'7a'"
  };

  /** A source and what can be read of it there. */
  private record Entries(String from, List<String> columns) {
    Entries(String from, String... columns) {
      this(from, List.of(columns));
    }
  }

  private static final Entries[] ENTRIES = {
    new Entries("t INDEXED BY t_is", "i", "s", "id"),
    new Entries("t INDEXED BY t_si", "s", "i", "id", "rowid"),
    new Entries("t INDEXED BY t_mr", "m", "r", "id"),
    new Entries("t INDEXED BY t_ni", "n", "i"),
    new Entries("t INDEXED BY t_rid", "r", "id"),
    new Entries("t INDEXED BY t_gl", "g", "late"),
    new Entries("t INDEXED BY t_wide", "wide", "i"),
    new Entries("w NOT INDEXED", "k", "j", "v", "x", "added"),
    new Entries("w INDEXED BY w_vx", "v", "x", "k", "j"),
  };

  private final long seed = Long.getLong("braid.seed", 11);
  private final Random random = new Random(seed);

  private List<String> setup() {
    List<String> sql = new ArrayList<>();
    sql.add("PRAGMA page_size=1024");
    sql.add(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, i INTEGER, r REAL, s TEXT, m, n TEXT COLLATE"
            + " NOCASE, wide TEXT, g AS (i * 2 + length(s)))");
    sql.add("CREATE TABLE w(k TEXT, j INTEGER, v, x REAL, PRIMARY KEY(k DESC, j)) WITHOUT ROWID");
    sql.add("CREATE INDEX t_is ON t(i, s)");
    sql.add("CREATE INDEX t_si ON t(s DESC, i)");
    sql.add("CREATE INDEX t_mr ON t(m, r DESC)");
    sql.add("CREATE INDEX t_ni ON t(n, i)");
    sql.add("CREATE INDEX t_rid ON t(r, id)");
    sql.add("CREATE INDEX t_wide ON t(wide, i)");
    sql.add("CREATE INDEX w_vx ON w(v, x)");
    sql.add("BEGIN");
    for (int id = 1; id <= ROWS; id++) {
      sql.add(insertIntoT(Integer.toString(id)));
      sql.add(insertIntoW(id));
      if (id == ROWS / 2) {
        sql.add("ALTER TABLE t ADD COLUMN late INTEGER DEFAULT 5");
        sql.add("ALTER TABLE w ADD COLUMN added INTEGER DEFAULT 9");
      }
    }
    sql.add("CREATE INDEX t_gl ON t(g, late) WHERE i > 3 OR s IS NULL");
    sql.add("COMMIT");
    return sql;
  }

  private String insertIntoT(String id) {
    return "INSERT INTO t(id, i, r, s, m, n, wide) VALUES("
        + String.join(", ", id, integer(), real(), text(), mixed(), text(), wide())
        + ")";
  }

  private String insertIntoW(int id) {
    return "INSERT INTO w(k, j, v, x) VALUES("
        + String.join(", ", text().replace("NULL", "'none'"), id + "", mixed(), real())
        + ")";
  }

  private String integer() {
    return random.nextInt(12) == 0 ? "NULL" : Integer.toString(random.nextInt(90) - 20);
  }

  private String real() {
    return switch (random.nextInt(5)) {
      case 0 -> "NULL";
      case 1, 2 -> Integer.toString(random.nextInt(80));
      default -> Double.toString((2 * random.nextInt(500) + 1) / 8.0);
    };
  }

  private String text() {
    return switch (random.nextInt(10)) {
      case 0 -> "NULL";
      case 1 -> "'TEXT " + random.nextInt(40) + "'";
      default -> "'text " + random.nextInt(900) + "'";
    };
  }

  /** No number as INTEGER and as REAL: which of them stands for a group is anybody's choice. */
  private String mixed() {
    return switch (random.nextInt(6)) {
      case 0 -> text();
      case 1 -> real();
      case 2 -> pick("''", "x'61'", "x'7a'", "12.5");
      default -> integer();
    };
  }

  /** Some have overflow pages. */
  private String wide() {
    int length = random.nextInt(20) == 0 ? 900 : random.nextInt(60);
    return "'" + "abcdef".charAt(random.nextInt(6)) + "x".repeat(length) + "'";
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String pick(Entries entries) {
    return entries.columns.get(random.nextInt(entries.columns.size()));
  }

  private String value(Entries entries) {
    String column = pick(entries);
    return switch (random.nextInt(6)) {
      case 0 -> column + " + 1";
      case 1 -> column + " * 2 - " + pick(entries);
      default -> column;
    };
  }

  private String range(Entries entries) {
    String first = random.nextInt(4) == 0 ? pick(entries) : entries.columns.getFirst();
    return switch (random.nextInt(9)) {
      case 0, 1 -> first + " BETWEEN " + pick(CONSTANTS) + " AND " + pick(CONSTANTS);
      case 2 -> first + pick(" > ", " >= ") + pick(CONSTANTS);
      case 3 -> first + pick(" < ", " <= ") + pick(CONSTANTS);
      case 4 -> first + " IN (" + pick(CONSTANTS) + ", " + pick(CONSTANTS) + ", 3, 4)";
      case 5 -> first + " IS " + pick("", "NOT ") + "NULL";
      case 6 -> first + " LIKE " + pick("'text 3%'", "'%7'", "'a%'", "'7%'");
      case 7 -> first + " GLOB " + pick("'text 3*'", "'*7'", "'b*'");
      default -> first + " = " + pick(CONSTANTS);
    };
  }

  private String where(Entries entries) {
    String partial = entries.from.endsWith("t_gl") ? " AND (i > 3 OR s IS NULL)" : "";
    String range = range(entries);
    return switch (random.nextInt(4)) {
      case 0 -> " WHERE " + range + " AND " + range(entries) + partial;
      case 1 -> " WHERE " + value(entries) + pick(" < ", " <> ") + pick(CONSTANTS) + partial;
      default -> " WHERE " + range + partial;
    };
  }

  private String aggregate(Entries entries) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "count(*)";
      case 2 -> "count(" + pick(entries) + ")";
      case 3 -> "sum(" + value(entries) + ")";
      case 4 -> "total(" + value(entries) + ")";
      default -> pick("min(", "max(") + value(entries) + ")";
    };
  }

  private String query() {
    Entries entries = ENTRIES[random.nextInt(ENTRIES.length)];
    String from = " FROM " + entries.from + where(entries);
    return switch (random.nextInt(5)) {
      case 0 -> {
        String key = value(entries);
        yield "SELECT " + key + ", " + aggregate(entries) + from + " GROUP BY " + key;
      }
      case 1 ->
          "SELECT "
              + String.join(", ", entries.columns)
              + ", "
              + value(entries)
              + from
              + pick("", " LIMIT " + random.nextInt(60) + " OFFSET " + random.nextInt(30));
      case 2 -> {
        String all = String.join(", ", entries.columns);
        yield "SELECT " + all + from + " ORDER BY " + value(entries) + ", " + all + " LIMIT 20";
      }
      default -> "SELECT " + aggregate(entries) + ", " + aggregate(entries) + from;
    };
  }

  @Test
  void vectorsOverIndexesChangeNoAnswer(@TempDir Path directory) {
    System.out.println("queries over indexes: repeat with -Dbraid.seed=" + seed);
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (int i = 0; i < QUERIES; i++) {
        String query = query();
        engines.braid("PRAGMA braid_optimizations='all'");
        TwoEngines.Answer vectors = engines.braid(query);
        engines.braid("PRAGMA braid_optimizations='-vectors'");
        assertThat(vectors).as("-Dbraid.seed=%s: %s", seed, query).isEqualTo(engines.braid(query));
        if (query.contains("ORDER BY")) {
          engines.agreeInOrder(query);
        } else if (!query.contains("LIMIT")) { // else which rows come depends on the plan
          engines.agree(query);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wal, BEGIN",
    "pagelock, BEGIN",
    "pagelock, BEGIN CONCURRENT",
    "mvcc, BEGIN",
    "mvcc, BEGIN CONCURRENT"
  })
  void vectorsSeeWhatTheirTransactionSees(String mode, String begin, @TempDir Path directory) {
    System.out.println("queries over indexes: repeat with -Dbraid.seed=" + seed);
    Database database = Database.at(directory.resolve("t.db").toString());
    try (Connection connection = database.connect();
        Connection other = database.connect()) {
      connection.execute("PRAGMA journal_mode=" + mode);
      setup().forEach(connection::execute);
      for (int i = 0; i < CHANGES; i++) {
        connection.execute(begin);
        answer(connection, "SELECT count(*) FROM t"); // from here on its snapshot stands
        if (i % 2 == 0) {
          for (int n = 0; n < 3; n++) {
            other.execute(change());
          }
        } else {
          for (int n = 0; n < 6; n++) {
            connection.execute(change());
            assertSame(connection, query());
          }
        }
        for (int n = 0; n < 4; n++) {
          assertSame(connection, query());
        }
        connection.execute(i % 5 == 0 ? "ROLLBACK" : "COMMIT");
        assertSame(connection, query());
      }
    }
  }

  private String change() {
    String id = Integer.toString(random.nextInt(ROWS));
    return switch (random.nextInt(6)) {
      case 0 -> "DELETE FROM t WHERE id BETWEEN " + id + " AND " + id + " + 9";
      case 1 -> insertIntoT("NULL");
      case 2 ->
          "UPDATE t SET i = " + integer() + ", s = " + text() + " WHERE id % 31 = " + id + " % 31";
      case 3 -> "UPDATE t SET m = " + mixed() + ", r = " + real() + " WHERE id = " + id;
      case 4 -> "DELETE FROM w WHERE j % 53 = " + id + " % 53";
      default -> "UPDATE w SET v = " + mixed() + " WHERE j % 17 = " + id + " % 17";
    };
  }

  private void assertSame(Connection connection, String query) {
    connection.execute("PRAGMA braid_optimizations='all'");
    List<String> vectors = answer(connection, query);
    connection.execute("PRAGMA braid_optimizations='-vectors'");
    assertThat(vectors).as("-Dbraid.seed=%s: %s", seed, query).isEqualTo(answer(connection, query));
    connection.execute("PRAGMA braid_optimizations='all'");
  }

  private static List<String> answer(Connection connection, String query) {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.prepare(query)) {
      while (statement.step()) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < statement.columnCount(); i++) {
          Object value = statement.columnValue(i);
          row.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
