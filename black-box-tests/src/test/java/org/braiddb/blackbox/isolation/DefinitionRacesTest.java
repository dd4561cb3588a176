package org.braiddb.blackbox.isolation;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Definitions changed beside changes of rows and of definitions. */
class DefinitionRacesTest {
  private static final String TABLES =
      """
      CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT);
      CREATE TABLE other(id INTEGER PRIMARY KEY, v TEXT);
      CREATE INDEX tv ON t(v);
      INSERT INTO t VALUES(1, 'a'), (2, 'b');
      INSERT INTO other VALUES(1, 'a');
      """;

  private static final String ONE_WINS_AT_COMMIT =
      """
      wal               T1 commits, T2 busy at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 conflict at commit
      mvcc serializable T1 commits, T2 conflict at commit
      """;

  private static final String ONE_WINS_AT_THE_STATEMENT =
      """
      wal               T1 commits, T2 conflict at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 conflict at statement
      mvcc serializable T1 commits, T2 conflict at statement
      """;

  private static final String BOTH_WIN_BY_OBJECTS =
      """
      wal               T1 commits, T2 busy at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 commits
      mvcc serializable T1 commits, T2 commits
      """;

  @TempDir Path directory;

  private static String together(String first, String second) {
    return "T1: " + first + "\nT2: " + second + "\nT1: COMMIT\nT2: COMMIT";
  }

  private static String afterwards(String first, String second) {
    return "T2: SELECT * FROM t\nT1: " + first + "\nT1: COMMIT\nT2: " + second + "\nT2: COMMIT";
  }

  static Stream<Arguments> clashes() {
    String insert = "INSERT INTO t VALUES(7, 'x')";
    return Race.everywhere(
        new Race(
            "index created beside a row inserted",
            TABLES,
            together("CREATE INDEX tw ON t(v, id)", insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "row inserted beside an index created",
            TABLES,
            together(insert, "CREATE INDEX tw ON t(v, id)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "unique index created beside a duplicate",
            TABLES,
            together("CREATE UNIQUE INDEX tw ON t(v)", "INSERT INTO t VALUES(7, 'a')"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "row inserted after an index was created",
            TABLES,
            afterwards("CREATE INDEX tw ON t(v, id)", insert),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "column added beside a row inserted",
            TABLES,
            together("ALTER TABLE t ADD COLUMN w DEFAULT 5", insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "table dropped beside a row inserted",
            TABLES,
            together("DROP TABLE t", insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "row updated beside its table dropped",
            TABLES,
            together("UPDATE t SET v = 'z' WHERE id = 1", "DROP TABLE t"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "index dropped beside a row inserted",
            TABLES,
            together("DROP INDEX tv", insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "table renamed beside a row deleted",
            TABLES,
            together("ALTER TABLE t RENAME TO s", "DELETE FROM t WHERE id = 1"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "the same table created by both",
            TABLES,
            together("CREATE TABLE n(a)", "CREATE TABLE N(b)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "the same name for a table and an index",
            TABLES,
            together("CREATE TABLE n(a)", "CREATE INDEX n ON other(v)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "the same index created by both on different tables",
            TABLES,
            together("CREATE INDEX n ON t(v)", "CREATE INDEX n ON other(v)"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "the same table dropped by both",
            TABLES,
            together("DROP TABLE t", "DROP TABLE t"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "column added by both",
            TABLES,
            together("ALTER TABLE t ADD COLUMN w", "ALTER TABLE t ADD COLUMN w"),
            ONE_WINS_AT_COMMIT));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("clashes")
  void whatTouchesTheSameObjectConflicts(Regime regime, Race race) throws SQLException {
    race.run(regime, directory);
  }

  static Stream<Arguments> strangers() {
    return Race.everywhere(
        new Race(
            "two tables created",
            TABLES,
            together("CREATE TABLE n(a)", "CREATE TABLE m(b)"),
            BOTH_WIN_BY_OBJECTS),
        new Race(
            "tables created and filled",
            TABLES,
            """
            T1: CREATE TABLE n(a UNIQUE, b)
            T2: CREATE TABLE m(a PRIMARY KEY, b) WITHOUT ROWID
            T1: INSERT INTO n VALUES(1, 'n'), (2, 'nn')
            T2: INSERT INTO m VALUES(1, 'm'), (2, 'mm')
            T2: CREATE INDEX mb ON m(b)
            T2: COMMIT
            T1: COMMIT
            """,
            """
            wal               T1 commits, T2 busy at statement
            pagelock          T1 conflict at commit, T2 commits
            mvcc snapshot     T1 commits, T2 commits
            mvcc serializable T1 commits, T2 commits
            """),
        new Race(
            "table created beside a row inserted",
            TABLES,
            together("CREATE TABLE n(a)", "INSERT INTO t VALUES(7, 'x')"),
            BOTH_WIN_BY_OBJECTS),
        new Race(
            "row inserted beside a table created",
            TABLES,
            together("INSERT INTO t VALUES(7, 'x')", "CREATE TABLE n(a)"),
            BOTH_WIN_BY_OBJECTS),
        new Race(
            "table dropped beside a row of another inserted",
            TABLES,
            together("DROP TABLE t", "INSERT INTO other VALUES(7, 'x')"),
            BOTH_WIN_BY_OBJECTS),
        new Race(
            "indexes created on two tables",
            TABLES,
            together("CREATE INDEX tw ON t(v, id)", "CREATE INDEX ow ON other(v)"),
            BOTH_WIN_BY_OBJECTS),
        new Race(
            "column added beside another table's",
            TABLES,
            together("ALTER TABLE t ADD COLUMN w", "ALTER TABLE other ADD COLUMN w"),
            BOTH_WIN_BY_OBJECTS));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("strangers")
  void whatTouchesOtherObjectsConflictsByPagesAlone(Regime regime, Race race) throws SQLException {
    race.run(regime, directory);
  }
}
