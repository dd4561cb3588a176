package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * INSERT … SELECT from one table into another, alike and not: as SQLite. The seed is printed;
 * {@code -Dbraid.seed=N} gives another, {@code -Dbraid.rounds=N} makes more.
 */
class CopiedRowsTest {
  private static final String COLUMNS = "(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d)";

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static void makeSource(Comparison db) {
    db.same(
        "CREATE TABLE s" + COLUMNS,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO"
            + " s SELECT i * 2, CASE i % 7 WHEN 0 THEN 'text' ELSE i % 50 END, 'b' || (i % 90), i"
            + " / 4.0, CASE i % 40 WHEN 0 THEN zeroblob(i) WHEN 1 THEN NULL ELSE i END FROM n");
  }

  private static void into(String mode, String target, String... inserts) {
    try (Comparison db = new Comparison(mode)) {
      makeSource(db);
      db.same(target.split(";"));
      for (String insert : inserts) {
        db.same(
            insert,
            "SELECT changes(), last_insert_rowid()",
            "SELECT rowid, *, typeof(a), typeof(c) FROM t ORDER BY rowid",
            "PRAGMA integrity_check");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recordsAreCopiedWithTheirEntries(String mode) {
    into(
        mode,
        "CREATE TABLE t"
            + COLUMNS
            + ";CREATE INDEX i1 ON t(b, k);CREATE UNIQUE INDEX i2 ON t(c DESC, a)",
        "INSERT INTO t SELECT * FROM s WHERE k < 200",
        "INSERT INTO t SELECT k, a, b, c, d FROM s",
        "INSERT OR IGNORE INTO t SELECT * FROM s WHERE d IS NOT NULL",
        "INSERT INTO t(d, c, b, a, k) SELECT d, c, b, a, rowid FROM s WHERE k > 598",
        "INSERT OR FAIL INTO t SELECT * FROM s",
        "INSERT OR REPLACE INTO t SELECT * FROM s WHERE k % 3 = 0",
        "INSERT INTO t SELECT k + 5000, a, b, c + 900, d FROM s LIMIT 40",
        "INSERT INTO t SELECT k + 9000, a, b, c + 1900, d FROM s ORDER BY a, k DESC");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsWithoutATypeTakeWhatIsStored(String mode) {
    into(
        mode,
        "CREATE TABLE t(a, b, c, d BLOB, e)",
        "INSERT INTO t(a, b, c, d) SELECT a, b, c, d FROM s",
        "INSERT INTO t SELECT k, b, c * 1, c, a FROM s WHERE c > 60",
        "INSERT INTO t SELECT c, c, c, c, c FROM s WHERE c = 4",
        "INSERT INTO t SELECT d, a, b, b, c FROM s ORDER BY k DESC LIMIT 30");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsWithoutAKeyOfTheirOwnGetNewRowids(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE s(a INT, b TEXT, c REAL)",
          "INSERT INTO s(rowid, a, b, c) VALUES(10, 1, 'x', 2), (20, 'z', NULL, 2.5), (7, 3, 4, 5)",
          "CREATE TABLE t(x INTEGER, y TEXT, z REAL)",
          "INSERT INTO t SELECT * FROM s",
          "INSERT INTO t SELECT * FROM s ORDER BY a",
          "INSERT INTO t(rowid, x, y, z) SELECT rowid + 90, * FROM s",
          "INSERT INTO t(x, y) SELECT a, b FROM s",
          "SELECT rowid, *, typeof(z) FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recordsLargerThanAPageAreCopied(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE s(k INTEGER PRIMARY KEY, d BLOB)",
          "INSERT INTO s VALUES(1, zeroblob(3000)), (2, x'01'), (3, zeroblob(90000)), (9, NULL)",
          "CREATE TABLE t(k INTEGER PRIMARY KEY, d BLOB)",
          "CREATE INDEX i ON t(d)",
          "INSERT INTO t SELECT * FROM s",
          "SELECT k, length(d), d = zeroblob(90000) FROM t",
          "SELECT k FROM t INDEXED BY i WHERE d >= x'' ORDER BY d",
          "PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsOfOtherTypesAndPlacesAreConverted(String mode) {
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a TEXT, b NUMERIC, c INT, d)",
        "INSERT INTO t SELECT * FROM s",
        "INSERT INTO t SELECT k + 1000, d, c, b, a FROM s");
    into(
        mode,
        "CREATE TABLE t(a INT, k INTEGER PRIMARY KEY, b TEXT, c REAL, d)",
        "INSERT INTO t(k, a, b, c, d) SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d, e DEFAULT 7)",
        "INSERT INTO t(k, a, b, c, d) SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(x INT, a INT, b TEXT, c REAL, d)",
        "INSERT INTO t SELECT * FROM s",
        "INSERT INTO t(rowid, x, a, b, c, d) SELECT k, k, a, b, c, d FROM s");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rulesOfTheTargetHold(String mode) {
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT NOT NULL, b TEXT, c REAL, d NOT NULL DEFAULT"
            + " 'none')",
        "INSERT INTO t SELECT * FROM s WHERE k < 50",
        "INSERT OR IGNORE INTO t SELECT * FROM s",
        "INSERT OR REPLACE INTO t SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT CHECK(b <> 'b50'), c REAL, d)",
        "INSERT OR FAIL INTO t SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY AUTOINCREMENT, a INT, b TEXT, c REAL, d)",
        "INSERT INTO t SELECT * FROM s WHERE k < 300",
        "INSERT INTO t(a, b, c, d) SELECT a, b, c, d FROM s",
        "UPDATE sqlite_sequence SET seq = seq");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d) STRICT",
        "INSERT OR IGNORE INTO t SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t"
            + COLUMNS
            + ";CREATE TABLE log(x);PRAGMA foreign_keys = ON;CREATE TABLE child(p INTEGER"
            + " REFERENCES t)",
        "INSERT INTO t SELECT * FROM s RETURNING k, c",
        "INSERT INTO t SELECT * FROM s WHERE true ON CONFLICT DO UPDATE SET a = excluded.k",
        "INSERT INTO t SELECT k + 1, a, b, c, d FROM t",
        "INSERT OR REPLACE INTO t SELECT * FROM t");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void computedRowsTakeThePlaceOfOthers(String mode) {
    into(
        mode,
        "CREATE TABLE t"
            + COLUMNS
            + ";CREATE UNIQUE INDEX i1 ON t(b, a);CREATE INDEX i2 ON t(d, b);INSERT INTO t SELECT *"
            + " FROM s",
        "INSERT OR REPLACE INTO t SELECT k, a, b || '-', c + 1, d FROM s WHERE k % 3 = 0",
        "INSERT OR REPLACE INTO t(a, b, d) SELECT a, b, b || d FROM s",
        "INSERT INTO t SELECT k, a, b, c, d || 'new' FROM s WHERE true"
            + " ON CONFLICT(k) DO UPDATE SET b = excluded.d || b, d = excluded.b"
            + " ON CONFLICT DO UPDATE SET d = excluded.b || d, c = excluded.c + c",
        "INSERT INTO t SELECT k + 1, a, b, c, d FROM s WHERE true"
            + " ON CONFLICT DO UPDATE SET k = excluded.k + 10000, d = excluded.b WHERE a > 5");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsThatAreReadMayChangeMeanwhile(String mode) {
    for (String change :
        new String[] {
          "INSERT OR REPLACE INTO t(a, b) SELECT 'key ' || n, text FROM s",
          "INSERT INTO t(a, b) SELECT 'key ' || n, text FROM s WHERE true ON CONFLICT(a) DO UPDATE"
              + " SET id = id + 1000, b = excluded.b || b",
          "INSERT INTO t(a, b) SELECT 'key ' || n, text FROM s WHERE true ON CONFLICT(a) DO UPDATE"
              + " SET a = excluded.a || '.', b = excluded.b",
        }) {
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "PRAGMA foreign_keys = ON",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT)",
            "CREATE TABLE s(k INTEGER PRIMARY KEY, n INT, text TEXT, t INTEGER REFERENCES t ON"
                + " DELETE SET NULL ON UPDATE CASCADE)",
            "CREATE TRIGGER tu AFTER UPDATE OF a ON t BEGIN UPDATE s SET text = 'changed' WHERE t ="
                + " old.id; END",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT"
                + " INTO t SELECT i, 'key ' || i, 'old ' || i FROM n",
            "INSERT INTO s SELECT id, id, 'text of ' || id, 201 - id FROM t",
            change,
            "SELECT changes(), last_insert_rowid()",
            "SELECT * FROM t ORDER BY a",
            "SELECT * FROM s ORDER BY k",
            "PRAGMA integrity_check");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recordsOfRowsFromBeforeAColumnWasAddedAreMadeWhole(String mode) {
    try (Comparison db = new Comparison(mode)) {
      makeSource(db);
      db.same(
          "ALTER TABLE s ADD COLUMN e TEXT NOT NULL DEFAULT 'early'",
          "INSERT INTO s(k, e) VALUES(5001, 'late'), (5002, 'later')",
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d, e TEXT NOT NULL)",
          "INSERT INTO t SELECT * FROM s",
          "ALTER TABLE s DROP COLUMN b",
          "CREATE TABLE u(k INTEGER PRIMARY KEY, a INT, c REAL, d, e TEXT)",
          "INSERT INTO u SELECT * FROM s",
          "SELECT * FROM t ORDER BY k",
          "SELECT * FROM u ORDER BY k",
          "PRAGMA integrity_check");
    }
  }

  private static final String[] TYPES = {"INT", "TEXT", "REAL", "NUMERIC", "", "BLOB"};

  private static final String[] VALUES = {
    "i",
    "'t' || i",
    "i / 4.0",
    "CAST(i AS TEXT)",
    "NULL",
    "zeroblob(i % 9)",
    "i * 1e15",
    "-i",
    "CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN 'seven' ELSE 7 END",
    "printf('%.*c', i * 9, 'x')",
  };

  private static final String[] COMPUTED = {
    "a + 1", "b || '!'", "c * 2", "upper(b)", "CASE WHEN d > 50 THEN NULL ELSE a END", "k % 7",
    "'same'", "NULL", "-c", "CAST(a AS TEXT)", "rowid", "k",
  };

  @ParameterizedTest
  @MethodSource("modes")
  void someColumnsAreCopiedAndOthersComputed(String mode) {
    long seed = Long.getLong("braid.seed", 810_233);
    int rounds = Integer.getInteger("braid.rounds", 40);
    System.out.println("CopiedRowsTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + rounds);
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(seed + round);
      try (Comparison db = new Comparison(mode)) {
        List<String> types = types(random);
        db.same(
            random.nextInt(6) == 0 ? "PRAGMA encoding = 'UTF-16le'" : "PRAGMA user_version",
            table("s", types, random, false),
            rows("s", 0, random));
        if (random.nextBoolean()) {
          db.same("ALTER TABLE s ADD COLUMN e INT DEFAULT 3", rows("s", 200, random));
        }
        List<String> others = random.nextBoolean() ? types : types(random);
        db.same(table("t", others, random, true));
        if (random.nextBoolean()) {
          db.same("CREATE INDEX i1 ON t(" + pick(random, "a", "b, d", "d", "c DESC, a") + ")");
        }
        if (random.nextInt(3) == 0) {
          db.same("CREATE UNIQUE INDEX i2 ON t(" + pick(random, "a, b", "d", "b, c") + ")");
        }
        db.same("INSERT OR IGNORE INTO t(k, a, b, c, d) SELECT k * 2, a, b, c, d FROM s");
        for (int insert = 0; insert < 6; insert++) {
          db.same(
              insert(random),
              "SELECT changes(), last_insert_rowid()",
              "SELECT *, typeof(a), typeof(b), typeof(c), typeof(d) FROM t ORDER BY k",
              "PRAGMA integrity_check");
        }
      }
    }
  }

  private static List<String> types(Random random) {
    return random.ints(4, 0, TYPES.length).mapToObj(i -> TYPES[i]).toList();
  }

  private static String table(String name, List<String> types, Random random, boolean rules) {
    List<String> columns = new ArrayList<>(List.of("k INTEGER PRIMARY KEY"));
    for (int i = 0; i < types.size(); i++) {
      String rule =
          !rules || random.nextInt(4) != 0
              ? ""
              : pick(random, " NOT NULL", " NOT NULL DEFAULT 'none'", " UNIQUE", " DEFAULT 5");
      columns.add("abcd".charAt(i) + " " + types.get(i) + rule);
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(columns, random);
    }
    return "CREATE TABLE " + name + "(" + String.join(", ", columns) + ")";
  }

  private static String rows(String table, int from, Random random) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) INSERT"
        + " INTO "
        + table
        + "(k, a, b, c, d) SELECT "
        + from
        + " + i, "
        + String.join(", ", random.ints(4, 0, VALUES.length).mapToObj(i -> VALUES[i]).toList())
        + " FROM n";
  }

  private static String insert(Random random) {
    List<String> columns = new ArrayList<>(List.of("k", "a", "b", "c", "d"));
    if (random.nextInt(3) == 0) {
      Collections.shuffle(columns, random);
    }
    while (random.nextInt(4) == 0 && columns.size() > 2) {
      columns.remove(random.nextInt(columns.size()));
    }
    if (random.nextInt(4) == 0) {
      columns.remove("k"); // a new rowid, if it is not in another's way
    }
    List<String> values = new ArrayList<>();
    for (String column : columns) {
      values.add(
          switch (random.nextInt(5)) {
            case 0 -> pick(random, COMPUTED);
            case 1 -> pick(random, "a", "b", "c", "d");
            default -> column;
          });
    }
    String conflict = pick(random, "", "", "OR IGNORE ", "OR REPLACE ", "OR REPLACE ", "OR FAIL ");
    String upsert =
        conflict.isEmpty()
            ? pick(
                random,
                "",
                " ON CONFLICT(k) DO UPDATE SET a = excluded.a, d = excluded.d",
                " ON CONFLICT DO UPDATE SET b = (SELECT excluded.b) WHERE excluded.k % 3 < 2",
                " ON CONFLICT DO UPDATE SET b = excluded.b, c = excluded.c, d = 'seen' || d",
                " ON CONFLICT(k) DO NOTHING ON CONFLICT DO UPDATE SET k = excluded.k + 5000, c ="
                    + " excluded.c")
            : "";
    return "INSERT "
        + conflict
        + "INTO t("
        + String.join(", ", columns)
        + ") SELECT "
        + String.join(", ", values)
        + " FROM s WHERE "
        + pick(random, "true", "k % 3 = 1", "a IS NOT NULL", "k BETWEEN 50 AND 150")
        + upsert;
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
