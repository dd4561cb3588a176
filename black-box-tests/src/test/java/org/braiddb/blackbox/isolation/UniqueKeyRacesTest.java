package org.braiddb.blackbox.isolation;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two transactions that want the same unique key: one gets it, whatever the statement. */
class UniqueKeyRacesTest {
  private static final String TABLE =
      """
      CREATE TABLE u(id INTEGER PRIMARY KEY, k TEXT UNIQUE, v INTEGER);
      INSERT INTO u VALUES(1, 'one', 1), (2, 'two', 2);
      """;

  /** Both run their statements before either commits. */
  private static final String ONE_WINS_AT_COMMIT =
      """
      wal               T1 commits, T2 busy at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 conflict at commit
      mvcc serializable T1 commits, T2 conflict at commit
      """;

  /** The second runs its statement, on an older snapshot, when the first has committed. */
  private static final String ONE_WINS_AT_THE_STATEMENT =
      """
      wal               T1 commits, T2 conflict at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 conflict at statement
      mvcc serializable T1 commits, T2 conflict at statement
      """;

  /** Nobody stands in the other's way but on pages. */
  private static final String BOTH_WIN_BY_ROWS =
      """
      wal               T1 commits, T2 busy at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 commits
      mvcc serializable T1 commits, T2 commits
      """;

  /** That the key was free is known to a serializable transaction, and no rollback undoes that. */
  private static final String BOTH_WIN_UNLESS_READS_COUNT =
      """
      wal               T1 commits, T2 busy at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 commits
      mvcc serializable T1 commits, T2 conflict at commit
      """;

  @TempDir Path directory;

  private static String together(String first, String second) {
    return "T1: " + first + "\nT2: " + second + "\nT1: COMMIT\nT2: COMMIT";
  }

  private static String afterwards(String first, String second) {
    return "T2: SELECT count(*) FROM sqlite_schema\nT1: "
        + first
        + "\nT1: COMMIT\nT2: "
        + second
        + "\nT2: COMMIT";
  }

  static Stream<Arguments> races() {
    String insert = "INSERT INTO u VALUES(11, 'new', 0)";
    return Race.everywhere(
        new Race(
            "insert beside insert",
            TABLE,
            together(insert, "INSERT INTO u VALUES(12, 'new', 0)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "insert after insert",
            TABLE,
            afterwards(insert, "INSERT INTO u VALUES(12, 'new', 0)"),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "insert beside update",
            TABLE,
            together(insert, "UPDATE u SET k = 'new' WHERE id = 2"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "update beside insert",
            TABLE,
            together("UPDATE u SET k = 'new' WHERE id = 2", insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "update after insert",
            TABLE,
            afterwards(insert, "UPDATE u SET k = 'new' WHERE id = 2"),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "update beside update",
            TABLE,
            together("UPDATE u SET k = 'new' WHERE id = 1", "UPDATE u SET k = 'new' WHERE id = 2"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "insert or ignore beside insert",
            TABLE,
            together(insert, "INSERT OR IGNORE INTO u VALUES(12, 'new', 0)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "insert or ignore after insert",
            TABLE,
            afterwards(insert, "INSERT OR IGNORE INTO u VALUES(12, 'new', 0)"),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "insert or replace beside insert",
            TABLE,
            together(insert, "INSERT OR REPLACE INTO u VALUES(12, 'new', 0)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "insert or replace after insert",
            TABLE,
            afterwards(insert, "INSERT OR REPLACE INTO u VALUES(12, 'new', 0)"),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "replace of one row by two",
            TABLE,
            together("REPLACE INTO u VALUES(11, 'one', 0)", "REPLACE INTO u VALUES(12, 'one', 0)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "upsert beside insert",
            TABLE,
            together(
                insert,
                "INSERT INTO u VALUES(12, 'new', 0) ON CONFLICT(k) DO UPDATE SET v = v + 1"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "upsert after insert",
            TABLE,
            afterwards(
                insert,
                "INSERT INTO u VALUES(12, 'new', 0) ON CONFLICT(k) DO UPDATE SET v = v + 1"),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "upsert of one row by two",
            TABLE,
            together(
                "INSERT INTO u VALUES(11, 'one', 0) ON CONFLICT(k) DO UPDATE SET v = v + 1",
                "INSERT INTO u VALUES(12, 'one', 0) ON CONFLICT(k) DO UPDATE SET v = v + 1"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "other keys do not clash",
            TABLE,
            together(insert, "INSERT INTO u VALUES(12, 'newer', 0)"),
            BOTH_WIN_BY_ROWS),
        new Race(
            "a key given up and one taken",
            TABLE,
            together("UPDATE u SET k = 'gone' WHERE id = 1", "INSERT INTO u VALUES(12, 'x', 0)"),
            BOTH_WIN_BY_ROWS),
        new Race(
            "same key of another letter case under NOCASE",
            "CREATE TABLE n(id INTEGER PRIMARY KEY, k TEXT COLLATE NOCASE UNIQUE)",
            together("INSERT INTO n VALUES(1, 'Key')", "INSERT INTO n VALUES(2, 'kEY')"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "same key with spaces behind it under RTRIM",
            "CREATE TABLE n(id INTEGER PRIMARY KEY, k TEXT COLLATE RTRIM UNIQUE)",
            together("INSERT INTO n VALUES(1, 'key')", "INSERT INTO n VALUES(2, 'key   ')"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "same number as integer and as real",
            "CREATE TABLE n(id INTEGER PRIMARY KEY, k UNIQUE)",
            together("INSERT INTO n VALUES(1, 7)", "INSERT INTO n VALUES(2, 7.0)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "same key of two columns",
            "CREATE TABLE m(a INTEGER, b INTEGER, UNIQUE(a, b))",
            together(
                "INSERT INTO m(rowid, a, b) VALUES(1, 1, 1)",
                "INSERT INTO m(rowid, a, b) VALUES(2, 1, 1)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "keys of two columns with NULL are not equal",
            "CREATE TABLE m(a INTEGER, b INTEGER, UNIQUE(a, b))",
            together(
                "INSERT INTO m(rowid, a, b) VALUES(1, 1, NULL)",
                "INSERT INTO m(rowid, a, b) VALUES(2, 1, NULL)"),
            BOTH_WIN_BY_ROWS),
        new Race(
            "same primary key WITHOUT ROWID",
            "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID",
            together("INSERT INTO w VALUES('a', 1)", "INSERT INTO w VALUES('a', 2)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "upsert of one row WITHOUT ROWID by two",
            "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO w VALUES('a', 1)",
            together(
                "INSERT INTO w VALUES('a', 9) ON CONFLICT DO UPDATE SET v = v + 1",
                "INSERT INTO w VALUES('a', 9) ON CONFLICT DO UPDATE SET v = v + 1"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "same NOCASE primary key WITHOUT ROWID",
            "CREATE TABLE w(k TEXT COLLATE NOCASE PRIMARY KEY, v) WITHOUT ROWID",
            together("INSERT INTO w VALUES('a', 1)", "INSERT INTO w VALUES('A', 2)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "same key of a partial index",
            "CREATE TABLE p(id INTEGER PRIMARY KEY, k TEXT, live INTEGER);"
                + " CREATE UNIQUE INDEX pk ON p(k) WHERE live",
            together("INSERT INTO p VALUES(1, 'a', 1)", "INSERT INTO p VALUES(2, 'a', 1)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "rows outside of a partial index do not clash",
            "CREATE TABLE p(id INTEGER PRIMARY KEY, k TEXT, live INTEGER);"
                + " CREATE UNIQUE INDEX pk ON p(k) WHERE live",
            together("INSERT INTO p VALUES(1, 'a', 1)", "INSERT INTO p VALUES(2, 'a', 0)"),
            BOTH_WIN_BY_ROWS),
        new Race(
            "same key of an expression index",
            "CREATE TABLE e(id INTEGER PRIMARY KEY, k TEXT);"
                + " CREATE UNIQUE INDEX ek ON e(lower(k))",
            together("INSERT INTO e VALUES(1, 'AB')", "INSERT INTO e VALUES(2, 'aB')"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "a row deleted and inserted again beside its update",
            TABLE,
            """
            T1: DELETE FROM u WHERE id = 1
            T1: INSERT INTO u VALUES(1, 'one', 5)
            T2: UPDATE u SET v = 9 WHERE id = 1
            T1: COMMIT
            T2: COMMIT
            """,
            ONE_WINS_AT_COMMIT),
        new Race(
            "a row inserted and deleted again clashes with nobody",
            TABLE,
            """
            T1: INSERT INTO u VALUES(11, 'new', 0)
            T2: INSERT INTO u VALUES(12, 'new', 0)
            T2: DELETE FROM u WHERE id = 12
            T1: COMMIT
            T2: COMMIT
            """,
            BOTH_WIN_UNLESS_READS_COUNT),
        new Race(
            "a key taken and rolled back to a savepoint clashes with nobody",
            TABLE,
            """
            T1: INSERT INTO u VALUES(11, 'new', 0)
            T2: INSERT INTO u VALUES(13, 'other', 0)
            T2: SAVEPOINT s
            T2: INSERT INTO u VALUES(12, 'new', 0)
            T2: ROLLBACK TO s
            T1: COMMIT
            T2: COMMIT
            """,
            BOTH_WIN_UNLESS_READS_COUNT),
        new Race(
            "a key taken by a plain transaction that commits first",
            TABLE,
            """
            T1: SELECT count(*) FROM sqlite_schema
            P1: INSERT INTO u VALUES(11, 'new', 0)
            P1: COMMIT
            T1: INSERT INTO u VALUES(12, 'new', 0)
            T1: COMMIT
            """,
            """
            wal               P1 commits, T1 conflict at statement
            pagelock          P1 commits, T1 conflict at commit
            mvcc snapshot     P1 commits, T1 conflict at statement
            mvcc serializable P1 commits, T1 conflict at statement
            """),
        new Race(
            "a key taken twice by overlapping writers of three",
            TABLE,
            """
            T1: INSERT INTO u VALUES(11, 'new', 0)
            T2: INSERT INTO u VALUES(12, 'new', 0)
            T3: INSERT INTO u VALUES(13, 'new', 0)
            T3: COMMIT
            T2: COMMIT
            T1: COMMIT
            """,
            """
            wal               T1 commits, T2 busy at statement, T3 busy at statement
            pagelock          T1 conflict at commit, T2 conflict at commit, T3 commits
            mvcc snapshot     T1 conflict at commit, T2 conflict at commit, T3 commits
            mvcc serializable T1 conflict at commit, T2 conflict at commit, T3 commits
            """));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("races")
  void theKeyHasOneOwner(Regime regime, Race race) throws SQLException {
    race.run(regime, directory);
  }
}
