package org.braiddb.blackbox.isolation;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rowids, given and chosen, by several transactions at once. */
class RowidRacesTest {
  private static final String TABLE =
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t(v) VALUES('a'), ('b')";
  private static final String NUMBERED =
      "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);"
          + " INSERT INTO t(v) VALUES('a'), ('b'); DELETE FROM t WHERE id = 2";

  private static final String VALUES = "SELECT v FROM t ORDER BY v";

  private static final String APPENDS =
      """
      wal               T1 commits, T2 busy at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 commits
      mvcc serializable T1 commits, T2 commits
      """;

  private static final String ONE_WINS_AT_COMMIT =
      """
      wal               T1 commits, T2 busy at statement
      pagelock          T1 commits, T2 conflict at commit
      mvcc snapshot     T1 commits, T2 conflict at commit
      mvcc serializable T1 commits, T2 conflict at commit
      """;

  @TempDir Path directory;

  static Stream<Arguments> races() {
    return Race.everywhere(
        new Race(
            "two automatic rowids",
            TABLE,
            """
            T1: INSERT INTO t(v) VALUES('x')
            T2: INSERT INTO t(v) VALUES('y')
            T1: COMMIT
            T2: COMMIT
            """,
            VALUES,
            APPENDS),
        new Race(
            "several automatic rowids, one after the other",
            TABLE,
            """
            T1: INSERT INTO t(v) VALUES('x')
            T2: INSERT INTO t(v) VALUES('y')
            T1: INSERT INTO t(v) VALUES('x2'), ('x3')
            T2: INSERT INTO t(v) VALUES('y2'), ('y3')
            T2: COMMIT
            T1: COMMIT
            """,
            VALUES,
            """
            wal               T1 commits, T2 busy at statement
            pagelock          T1 conflict at commit, T2 commits
            mvcc snapshot     T1 commits, T2 commits
            mvcc serializable T1 commits, T2 commits
            """),
        new Race(
            "an automatic rowid on an older snapshot",
            TABLE,
            """
            T2: SELECT count(*) FROM sqlite_schema
            T1: INSERT INTO t(v) VALUES('x')
            T1: COMMIT
            T2: INSERT INTO t(v) VALUES('y')
            T2: COMMIT
            """,
            VALUES,
            """
            wal               T1 commits, T2 conflict at statement
            pagelock          T1 commits, T2 conflict at commit
            mvcc snapshot     T1 commits, T2 commits
            mvcc serializable T1 commits, T2 commits
            """),
        new Race(
            "an automatic rowid beside a plain writer's",
            TABLE,
            """
            T1: INSERT INTO t(v) VALUES('x')
            P1: INSERT INTO t(v) VALUES('y')
            P1: COMMIT
            T1: COMMIT
            """,
            VALUES,
            """
            wal               P1 busy at statement, T1 commits
            pagelock          P1 commits, T1 conflict at commit
            mvcc snapshot     P1 commits, T1 commits
            mvcc serializable P1 commits, T1 commits
            """),
        new Race(
            "an automatic rowid beside an autocommit statement's",
            TABLE,
            """
            T1: INSERT INTO t(v) VALUES('x')
            A1: INSERT INTO t(v) VALUES('y')
            A2: INSERT INTO t(v) VALUES('z')
            T1: COMMIT
            """,
            VALUES,
            """
            wal               A1 busy at statement, A2 busy at statement, T1 commits
            pagelock          A1 commits, A2 commits, T1 conflict at commit
            mvcc snapshot     A1 commits, A2 commits, T1 commits
            mvcc serializable A1 commits, A2 commits, T1 commits
            """),
        new Race(
            "automatic rowids after the table was emptied beside",
            TABLE,
            """
            T1: DELETE FROM t
            T2: INSERT INTO t(v) VALUES('y')
            T1: COMMIT
            T2: COMMIT
            """,
            VALUES,
            APPENDS),
        new Race(
            "the same rowid given by both",
            TABLE,
            """
            T1: INSERT INTO t VALUES(50, 'x')
            T2: INSERT INTO t VALUES(50, 'y')
            T1: COMMIT
            T2: COMMIT
            """,
            ONE_WINS_AT_COMMIT),
        new Race(
            "the same rowid moved to by both",
            TABLE,
            """
            T1: UPDATE t SET id = 50 WHERE id = 1
            T2: UPDATE t SET id = 50 WHERE id = 2
            T1: COMMIT
            T2: COMMIT
            """,
            ONE_WINS_AT_COMMIT),
        new Race(
            "other rowids given",
            TABLE,
            """
            T1: INSERT INTO t VALUES(50, 'x')
            T2: INSERT INTO t VALUES(51, 'y')
            T1: COMMIT
            T2: COMMIT
            """,
            APPENDS),
        new Race(
            "AUTOINCREMENT by both",
            NUMBERED,
            """
            T1: INSERT INTO t(v) VALUES('x')
            T2: INSERT INTO t(v) VALUES('y')
            T2: INSERT INTO t(v) VALUES('z')
            T1: COMMIT
            T2: COMMIT
            """,
            "SELECT v, id > 2, (SELECT max(id) FROM t) = (SELECT seq FROM sqlite_sequence) FROM t"
                + " ORDER BY v",
            APPENDS),
        new Race(
            "AUTOINCREMENT beside the deletion of what it gave",
            NUMBERED,
            """
            T1: INSERT INTO t(v) VALUES('x')
            T1: DELETE FROM t WHERE v = 'x'
            T2: INSERT INTO t(v) VALUES('y')
            T1: COMMIT
            T2: COMMIT
            """,
            "SELECT v, id > 2, (SELECT max(id) FROM t) <= (SELECT seq FROM sqlite_sequence) FROM t"
                + " ORDER BY v",
            APPENDS),
        new Race(
            "AUTOINCREMENT in two tables",
            "CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, v);"
                + " CREATE TABLE b(id INTEGER PRIMARY KEY AUTOINCREMENT, v)",
            """
            T1: INSERT INTO a(v) VALUES(1)
            T2: INSERT INTO b(v) VALUES(1), (2)
            T1: COMMIT
            T2: COMMIT
            """,
            "SELECT name, seq FROM sqlite_sequence ORDER BY name",
            APPENDS));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("races")
  void everyRowHasARowidOfItsOwn(Regime regime, Race race) throws SQLException {
    race.run(regime, directory);
  }
}
