package org.braiddb.sql.change;

import java.util.Random;
import org.braiddb.sql.oracle.Comparison;

/** Makes tables, triggers on them and changes that fire the triggers. */
final class RandomTriggers {
  private static final String[] TABLES = {"t", "u"};
  private static final String[] DEFINITIONS = {
    "(k INTEGER PRIMARY KEY, a INT UNIQUE, b TEXT)",
    "(k INTEGER PRIMARY KEY, a, b NOT NULL DEFAULT 'd', UNIQUE(a, b) ON CONFLICT REPLACE)",
    "(k INT PRIMARY KEY ON CONFLICT IGNORE, a REAL, b TEXT COLLATE NOCASE)",
    "(k, a, b, PRIMARY KEY(k, a)) WITHOUT ROWID",
    "(k INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE ON CONFLICT FAIL, b CHECK(b <> '9'))"
  };
  private static final String[] CONFLICTS = {
    "", "", "", " OR IGNORE", " OR REPLACE", " OR FAIL", " OR ABORT", " OR ROLLBACK"
  };

  private final Random random;
  private boolean foreignKeys;

  RandomTriggers(Random random) {
    this.random = random;
  }

  /** Runs a round on Braid and SQLite. */
  void run(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("PRAGMA recursive_triggers=" + random.nextInt(2), "CREATE TABLE log(x)");
      foreignKeys = random.nextInt(3) == 0;
      if (foreignKeys) {
        db.same(
            "PRAGMA foreign_keys=1",
            "CREATE TABLE t" + pick(DEFINITIONS[0], DEFINITIONS[4]),
            child());
      } else {
        for (String table : TABLES) {
          db.same("CREATE TABLE " + table + pick(DEFINITIONS));
        }
      }
      if (random.nextInt(3) == 0) {
        db.same("CREATE INDEX tb ON t(b, a DESC)");
      }
      db.same("CREATE VIEW v AS SELECT t.k AS k, t.a AS a, u.b AS b FROM t JOIN u ON t.k=u.k");
      int triggers = 1 + random.nextInt(5);
      for (int i = 0; i < triggers; i++) {
        db.same(trigger(i));
      }
      // A COMMIT that failed of a deferred key has left changes() as it was, and triggers use it.
      for (int i = 0; i < 40 && !db.braid().countsOtherwise(); i++) {
        db.same(statement());
        if (i % 8 == 7) {
          db.same(
              "SELECT k, a, b, typeof(a), typeof(b) FROM t ORDER BY 1, 2",
              "SELECT k, a, b FROM u ORDER BY 1, 2",
              "SELECT x FROM log",
              "PRAGMA integrity_check");
        }
      }
    }
  }

  private String child() {
    return "CREATE TABLE u(k INTEGER PRIMARY KEY, a REFERENCES t(a)"
        + pick("", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON DELETE RESTRICT")
        + pick("", " ON UPDATE CASCADE", " ON UPDATE SET DEFAULT")
        + pick("", " DEFERRABLE INITIALLY DEFERRED")
        + ", b)";
  }

  // ---- triggers

  private String trigger(int number) {
    boolean view = random.nextInt(4) == 0;
    String event = pick("INSERT", "UPDATE", "DELETE", "UPDATE OF a", "UPDATE OF b, k");
    return "CREATE "
        + (random.nextInt(5) == 0 ? "TEMP " : "")
        + "TRIGGER g"
        + number
        + (view ? " INSTEAD OF " : pick(" BEFORE ", " AFTER "))
        + event
        + " ON "
        + (view ? "v" : pick(TABLES))
        + (random.nextInt(3) == 0 ? " WHEN " + row(event) + ".k " + pick("< 6", "% 2", "> 3") : "")
        + " BEGIN "
        + steps(number, event)
        + " END";
  }

  private String steps(int number, String event) {
    String row = row(event);
    StringBuilder steps = new StringBuilder();
    steps.append("INSERT INTO log VALUES('g").append(number).append(" '||").append(row);
    steps.append(".k||'|'||ifnull(").append(row).append(".b,'-')||changes()); ");
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      steps.append(step(row)).append("; ");
    }
    return steps.toString();
  }

  private String step(String row) {
    String table = pick(TABLES);
    // Where triggers change parents, SQLite 3.54 loses count of the children that are left alone.
    return switch (foreignKeys ? 4 : random.nextInt(8)) {
      case 0 -> "DELETE FROM " + table + " WHERE k=" + row + ".k" + pick("", "+1", "-1");
      case 1, 2 ->
          "UPDATE"
              + pick(CONFLICTS)
              + " "
              + table
              + " SET "
              + pick("a", "b", "k")
              + "="
              + pick(row + ".a+1", row + ".b", row + ".k+3", "a+1", "(SELECT count(*) FROM t)")
              + " WHERE k "
              + pick("=", "<")
              + row
              + ".k";
      case 3 ->
          "INSERT INTO "
              + table
              + "(k,a,b) SELECT k+20, a+20, b FROM "
              + pick(TABLES)
              + " WHERE k="
              + row
              + ".k AND k < 40";
      case 4 ->
          "SELECT CASE WHEN "
              + row
              + ".a="
              + random.nextInt(10)
              + " THEN RAISE("
              + pick("IGNORE", "ABORT,'abort'", "FAIL,'fail'", "ROLLBACK,'rollback'")
              + ") END";
      default ->
          "INSERT"
              + pick(CONFLICTS)
              + " INTO "
              + table
              + "(k,a,b) VALUES("
              + row
              + ".k"
              + pick("", "+1", "+2", "+50")
              + ","
              + row
              + ".a"
              + pick("", "+1", "*2")
              + ","
              + pick(row + ".b", "'n'", "changes()", "last_insert_rowid()")
              + ")"
              + pick("", "", " ON CONFLICT DO NOTHING", " ON CONFLICT DO UPDATE SET b='up'");
    };
  }

  private String row(String event) {
    return switch (event) {
      case "INSERT" -> "NEW";
      case "DELETE" -> "OLD";
      default -> pick("NEW", "OLD");
    };
  }

  // ---- changes

  private String statement() {
    String target = pick("t", "t", "u", "u", "v");
    return switch (random.nextInt(16)) {
      case 0 -> "BEGIN";
      case 1 -> "COMMIT";
      case 2 -> "ROLLBACK";
      case 3 -> "SAVEPOINT s";
      case 4 -> pick("ROLLBACK TO s", "RELEASE s");
      case 5, 6 ->
          "DELETE FROM " + target + " WHERE " + pick("k", "a", "b") + pick("=", "<") + value();
      case 7, 8, 9 ->
          "UPDATE"
              + pick(CONFLICTS)
              + " "
              + target
              + " SET "
              + pick("k", "a", "b")
              + "="
              + pick(value(), "a+1", "k+1", "b||'z'")
              + " WHERE k"
              + pick("=", ">")
              + random.nextInt(9);
      case 10 ->
          "INSERT INTO "
              + pick(TABLES)
              + "(k,a,b) VALUES("
              + values()
              + ") ON CONFLICT DO UPDATE SET "
              + pick("a=excluded.a", "b='w'", "k=k+1");
      case 11 -> "INSERT" + pick(CONFLICTS) + " INTO " + target + "(k,a,b) SELECT k+7,a+7,b FROM u";
      default ->
          "INSERT"
              + pick(CONFLICTS)
              + " INTO "
              + target
              + "(k,a,b) VALUES("
              + values()
              + (random.nextInt(2) == 0 ? "),(" + values() : "")
              + ")";
    };
  }

  private String values() {
    return random.nextInt(9) + "," + value() + "," + value();
  }

  private String value() {
    return switch (random.nextInt(7)) {
      case 0 -> "NULL";
      case 1 -> "'" + pick("a", "A", "7", "x") + "'";
      case 2 -> random.nextInt(6) + ".5";
      default -> Integer.toString(random.nextInt(10));
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
