package org.braiddb.sql.change;

import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every conflict clause, in the statement and in the constraint, on every kind of constraint, in
 * autocommit mode, in a transaction and in a savepoint: on Braid as on SQLite.
 */
class ConflictMatrixTest {
  private static final List<String> ACTIONS =
      List.of("", "ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE");

  /** Where a statement stands: what is run before it and after it. */
  private enum Place {
    ALONE,
    TRANSACTION,
    SAVEPOINT,
    NESTED
  }

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void clauseOfTheStatement(String mode) {
    for (String action : ACTIONS) {
      for (Place place : Place.values()) {
        try (Comparison db = new Comparison(mode)) {
          db.same(
              "PRAGMA foreign_keys=1",
              "CREATE TABLE p(id INTEGER PRIMARY KEY)",
              "CREATE TABLE t(k INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL DEFAULT 'd',"
                  + " c CHECK(c<10), f REFERENCES p)",
              "CREATE UNIQUE INDEX tp ON t(n) WHERE c=5",
              "INSERT INTO p VALUES(1),(2)");
          tryAll(db, action.isEmpty() ? "" : " OR " + action, place);
        }
      }
    }
  }

  private static void tryAll(Comparison db, String or, Place place) {
    String insert = "INSERT" + or + " INTO t VALUES";
    String update = "UPDATE" + or + " t SET ";
    String[] statements = {
      insert + "(10,'x','n',1,1),(1,'y','n',1,1),(11,'z','n',1,1)",
      insert + "(10,'x','n',1,1),(12,'a','n',1,1),(11,'z','n',1,1)",
      insert + "(10,'x','n',1,1),(12,'y',NULL,1,1),(11,'z','n',1,1)",
      insert + "(10,'x','n',1,1),(12,'y','n',10,1),(11,'z','n',1,1)",
      insert + "(10,'x','n',1,1),(12,'y','n',1,9),(11,'z','n',1,1)",
      insert + "(10,'x','n',1,1),(12,'y','five',5,1),(11,'z','n',1,1)",
      insert + "(10,'x','n',1,1),('no','y','n',1,1),(11,'z','n',1,1)",
      update + "k=3 WHERE k<3",
      update + "u='c'",
      update + "n=nullif(n,'two')",
      update + "c=c+5",
      update + "f=CASE k WHEN 2 THEN 7 ELSE 2 END",
      update + "c=5",
      update + "k=k+1"
    };
    // Inside transactions every other one will do.
    int step = place == Place.ALONE ? 1 : 2;
    for (int i = place.ordinal() % step; i < statements.length; i += step) {
      reset(db);
      in(db, place, statements[i]);
    }
  }

  private static void reset(Comparison db) {
    db.same(
        "DELETE FROM t",
        "INSERT INTO t VALUES(1,'a','one',1,1),(2,'b','two',6,2),(3,'c','five',5,NULL)");
  }

  private static void in(Comparison db, Place place, String statement) {
    String mark = "INSERT INTO t VALUES(50,'mark','n',1,1)";
    String look = "SELECT * FROM t ORDER BY k";
    switch (place) {
      case ALONE -> db.same(statement, look);
      case TRANSACTION -> db.same("BEGIN", mark, statement, look, "COMMIT", look);
      case SAVEPOINT ->
          db.same("SAVEPOINT a", mark, statement, "RELEASE a", look, "ROLLBACK", look);
      case NESTED ->
          db.same("BEGIN", mark, "SAVEPOINT a", statement, "ROLLBACK TO a", look, "COMMIT", look);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void clauseOfTheConstraint(String mode) {
    for (String action : ACTIONS.subList(1, ACTIONS.size())) {
      String on = " ON CONFLICT " + action;
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "CREATE TABLE t(k INTEGER PRIMARY KEY"
                + on
                + ", u UNIQUE"
                + on
                + ", n NOT NULL"
                + on
                + " DEFAULT 'd', c)",
            "CREATE TABLE w(k PRIMARY KEY" + on + ", v) WITHOUT ROWID",
            "INSERT INTO t VALUES(1,'a','n',1),(2,'b','n',2)",
            "INSERT INTO w VALUES(1,1),(2,2)");
        for (String begin : new String[] {"SELECT 1", "BEGIN", "SAVEPOINT s"}) {
          db.same(
              begin,
              "INSERT INTO t VALUES(8,'p','n',3),(1,'q','n',3),(9,'r','n',3)",
              "INSERT INTO t VALUES(18,'pp','n',4),(19,'a','n',4),(20,'rr','n',4)",
              "INSERT INTO t VALUES(28,'ppp','n',5),(29,'qqq',NULL,5),(30,'rrr','n',5)",
              "UPDATE t SET u='same' WHERE k IN (8,9,18)",
              "UPDATE t SET n=nullif(k,18)",
              "UPDATE t SET k=k+1 WHERE k<5",
              "INSERT INTO w VALUES(3,3),(1,4),(5,5)",
              "UPDATE w SET k=2 WHERE k<5",
              "INSERT OR FAIL INTO w VALUES(7,7),(2,8)",
              "INSERT INTO t VALUES(1,'a','n',9) ON CONFLICT(u) DO UPDATE SET k=2",
              "SELECT * FROM t ORDER BY k",
              "SELECT * FROM w",
              "COMMIT",
              "DELETE FROM t WHERE k>2",
              "SELECT * FROM t ORDER BY k");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void targetThatSeveralIndexesMatch(String mode) {
    for (String table : List.of("(k PRIMARY KEY, c) WITHOUT ROWID", "(k UNIQUE, c)")) {
      for (String where : List.of("", " WHERE c > 0")) {
        try (Comparison db = new Comparison(mode)) {
          db.same(
              "CREATE TABLE t" + table,
              "CREATE UNIQUE INDEX i ON t(k)" + where,
              "INSERT INTO t VALUES(1,1),(2,0)");
          for (String target : List.of("(k)", "(k) WHERE c > 0", "(k) WHERE c > 1")) {
            for (String action : List.of("NOTHING", "UPDATE SET c=c+10")) {
              String conflict = " ON CONFLICT" + target + " DO " + action;
              db.same(
                  "INSERT INTO t VALUES(1,1)" + conflict,
                  "INSERT INTO t VALUES(1,0)" + conflict,
                  "INSERT INTO t VALUES(2,1)" + conflict,
                  "INSERT INTO t VALUES(2,0)" + conflict,
                  "INSERT INTO t VALUES(2,0)" + conflict + " ON CONFLICT DO NOTHING",
                  "SELECT * FROM t ORDER BY k");
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void deferredKeysAndConflicts(String mode) {
    for (String action : ACTIONS) {
      String or = action.isEmpty() ? "" : " OR " + action;
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "PRAGMA foreign_keys=1",
            "CREATE TABLE p(id INTEGER PRIMARY KEY)",
            "CREATE TABLE c(k INTEGER PRIMARY KEY, f REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
            "INSERT INTO p VALUES(1)",
            "INSERT" + or + " INTO c VALUES(1,9)",
            "INSERT" + or + " INTO c VALUES(1,1),(2,9)",
            "BEGIN",
            "INSERT" + or + " INTO c VALUES(3,9),(4,1),(3,1)",
            "COMMIT",
            "SELECT * FROM c",
            "DELETE FROM c WHERE f=9",
            "COMMIT",
            "SAVEPOINT s",
            "INSERT" + or + " INTO c VALUES(5,8)",
            "RELEASE s",
            "UPDATE" + or + " c SET f=1",
            "RELEASE s",
            "SELECT * FROM c");
      }
    }
  }
}
