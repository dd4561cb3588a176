package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schemas altered at random, beside SQLite: the stored texts, the rows and the errors must
 * be the same after every statement. Repeat with {@code -Dbraid.seed=...}.
 */
class RandomAlterTest {
  private static final int ROUNDS = Integer.getInteger("braid.rounds", 3);
  private static final int STEPS = 25;
  private static final List<String> WORDS =
      List.of("a", "b", "c", "d", "\"e e\"", "[select]", "F", "`g`", "h");
  private static final List<String> TABLES = List.of("t", "u", "\"v w\"", "x1");

  private SplittableRandom random = new SplittableRandom(0);
  private final StringBuilder script = new StringBuilder();

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String pick(String... list) {
    return list[random.nextInt(list.length)];
  }

  private String columns() {
    List<String> columns = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    for (int i = random.nextInt(3, 6); columns.size() < i; ) {
      String word = pick(WORDS);
      if (!columns.contains(word)) {
        columns.add(word);
        definitions.add(
            word
                + pick("", " INT", " TEXT", "/**/ real", " NUMERIC(5, 2)")
                + pick("", "", "", " UNIQUE", " NOT NULL DEFAULT 7", " COLLATE NOCASE"));
      }
    }
    definitions.add(
        "gen AS (" + pick(columns) + " || " + pick(columns) + ")" + pick("", " STORED"));
    if (random.nextInt(3) == 0) {
      definitions.add("PRIMARY KEY(" + pick(columns) + ")");
    }
    if (random.nextInt(3) == 0) {
      definitions.add("CHECK (" + pick(columns) + " <> 'never' AND " + pick(columns) + " <> -1)");
    }
    if (random.nextInt(3) == 0) {
      definitions.add(
          "FOREIGN KEY ("
              + pick(columns)
              + ") REFERENCES "
              + pick(TABLES)
              + "("
              + pick(WORDS)
              + ")");
    }
    return String.join(pick(", ", ",\n  ", " ,"), definitions);
  }

  private String table(Comparison db) {
    List<String> there = values(db, "SELECT name FROM sqlite_schema WHERE type='table'");
    return there.isEmpty() || random.nextInt(20) == 0 ? pick(TABLES) : quoted(pick(there));
  }

  private String column(Comparison db, String table) {
    String name = table.startsWith("\"") ? table.substring(1, table.length() - 1) : table;
    List<String> there = values(db, "SELECT name FROM pragma_table_xinfo('" + name + "')");
    return there.isEmpty() || random.nextInt(20) == 0 ? pick(WORDS) : quoted(pick(there));
  }

  private static List<String> values(Comparison db, String sql) {
    return ((Outcome.Rows) db.sqlite().run(sql))
        .rows().stream()
            .map(row -> row.getFirst().substring(1, row.getFirst().length() - 1))
            .toList();
  }

  private String quoted(String name) {
    boolean plain = name.chars().allMatch(Character::isLetterOrDigit) && !name.equals("select");
    return plain && random.nextBoolean() ? name : '"' + name + '"';
  }

  private String create(Comparison db) {
    String table = table(db);
    String one = column(db, table);
    String two = column(db, table);
    int number = random.nextInt(20);
    return switch (random.nextInt(6)) {
      case 0 -> "CREATE TABLE IF NOT EXISTS " + pick(TABLES) + "(" + columns() + ")";
      case 1 ->
          "CREATE INDEX IF NOT EXISTS i"
              + number
              + " ON "
              + table
              + "("
              + one
              + ", "
              + two
              + " DESC)";
      case 2 ->
          "CREATE INDEX IF NOT EXISTS i"
              + number
              + " ON "
              + table
              + "("
              + one
              + " || 'x') WHERE "
              + two
              + " IS NOT NULL";
      case 3 ->
          "CREATE VIEW IF NOT EXISTS view"
              + number
              + " AS SELECT "
              + one
              + ", q."
              + two
              + " AS z FROM "
              + table
              + " AS q ORDER BY "
              + two;
      case 4 -> {
        String other = table(db);
        yield "CREATE VIEW IF NOT EXISTS view"
            + number
            + " AS SELECT "
            + table
            + "."
            + one
            + " FROM "
            + table
            + " WHERE EXISTS (SELECT 1 FROM "
            + other
            + " AS s WHERE s."
            + column(db, other)
            + " = "
            + table
            + "."
            + two
            + ")";
      }
      default -> {
        String other = table(db);
        yield "CREATE TRIGGER IF NOT EXISTS tr"
            + number
            + " AFTER "
            + pick("INSERT", "DELETE", "UPDATE OF " + one)
            + " ON "
            + table
            + " BEGIN UPDATE "
            + other
            + " SET "
            + column(db, other)
            + " = 5 WHERE "
            + column(db, other)
            + " = 77; SELECT "
            + one
            + ", "
            + table
            + "."
            + two
            + " FROM "
            + table
            + "; END";
      }
    };
  }

  private String alter(Comparison db) {
    String name = table(db);
    return "ALTER TABLE "
        + name
        + " "
        + switch (random.nextInt(6)) {
          case 0 -> "RENAME TO " + pick(TABLES);
          case 1, 2, 3 -> "RENAME COLUMN " + column(db, name) + " TO " + pick(WORDS);
          case 4 -> "DROP COLUMN " + column(db, name);
          default ->
              "ADD COLUMN "
                  + pick(WORDS)
                  + pick("", " INT DEFAULT 5", " TEXT CHECK (1)", " AS (" + column(db, name) + ")");
        };
  }

  private String insert(Comparison db) {
    String table = table(db);
    return "INSERT INTO "
        + table
        + "("
        + pick(WORDS)
        + ") VALUES("
        + pick("1", "'x'", "NULL", "2.5")
        + ")";
  }

  /** Of several broken definitions either may be named first. */
  private void run(Comparison db, String sql) {
    script.append(sql).append(";\n");
    Outcome expected = db.sqlite().run(sql);
    Outcome actual = db.braid().run(sql);
    if (expected instanceof Outcome.Failure(int code, String message)
        && actual instanceof Outcome.Failure(int found, String text)) {
      assertThat(found).as("%s", script).isEqualTo(code);
      // An INSERT may meet its own error or one of a trigger's first.
      String common = sql.startsWith("INSERT") ? "" : message;
      assertThat(text)
          .as("%s", script)
          .startsWith(message.startsWith("error in ") ? "error in " : common);
    } else {
      assertThat(actual).as("%s", script).isEqualTo(expected);
    }
  }

  /** A view or trigger that means nothing would block all that follows. */
  private static void removeBroken(Comparison db) {
    for (String view : values(db, "SELECT name FROM sqlite_schema WHERE type='view'")) {
      if (db.sqlite().run("SELECT * FROM " + view) instanceof Outcome.Failure) {
        db.same("SELECT * FROM " + view, "DROP VIEW " + view);
      }
    }
    List<String> tables = values(db, "SELECT name FROM sqlite_schema WHERE type='table'");
    if (tables.isEmpty()) {
      return;
    }
    String table = '"' + tables.getFirst() + '"';
    List<String> columns =
        values(db, "SELECT name FROM pragma_table_xinfo('" + tables.getFirst() + "')");
    if (columns.size() == 1) {
      return;
    }
    // It fails in any case, after the triggers were looked at.
    Outcome altered =
        db.sqlite()
            .run(
                "ALTER TABLE "
                    + table
                    + " RENAME COLUMN \""
                    + columns.getFirst()
                    + "\" TO \""
                    + columns.getLast()
                    + "\"");
    if (altered instanceof Outcome.Failure(int code, String message)
        && message.startsWith("error in trigger ")) {
      assertThat(code).isEqualTo(1);
      db.same("DROP TRIGGER " + message.split("[ :]")[3]);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void schemasAndRowsStayThoseOfSqlite(String mode) {
    long seed = Long.getLong("braid.seed", 12);
    System.out.println("RandomAlterTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + ROUNDS);
    random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      script.setLength(0);
      try (Comparison db = new Comparison(mode)) {
        for (int step = 0; step < STEPS; step++) {
          int choice = random.nextInt(10);
          String sql =
              step < 2
                  ? "CREATE TABLE " + TABLES.get(step) + "(" + columns() + ")"
                  : step < 8 || choice < 2 ? create(db) : choice < 4 ? insert(db) : alter(db);
          run(db, sql);
          db.same("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2");
          removeBroken(db);
        }
        for (String name : values(db, "SELECT name FROM sqlite_schema WHERE type='table'")) {
          db.same("SELECT * FROM \"" + name + "\"");
        }
        db.same("PRAGMA integrity_check");
      }
    }
  }
}
