package org.braiddb.blackbox.isolation;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A parent key needed by one transaction and taken away by another. */
class ForeignKeyRacesTest {
  private static final String TABLES =
      """
      CREATE TABLE parent(id INTEGER PRIMARY KEY, note TEXT);
      CREATE TABLE child(id INTEGER PRIMARY KEY, p INTEGER REFERENCES parent);
      INSERT INTO parent VALUES(1, 'a'), (2, 'b'), (3, 'c');
      INSERT INTO child VALUES(1, 3);
      """;

  private static final String BY_KEY =
      """
      CREATE TABLE parent(id INTEGER PRIMARY KEY, code TEXT UNIQUE, note TEXT);
      CREATE TABLE child(id INTEGER PRIMARY KEY, c TEXT REFERENCES parent(code));
      INSERT INTO parent VALUES(1, 'a', ''), (2, 'b', '');
      """;

  private static final String DEFERRED =
      """
      CREATE TABLE parent(id INTEGER PRIMARY KEY);
      CREATE TABLE child(id INTEGER PRIMARY KEY,
        p INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO parent VALUES(1), (2);
      """;

  private static final String CASCADE =
      """
      CREATE TABLE parent(id INTEGER PRIMARY KEY);
      CREATE TABLE child(id INTEGER PRIMARY KEY,
        p INTEGER REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE);
      INSERT INTO parent VALUES(1), (2);
      INSERT INTO child VALUES(1, 1), (2, 2);
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
    String delete = "DELETE FROM parent WHERE id = 1";
    String insert = "INSERT INTO child VALUES(7, 1)";
    return Race.everywhere(
        new Race(
            "parent deleted beside child inserted",
            TABLES,
            together(delete, insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child inserted beside parent deleted",
            TABLES,
            together(insert, delete),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child inserted after parent deleted",
            TABLES,
            afterwards(delete, insert),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "parent deleted after child inserted",
            TABLES,
            afterwards(insert, delete),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "child moved to a parent that is deleted",
            TABLES,
            together(delete, "UPDATE child SET p = 1 WHERE id = 1"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "parent key changed beside child inserted",
            TABLES,
            together("UPDATE parent SET id = 10 WHERE id = 1", insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child inserted beside parent key changed",
            TABLES,
            together(insert, "UPDATE parent SET id = 10 WHERE id = 1"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "unique parent key changed beside child inserted",
            BY_KEY,
            together(
                "UPDATE parent SET code = 'z' WHERE id = 1", "INSERT INTO child VALUES(1, 'a')"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child inserted after unique parent key changed",
            BY_KEY,
            afterwards(
                "UPDATE parent SET code = 'z' WHERE id = 1", "INSERT INTO child VALUES(1, 'a')"),
            ONE_WINS_AT_THE_STATEMENT),
        new Race(
            "parent deleted beside child inserted with a deferred constraint",
            DEFERRED,
            together(delete, insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child inserted beside parent deleted with a deferred constraint",
            DEFERRED,
            together(insert, delete),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child inserted before its parent and the parent deleted by another",
            DEFERRED,
            """
            T1: DELETE FROM parent WHERE id = 2
            T2: INSERT INTO child VALUES(1, 5)
            T2: INSERT INTO parent VALUES(5)
            T2: UPDATE child SET p = 2
            T1: COMMIT
            T2: COMMIT
            """,
            ONE_WINS_AT_COMMIT),
        new Race(
            "parent deleted with its children beside a child inserted",
            CASCADE,
            together(delete, insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child inserted beside a parent deleted with its children",
            CASCADE,
            together(insert, delete),
            ONE_WINS_AT_COMMIT),
        new Race(
            "parent renumbered with its children beside a child inserted",
            CASCADE,
            together("UPDATE parent SET id = 10 WHERE id = 1", insert),
            ONE_WINS_AT_COMMIT),
        new Race(
            "child updated beside a cascade that deletes it",
            CASCADE,
            together(delete, "UPDATE child SET p = 2 WHERE id = 1"),
            ONE_WINS_AT_COMMIT),
        new Race(
            "parent deleted by a plain transaction that commits first",
            TABLES,
            """
            T1: SELECT count(*) FROM sqlite_schema
            T1: INSERT INTO child VALUES(7, 1)
            P1: DELETE FROM parent WHERE id = 1
            P1: COMMIT
            T1: COMMIT
            """,
            """
            wal               P1 busy at statement, T1 commits
            pagelock          P1 commits, T1 conflict at commit
            mvcc snapshot     P1 commits, T1 conflict at commit
            mvcc serializable P1 commits, T1 conflict at commit
            """),
        new Race(
            "parent deleted in autocommit mode beside a child inserted",
            TABLES,
            """
            T1: SELECT count(*) FROM sqlite_schema
            T1: INSERT INTO child VALUES(7, 1)
            A1: DELETE FROM parent WHERE id = 1
            T1: COMMIT
            """,
            """
            wal               A1 busy at statement, T1 commits
            pagelock          A1 commits, T1 conflict at commit
            mvcc snapshot     A1 commits, T1 conflict at commit
            mvcc serializable A1 commits, T1 conflict at commit
            """),
        new Race(
            "two children of one parent",
            TABLES,
            together(insert, "INSERT INTO child VALUES(8, 1)"),
            """
            wal               T1 commits, T2 busy at statement
            pagelock          T1 commits, T2 conflict at commit
            mvcc snapshot     T1 commits, T2 commits
            mvcc serializable T1 commits, T2 commits
            """),
        new Race(
            "parent deleted beside a child of another",
            TABLES,
            together(delete, "INSERT INTO child VALUES(8, 2)"),
            """
            wal               T1 commits, T2 busy at statement
            pagelock          T1 commits, T2 conflict at commit
            mvcc snapshot     T1 commits, T2 commits
            mvcc serializable T1 commits, T2 commits
            """),
        new Race(
            "child deleted and its parent deleted after it",
            TABLES,
            """
            T1: DELETE FROM child WHERE id = 1
            T1: DELETE FROM parent WHERE id = 3
            T2: INSERT INTO child VALUES(9, 3)
            T2: COMMIT
            T1: COMMIT
            """,
            """
            wal               T1 commits, T2 busy at statement
            pagelock          T1 conflict at commit, T2 commits
            mvcc snapshot     T1 conflict at commit, T2 commits
            mvcc serializable T1 conflict at commit, T2 commits
            """));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("races")
  void noChildIsLeftWithoutItsParent(Regime regime, Race race) throws SQLException {
    race.run(regime, directory);
  }

  static Stream<Arguments> noteRaces() {
    return Race.everywhere(
        new Race(
            "parent's note changed beside a child inserted",
            TABLES,
            together("UPDATE parent SET note = 'x' WHERE id = 1", "INSERT INTO child VALUES(7, 1)"),
            """
            wal               T1 commits, T2 busy at statement
            pagelock          T1 commits, T2 conflict at commit
            mvcc snapshot     T1 commits, T2 commits
            mvcc serializable T1 commits, T2 commits
            """));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("noteRaces")
  void otherColumnsOfTheParentMayChange(Regime regime, Race race) throws SQLException {
    race.run(regime, directory);
  }
}
