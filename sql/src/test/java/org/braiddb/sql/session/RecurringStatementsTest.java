package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.program.Settings;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that differ in their literals alone: each does what its own text says. */
class RecurringStatementsTest {
  private static final String[] VALUES = {
    "0",
    "1",
    "2",
    "3",
    "5",
    "12",
    "007",
    "5.0",
    "2.5",
    ".5",
    "3.",
    "1e1",
    "1e999",
    "'5'",
    "'5.0'",
    "' 5 '",
    "''",
    "'it''s'",
    "'x'",
    "'X '",
    "'Grün 😀'",
    "'NULL'",
    "-5",
    "+ 5",
    "- -1",
    "-0.0",
    "0.0",
    "- (+ 0e5)",
    "NULL",
    "x'3435'",
    "0x10",
    "1_000",
    "4611686018427387904",
    "-9223372036854775808",
    "9223372036854775808",
    "123456789012345678",
    "TRUE",
    "'i'",
    "\"i\"",
  };

  /** Each {@code @} becomes some value. */
  private static final String[] CHANGES = {
    "INSERT INTO t VALUES(@, @, @, @, @, @)",
    "INSERT INTO t(i, t, r, n) VALUES(@, @, @, @)",
    "INSERT INTO t(i, t) VALUES(@, @), (@, @)",
    "INSERT OR REPLACE INTO t(id, i, t) VALUES(@, @, @)",
    "REPLACE INTO main.t(id, r) VALUES(@, @)",
    "INSERT INTO t(id, i) VALUES(@, @) ON CONFLICT(id) DO UPDATE SET i = excluded.i + @, n = @",
    "INSERT INTO t(u) VALUES(@) ON CONFLICT(u) DO UPDATE SET r = @ WHERE i < @",
    "INSERT OR IGNORE INTO t(u, i) VALUES(@, @)",
    "UPDATE t SET i = @ WHERE id = @",
    "UPDATE t SET t = t || @, r = r * @ WHERE i = @",
    "UPDATE t SET n = CASE WHEN i > @ THEN @ ELSE n END",
    "UPDATE OR IGNORE t SET u = @ WHERE t = @",
    "UPDATE t SET i = i + @ WHERE id IN (@, @, @)",
    "UPDATE t SET r = round(@, @) WHERE t BETWEEN @ AND @",
    "UPDATE t SET (i, n) = (@, @) WHERE n = @ COLLATE NOCASE",
    "UPDATE t SET i = -@ WHERE t > @ OR r <= @",
    "UPDATE t SET n = CAST(@ AS VARCHAR(10)) WHERE i IS @",
    "UPDATE t SET n = @ WHERE @",
    "DELETE FROM t WHERE id = @",
    "DELETE FROM t WHERE t = @ AND i = @",
    "DELETE FROM t WHERE r BETWEEN @ AND @ AND typeof(n) = @",
    "DELETE FROM t WHERE n GLOB @ OR i IN (SELECT id FROM t WHERE u = @)",
    "DELETE FROM v WHERE i = @",
    "UPDATE missing SET i = @",
    "UPDATE 't' SET 'i' = @ WHERE id = @",
    "INSERT INTO p(a, b) VALUES(@, @)",
    "UPDATE p SET b = @ WHERE a = @",
    "DELETE FROM p WHERE b + 1 = @",
  };

  private static final String[] QUERIES = {
    "SELECT * FROM t WHERE id = @",
    "SELECT i, t || 'x', 5 FROM t WHERE t = @ AND i <> @ ORDER BY 1, 2, 3",
    "SELECT id FROM t WHERE i BETWEEN @ AND @ OR r > @ ORDER BY id DESC LIMIT @",
    "SELECT id, n FROM t WHERE n IN (@, @, @, @, @) ORDER BY id LIMIT @ OFFSET @",
    "SELECT id FROM t WHERE -i < @ AND (u, n) IS NOT (@, @) ORDER BY +id LIMIT 3, @",
    "SELECT a.id, b.id FROM t a JOIN t b ON b.id = a.i + 1 WHERE a.t = @ OR b.n > @ ORDER BY 1, 2",
    "SELECT a.id, b.id FROM t a LEFT JOIN t AS b ON b.u = a.n AND b.id < 5 WHERE a.i = @"
        + " ORDER BY 1, 2",
    "SELECT i, count(*) FILTER (WHERE n > 2), sum(r) FROM t WHERE id > @ GROUP BY i HAVING"
        + " count(*) > 0 ORDER BY i",
    "SELECT count(*), max(t), min(r) FROM t WHERE n = @ COLLATE NOCASE",
    "SELECT CASE WHEN i > 2 THEN 'x' ELSE 7 END FROM t WHERE CASE WHEN i > @ THEN @ END ORDER BY 1",
    "SELECT DISTINCT t FROM t WHERE typeof(n) = @ OR @ ORDER BY 1 LIMIT @",
    "SELECT id FROM t WHERE abs(i) = @ AND t = t || @ ORDER BY id",
    "SELECT id FROM v WHERE i = @ ORDER BY id",
    "SELECT a FROM p WHERE b = @ AND a > @ ORDER BY a",
    "SELECT b FROM p WHERE b + 1 = @ ORDER BY b",
    "SELECT id FROM t WHERE 't'.i = @ AND 'id' <> @ ORDER BY id",
    "SELECT 5 WHERE 7 > @",
    "SELECT id FROM t WHERE i = @ UNION SELECT a FROM p WHERE b = @ ORDER BY 1",
    "SELECT id FROM t WHERE i IN (SELECT a FROM p WHERE b > @ ORDER BY 1 LIMIT @) ORDER BY id",
    "SELECT i FROM missing WHERE i = @",
  };

  private static final String[] SCHEMA_CHANGES = {
    "ALTER TABLE t ADD COLUMN added DEFAULT 7",
    "CREATE INDEX ti ON t(i)",
    "DROP INDEX ti",
    "CREATE INDEX tt ON t(t COLLATE NOCASE, i DESC)",
    "CREATE INDEX tp ON t(r) WHERE i = 5",
    "DROP INDEX tp",
    "CREATE TRIGGER tu AFTER UPDATE ON t BEGIN INSERT INTO log VALUES(old.i, new.i, 5); END",
    "DROP TRIGGER tu",
    "CREATE TABLE missing(i)",
    "DROP TABLE missing",
    "PRAGMA recursive_triggers = 1",
  };

  private final Connection db = Database.at(":memory:").connect();

  @AfterEach
  void close() {
    db.close();
  }

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static String withValues(String change, Random random) {
    StringBuilder text = new StringBuilder();
    for (String part : change.split("(?<=@)|(?=@)")) {
      text.append(part.equals("@") ? VALUES[random.nextInt(VALUES.length)] : part);
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void statementsDoWhatTheirTextsSay(String mode) {
    long seed = Long.getLong("braid.seed", 70_670);
    System.out.println("-Dbraid.seed=" + seed);
    Random random = new Random(seed);
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, i INTEGER CHECK(i <> 12), t TEXT, r REAL, n,"
              + " u UNIQUE)",
          "CREATE TABLE p(a, b)",
          "CREATE INDEX pa ON p(a) WHERE b > 2",
          "CREATE INDEX pb ON p(b + 1)",
          "CREATE TABLE log(a, b, c)",
          "CREATE VIEW v AS SELECT * FROM t WHERE id > 2");
      for (int i = 0; i < 700; i++) {
        if (i % 50 == 49) {
          db.same(SCHEMA_CHANGES[random.nextInt(SCHEMA_CHANGES.length)]);
        }
        db.same(withValues(CHANGES[random.nextInt(CHANGES.length)], random));
        for (int k = 0; k < 3; k++) {
          db.same(withValues(QUERIES[random.nextInt(QUERIES.length)], random));
        }
        if (i % 5 == 0) {
          db.same("SELECT *, typeof(i), typeof(t), typeof(r), typeof(n), typeof(u) FROM t");
          db.same("SELECT *, typeof(a), typeof(b) FROM p", "SELECT * FROM log");
        }
      }
      db.same("PRAGMA integrity_check");
    }
  }

  // ---- which are compiled with parameters

  private static boolean isPrepared(RecurringStatements changes, String text) {
    PreparedStatement statement = changes.prepare(text);
    if (statement == null) {
      return false;
    }
    statement.step();
    statement.close();
    return true;
  }

  private static Session session() {
    Session session =
        Session.open(
            ":memory:",
            new DatabaseSource(
                new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS, Optional.empty()),
            Durability.FULL,
            new Settings());
    for (String text :
        List.of(
            "CREATE TABLE t(id INTEGER PRIMARY KEY, a)",
            "CREATE TABLE p(a, b)",
            "CREATE INDEX pa ON p(a) WHERE b > 2",
            "CREATE VIEW v AS SELECT * FROM t")) {
      PreparedStatement statement = session.prepare(text, 0).orElseThrow();
      statement.step();
      statement.close();
    }
    return session;
  }

  @Test
  void theSecondTextWithOtherValuesHasParameters() {
    try (Session session = session()) {
      RecurringStatements changes = new RecurringStatements(session);
      assertThat(isPrepared(changes, "INSERT INTO t VALUES(1, 'a')")).isFalse();
      assertThat(isPrepared(changes, "INSERT INTO t VALUES(2, 3.5)")).isTrue();
      assertThat(isPrepared(changes, "INSERT INTO t VALUES(3,  1)")).isFalse();
      for (String text :
          List.of(
              "UPDATE p SET a = 5",
              "UPDATE t SET a = ? WHERE id = 5",
              "UPDATE t SET a = 5 ORDER BY 1 LIMIT 1",
              "UPDATE t SET a = 5 RETURNING id + 1",
              "INSERT INTO t SELECT 5, 6",
              "DELETE FROM t WHERE a LIKE 'a%'",
              "UPDATE t SET a = x'00' WHERE id = 1",
              "DELETE FROM t")) {
        assertThat(isPrepared(changes, text)).as("first: %s", text).isFalse();
        assertThat(isPrepared(changes, text)).as("second: %s", text).isFalse();
      }
    }
  }

  private static String manyRows(int rows, int first) {
    return IntStream.range(first, first + rows)
        .mapToObj(i -> "(" + i + ", 'it''s " + i + "')")
        .collect(Collectors.joining(", ", "INSERT INTO t VALUES", ""));
  }

  @Test
  void manyRowsAndLongListsHaveParametersToo() {
    try (Session session = session()) {
      RecurringStatements statements = new RecurringStatements(session);
      assertThat(isPrepared(statements, manyRows(500, 0))).isFalse();
      for (int round = 1; round < 4; round++) {
        assertThat(isPrepared(statements, manyRows(500, 1000 * round))).isTrue();
      }
      String list = "SELECT a FROM t WHERE id IN (1" + ", 7".repeat(900) + ")";
      assertThat(isPrepared(statements, list)).isFalse();
      assertThat(isPrepared(statements, list.replace('7', '3'))).isTrue();
      // Too long to be kept until it comes again.
      assertThat(isPrepared(statements, manyRows(1500, 10_000))).isFalse();
      assertThat(isPrepared(statements, manyRows(1500, 20_000))).isFalse();
    }
  }

  /** What is kept for texts is bounded by their length, not by their number alone. */
  @Test
  void longTextsPushOutOthers() {
    RecentTexts<Integer> texts = new RecentTexts<>();
    for (int i = 0; i < 50; i++) {
      texts.put("x".repeat(8000) + i, i);
      texts.put("x".repeat(8000) + i, i + 100);
    }
    assertThat(IntStream.range(0, 50).filter(i -> texts.get("x".repeat(8000) + i) != null))
        .containsExactly(42, 43, 44, 45, 46, 47, 48, 49);
    assertThat(texts.take("x".repeat(8000) + 45)).isEqualTo(145);
    texts.put("short", 1);
    assertThat(texts.get("x".repeat(8000) + 42)).isEqualTo(142);
    texts.clear();
    texts.put("x".repeat(60_000), 2);
    assertThat(texts.get("x".repeat(60_000))).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void manyRowsAreThoseOfTheText(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE)");
      for (int round = 0; round < 4; round++) {
        db.same(manyRows(200, 300 * round));
      }
      db.same(
          manyRows(200, 1050),
          manyRows(200, 1050).replace("INSERT", "INSERT OR IGNORE"),
          manyRows(200, 1100).replace("INSERT", "INSERT OR IGNORE"),
          manyRows(200, 1150).replace("INSERT", "REPLACE"),
          "SELECT * FROM t ORDER BY id");
    }
  }

  @Test
  void theSecondQueryWithOtherValuesHasParameters() {
    try (Session session = session()) {
      RecurringStatements queries = new RecurringStatements(session);
      for (String query :
          List.of(
              "SELECT a FROM t WHERE id = @",
              "SELECT 5, a + 1 FROM t WHERE a > @ GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 LIMIT 3",
              "SELECT x.a FROM t x, t y WHERE x.id = y.a AND y.id = @")) {
        assertThat(isPrepared(queries, query.replace("@", "1"))).as(query).isFalse();
        assertThat(isPrepared(queries, query.replace("@", "'a'"))).as(query).isTrue();
        assertThat(isPrepared(queries, query.replace("@", "2.5"))).as(query).isTrue();
      }
      for (String query :
          List.of(
              "SELECT @ FROM t",
              "SELECT a FROM t GROUP BY a HAVING a > @",
              "SELECT a FROM t ORDER BY @",
              "SELECT count(*) FILTER (WHERE a > @) FROM t",
              "SELECT a FROM p WHERE a = @",
              "SELECT a FROM v WHERE a = @",
              "SELECT a FROM t, json_each('[1]') WHERE a = @",
              "SELECT a FROM (VALUES(1)), t WHERE a = @",
              "SELECT a FROM t WHERE a = @ AND id = ?",
              "SELECT a FROM t WHERE a = @ UNION SELECT 1",
              "SELECT a FROM t WHERE a LIKE '@%'",
              "WITH c AS (SELECT 1) SELECT a FROM t WHERE a = @",
              "SELECT x.a FROM t x JOIN t y WHERE x.a = @ AND y.a = 'six or more'",
              "EXPLAIN SELECT a FROM t WHERE a = @")) {
        for (String value : List.of("1", "2", "3")) {
          assertThat(isPrepared(queries, query.replace("@", value))).as(query).isFalse();
        }
      }
    }
  }

  @Test
  void columnsAreCalledByTheirOwnTexts() {
    db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES(1, 2), (2, 3)");
    for (int i = 1; i <= 2; i++) {
      for (int column = 5; column <= 6; column++) {
        String text = "SELECT a + " + column + ", " + column + " FROM t WHERE id = " + i;
        try (Statement statement = db.prepare(text)) {
          assertThat(statement.columnName(0)).isEqualTo("a + " + column);
          assertThat(statement.columnName(1)).isEqualTo(Integer.toString(column));
          assertThat(statement.sql()).isEqualTo(text);
          assertThat(statement.parameterCount()).isZero();
          assertThat(statement.step()).isTrue();
          assertThat(statement.columnLong(0)).isEqualTo(i + 1 + column);
          assertThat(statement.step()).isFalse();
        }
      }
    }
  }

  @Test
  void aZeroKeepsItsSign() {
    db.execute("CREATE TABLE t(a)");
    for (String value : List.of("-1.5", "-2.5", "-0.0", "- (0.0)", "-(+0e9)", "-1e-400")) {
      db.execute("DELETE FROM t");
      db.execute("INSERT INTO t VALUES(" + value + ")");
      try (Statement statement = db.prepare("SELECT a FROM t")) {
        assertThat(statement.step()).isTrue();
        assertThat(Math.copySign(1, statement.columnDouble(0))).as(value).isEqualTo(-1);
      }
    }
  }

  @Test
  void queriesOfOneTextRunAtTheSameTime() {
    db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES(1, 2), (2, 3)");
    db.prepare("SELECT a FROM t WHERE id <> 7").close();
    db.prepare("SELECT a FROM t WHERE id <> 8").close();
    try (Statement first = db.prepare("SELECT a FROM t WHERE id <> 2")) {
      assertThat(first.step()).isTrue();
      try (Statement second = db.prepare("SELECT a FROM t WHERE id <> 1")) {
        assertThat(second.step()).isTrue();
        assertThat(second.columnLong(0)).isEqualTo(3);
        assertThat(first.columnLong(0)).isEqualTo(2);
        assertThat(first.step()).isFalse();
        assertThat(second.step()).isFalse();
      }
    }
  }

  // ---- what is seen of it

  private Statement parameterized(String text) {
    db.execute("INSERT INTO t(a) VALUES(1); INSERT INTO t(a) VALUES(2)");
    db.prepare("UPDATE t SET a = 3 WHERE id = 7").close();
    return db.prepare(text);
  }

  @Test
  void literalsAreNoParameters() {
    db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a)");
    String text = " UPDATE t SET a = 4 WHERE id = 1 ; UPDATE t SET a = 5";
    try (Statement statement = parameterized(text)) {
      assertThat(statement.sql()).isEqualTo("UPDATE t SET a = 4 WHERE id = 1");
      assertThat(statement.remainder()).isEqualTo(" UPDATE t SET a = 5");
      assertThat(statement.parameterCount()).isZero();
      assertThatThrownBy(() -> statement.bindLong(1, 9)).isInstanceOf(SqlException.class);
      statement.clearBindings();
      statement.step();
      assertThat(statement.changes()).isEqualTo(1);
      statement.step();
    }
    try (Statement rows = db.prepare("SELECT group_concat(a) FROM t")) {
      rows.step();
      assertThat(rows.columnText(0)).isEqualTo("4,2");
    }
  }

  @Test
  void isCompiledFromItsOwnTextWhereTheSchemaChanges() {
    db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a)");
    try (Statement statement = parameterized("UPDATE t SET a = 4 WHERE id = 1")) {
      db.execute("ALTER TABLE t ADD COLUMN b DEFAULT 9");
      statement.step();
      try (Statement rows = db.prepare("SELECT a, b FROM t WHERE id = 1")) {
        rows.step();
        assertThat(rows.columnLong(0)).isEqualTo(4);
        assertThat(rows.columnLong(1)).isEqualTo(9);
      }
      db.execute("ALTER TABLE t RENAME COLUMN a TO c");
      assertThatThrownBy(statement::step).hasMessageContaining("no such column: a");
    }
  }
}
