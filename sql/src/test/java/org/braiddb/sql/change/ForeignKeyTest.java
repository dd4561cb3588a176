package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignKeyTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void immediateKeysAreCheckedAtTheEndOfTheStatement(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE p(id INTEGER PRIMARY KEY, u TEXT UNIQUE COLLATE NOCASE)",
          "CREATE TABLE c(x INTEGER REFERENCES p, y TEXT REFERENCES p(u))",
          "INSERT INTO c VALUES(1,NULL)",
          "INSERT INTO p VALUES(1,'a'),(2,'b')",
          "INSERT INTO c VALUES(1,'A'),('2',NULL),(NULL,'b')",
          "DELETE FROM p WHERE id=1",
          "UPDATE p SET id=5 WHERE id=2",
          "UPDATE p SET u='B' WHERE id=2",
          "UPDATE c SET x=77",
          "UPDATE c SET x=2 WHERE x=1",
          "DELETE FROM p WHERE id=1",
          "SELECT * FROM c",
          "DROP TABLE p",
          "DELETE FROM c",
          "DROP TABLE p",
          "SELECT * FROM c",
          "INSERT INTO c VALUES(1,'A')",
          "INSERT INTO c VALUES(NULL,NULL)");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void actionsReachTheChildren(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE p(a INT, b INT, PRIMARY KEY(a,b))",
          "CREATE TABLE c1(x INT, y INT, z, FOREIGN KEY(x,y) REFERENCES p ON DELETE CASCADE ON"
              + " UPDATE CASCADE)",
          "CREATE TABLE c2(x INT DEFAULT 9, y INT DEFAULT 9, FOREIGN KEY(y,x) REFERENCES p(b,a) ON"
              + " DELETE SET NULL ON UPDATE SET DEFAULT)",
          "INSERT INTO p VALUES(1,1),(2,2),(3,3),(9,9)",
          "INSERT INTO c1 VALUES(1,1,'a'),(1,1,'b'),(2,2,'c')",
          "INSERT INTO c2 VALUES(1,1),(2,2),(3,3)",
          "DELETE FROM p WHERE a=1",
          "SELECT * FROM c1",
          "SELECT * FROM c2",
          "UPDATE p SET a=20 WHERE a=2",
          "SELECT * FROM c1",
          "SELECT * FROM c2",
          "SELECT * FROM p ORDER BY a",
          "SELECT * FROM c2");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void restrictFailsAtOnce(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE p(id INTEGER PRIMARY KEY)",
          "CREATE TABLE c(x REFERENCES p ON DELETE RESTRICT ON UPDATE RESTRICT)",
          "INSERT INTO p VALUES(1),(2)",
          "INSERT INTO c VALUES(1)",
          "DELETE FROM p WHERE id=1",
          "UPDATE p SET id=7 WHERE id=1",
          "DELETE FROM p WHERE id=2",
          "BEGIN",
          "PRAGMA defer_foreign_keys=1",
          "DELETE FROM p",
          "ROLLBACK",
          "SELECT * FROM p");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void deferredKeysWaitForTheCommit(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE p(id INTEGER PRIMARY KEY)",
          "CREATE TABLE c(x REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
          "INSERT INTO c VALUES(1)",
          "BEGIN",
          "INSERT INTO c VALUES(1)",
          "COMMIT",
          "INSERT INTO p VALUES(1)",
          "COMMIT",
          "SELECT * FROM c",
          "BEGIN",
          "DELETE FROM p",
          "SAVEPOINT s",
          "INSERT INTO p VALUES(1)",
          "ROLLBACK TO s",
          "COMMIT",
          "UPDATE c SET x=NULL",
          "COMMIT",
          "SELECT * FROM c",
          "BEGIN",
          "INSERT INTO c VALUES(5)",
          "DELETE FROM c WHERE x=5",
          "COMMIT",
          "SELECT count(*) FROM c");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsMayReferToThemselves(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE t(id INTEGER PRIMARY KEY, up REFERENCES t ON DELETE CASCADE)",
          "INSERT INTO t VALUES(1,1)",
          "INSERT INTO t VALUES(2,1),(3,2),(4,3)",
          "INSERT INTO t VALUES(9,10),(10,9)",
          "INSERT INTO t VALUES(20,21)",
          "DELETE FROM t WHERE id=2",
          "SELECT * FROM t ORDER BY id",
          "DELETE FROM t WHERE id=9",
          "SELECT * FROM t ORDER BY id",
          "DELETE FROM t",
          "SELECT count(*) FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void replaceDeletesAsDeleteDoes(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE p(id INTEGER PRIMARY KEY, u UNIQUE)",
          "CREATE TABLE c(x REFERENCES p ON DELETE CASCADE)",
          "INSERT INTO p VALUES(1,'a'),(2,'b')",
          "INSERT INTO c VALUES(1),(2)",
          "REPLACE INTO p VALUES(3,'a')",
          "SELECT * FROM c",
          "REPLACE INTO p VALUES(2,'c')",
          "SELECT * FROM c",
          "SELECT * FROM p ORDER BY id");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void mismatchedKeysAreRefused(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE p(id INTEGER PRIMARY KEY, v)",
          "CREATE TABLE c(x REFERENCES p(v))",
          "INSERT INTO c VALUES(1)",
          "CREATE TABLE d(x REFERENCES nowhere)",
          "INSERT INTO d VALUES(1)",
          "INSERT INTO d VALUES(NULL)",
          "PRAGMA foreign_keys=OFF",
          "INSERT INTO c VALUES(1)",
          "INSERT INTO d VALUES(1)",
          "PRAGMA foreign_key_check(d)");
    }
  }

  /** An UPDATE replaces rows, and so looks at who refers to them, where it sets what is unique. */
  @ParameterizedTest
  @MethodSource("modes")
  void onlyWhatIsSetIsReplaced(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE p(id INTEGER PRIMARY KEY, u UNIQUE ON CONFLICT REPLACE, v, w, g AS (w % 5))",
          "CREATE UNIQUE INDEX p_g ON p(g)",
          "CREATE UNIQUE INDEX p_part ON p(id / 10) WHERE v > 100",
          "INSERT INTO p VALUES(1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3)",
          "CREATE TABLE c(x REFERENCES p(v))",
          "UPDATE OR REPLACE p SET v = 4 WHERE id = 1",
          "UPDATE p SET u = 2 WHERE id = 1",
          "UPDATE OR REPLACE p SET w = 2 WHERE id = 1",
          "UPDATE OR REPLACE p SET id = 2 WHERE id = 1",
          "UPDATE OR REPLACE p SET v = 101",
          "DROP TABLE c",
          "UPDATE OR REPLACE p SET w = 7 WHERE id = 1",
          "SELECT * FROM p",
          "UPDATE p SET u = 3",
          "SELECT * FROM p",
          "INSERT INTO p VALUES(5, 1, 1, 1), (6, 2, 102, 9)",
          "UPDATE OR REPLACE p SET v = 101",
          "SELECT * FROM p");
    }
  }

  /** What was counted while all keys are deferred is counted by itself. */
  @ParameterizedTest
  @MethodSource("modes")
  void keysThatArePostponedAreCountedApart(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE p(id INTEGER PRIMARY KEY)",
          "CREATE TABLE d(id INTEGER PRIMARY KEY, p REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
          "CREATE TABLE i(id INTEGER PRIMARY KEY, p REFERENCES p)",
          "INSERT INTO i VALUES(1, 10), (2, 11), (3, 12)",
          "PRAGMA foreign_keys = 1");
      for (String change :
          new String[] {
            "DELETE FROM i",
            "DELETE FROM i WHERE id = 1",
            "UPDATE i SET p = NULL",
            "INSERT INTO p VALUES(10)",
            "INSERT INTO i VALUES(4, 20)",
            "DELETE FROM d",
            "INSERT INTO p VALUES(5)"
          }) {
        db.same("BEGIN", "INSERT INTO d VALUES(1, 5)", "PRAGMA defer_foreign_keys = 1");
        db.same(change, "COMMIT", "ROLLBACK");
        db.same("BEGIN", "PRAGMA defer_foreign_keys = 1", "INSERT INTO d VALUES(1, 5)");
        db.same("SAVEPOINT s", change, "ROLLBACK TO s", "INSERT INTO i VALUES(6, 7)", change);
        db.same("COMMIT", change, "COMMIT", "ROLLBACK");
        db.same("SELECT * FROM p", "SELECT * FROM d", "SELECT * FROM i");
        db.same("DELETE FROM d", "DELETE FROM p", "PRAGMA foreign_key_check");
        db.same("PRAGMA foreign_keys = 0", "INSERT OR REPLACE INTO i VALUES(1, 10), (2, 11)");
        db.same("PRAGMA foreign_keys = 1");
      }
    }
  }

  /** What refers is converted to what is referred to, for a row's own key as for any other. */
  @ParameterizedTest
  @MethodSource("modes")
  void aRowIsItsOwnParentOnlyByTheValueThatItsParentHas(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE t(a TEXT PRIMARY KEY, b INTEGER REFERENCES t(a))",
          "INSERT INTO t VALUES('01',1)",
          "INSERT INTO t VALUES('1.0',1)",
          "INSERT INTO t VALUES('1',NULL)",
          "INSERT INTO t VALUES('01',1)",
          "UPDATE t SET a='001' WHERE a='1'",
          "CREATE TABLE r(a TEXT PRIMARY KEY, b REAL REFERENCES r(a))",
          "INSERT INTO r VALUES('0',0)",
          "CREATE TABLE i(a INTEGER PRIMARY KEY, b TEXT REFERENCES i)",
          "INSERT INTO i VALUES(1,'x')",
          "CREATE TABLE n(a TEXT COLLATE NOCASE PRIMARY KEY, b TEXT REFERENCES n(a)) WITHOUT ROWID",
          "INSERT INTO n VALUES('x','x')",
          "INSERT INTO n VALUES('y','z')",
          "BEGIN",
          "PRAGMA defer_foreign_keys=ON",
          "INSERT INTO t VALUES('02',2),('2',NULL)",
          "INSERT INTO t VALUES('03',3)",
          "DELETE FROM t WHERE a='03'",
          "COMMIT",
          "BEGIN",
          "PRAGMA defer_foreign_keys=ON",
          "INSERT INTO t VALUES('04',4)",
          "INSERT INTO t VALUES('05',5)",
          "DELETE FROM t WHERE a='05'",
          "COMMIT",
          "ROLLBACK",
          "PRAGMA foreign_key_check",
          "SELECT * FROM t",
          "SELECT * FROM r",
          "SELECT * FROM i",
          "SELECT * FROM n");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void anUpdateThatConcernsNoKeyNeedsNone(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys=ON",
          "CREATE TABLE s(a INTEGER, b, c INT, d INTEGER, PRIMARY KEY(d COLLATE RTRIM, a),"
              + " FOREIGN KEY(c, a) REFERENCES s(d, a))",
          "UPDATE s SET b=1",
          "UPDATE s SET c=1",
          "UPDATE s SET d=1");
    }
  }
}
