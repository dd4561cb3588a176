package org.braiddb.blackbox.fuzz;

import java.util.List;

/**
 * ALTER TABLE in all its forms, with looks at what became of the schema and of what stands on it.
 * Names are changed and changed back, so that the rest of a script knows them.
 */
final class AlterFuzzer {
  private final Dice dice;
  private final Literals literals;
  private final QueryFuzzer queries;
  private final ChangeFuzzer changes;
  private int added;

  AlterFuzzer(Dice dice, Literals literals, QueryFuzzer queries, ChangeFuzzer changes) {
    this.dice = dice;
    this.literals = literals;
    this.queries = queries;
    this.changes = changes;
  }

  /** Adds changes of a table's definition to the statements. */
  void add(Table table, List<String> statements) {
    String alter = "ALTER TABLE " + table.name();
    // SQLite 3.54 cannot rename columns of temporary tables that views or triggers use.
    boolean temporary = table.schema().equals("temp.");
    switch (dice.below(4)) {
      case 0 -> {
        statements.add(alter + " RENAME TO renamed");
        look(table, statements);
        statements.add("ALTER TABLE " + table.schema() + "renamed RENAME TO " + table.simple());
      }
      case 1 -> {
        String column = temporary ? "nosuch" : dice.pick(table.columns());
        statements.add(alter + " RENAME COLUMN " + column + " TO renamed");
        look(table, statements);
        statements.add(alter + " RENAME COLUMN renamed TO " + column);
      }
      case 2 -> {
        String column = "a" + added++;
        statements.add(alter + " ADD COLUMN " + column + definition(table));
        look(table, statements);
        statements.add("SELECT " + column + ", typeof(" + column + ") FROM " + table.name());
        statements.add(changes.statement(table));
        statements.add(alter + " DROP COLUMN " + column);
      }
      default -> {
        // What stands on the column mostly prevents it.
        statements.add("SAVEPOINT altered");
        statements.add(alter + " DROP COLUMN " + dice.pick(table.columns()));
        look(table, statements);
        statements.add("ROLLBACK TO altered");
        statements.add("RELEASE altered");
      }
    }
    look(table, statements);
  }

  private void look(Table table, List<String> statements) {
    // The oracle keeps one more table of statistics.
    for (String schema : new String[] {"sqlite_schema", "sqlite_temp_schema"}) {
      statements.add(
          "SELECT type, name, tbl_name, sql FROM "
              + schema
              + " WHERE name NOT LIKE 'sqlite_stat%'");
    }
    statements.add("SELECT * FROM " + table.name());
    statements.add(queries.statement());
  }

  private String definition(Table table) {
    String type = table.strict() ? dice.pick(" ANY", " INT", " TEXT") : type();
    return type
        + dice.maybe(50, queries.expressions().collation())
        + switch (dice.below(table.strict() ? 7 : 8)) {
          case 0 -> " DEFAULT " + literals.any();
          case 1 -> " NOT NULL DEFAULT " + literals.small();
          case 7 -> " AS (" + queries.expressions().indexable(dice.pick(table.columns())) + ")";
          case 3 -> " CHECK (" + dice.pick(table.columns()) + " IS NOT " + literals.any() + ")";
          case 4 -> " DEFAULT (" + literals.any() + ")";
          default -> "";
        };
  }

  private String type() {
    return dice.pick("", " INT", " TEXT", " REAL", " NUMERIC", " BLOB");
  }
}
