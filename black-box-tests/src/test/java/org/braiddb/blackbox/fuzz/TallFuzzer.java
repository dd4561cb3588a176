package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes a script over tables that planner and executor treat as more than a handful of rows: tall
 * trees of small pages, few different values, so that many rows and entries agree, and several
 * indexes to choose from. Queries are those of {@link PlanFuzzer}; what they found is asked again
 * after changes of many rows.
 */
final class TallFuzzer {
  private static final int REMEMBERED = 12;

  private final Dice dice;
  private final Literals literals;
  private final List<Table> tables = new ArrayList<>();

  /** Those that any query can join as often as it likes. */
  private final List<Table> small = new ArrayList<>();

  private final List<PlanFuzzer.Sized> sizes = new ArrayList<>();
  private final SchemaFuzzer schemas;
  private final QueryFuzzer common;
  private final PlanFuzzer queries;
  private final ChangeFuzzer changes;
  private final AlterFuzzer alterations;
  private final TriggerFuzzer triggers;
  private final boolean foreignKeys;

  /** Whether collations have more to say than affinities. */
  private final boolean texts;

  private final String encoding;
  private final List<String> asked = new ArrayList<>();
  private final List<String> script = new ArrayList<>();

  TallFuzzer(long seed) {
    dice = new Dice(seed);
    literals = new Literals(dice);
    common = new QueryFuzzer(dice, literals, small);
    schemas = new SchemaFuzzer(dice, literals, common.expressions());
    texts = dice.chance(35);
    queries = new PlanFuzzer(dice, literals, common.expressions(), sizes, texts);
    changes = new ChangeFuzzer(dice, literals, common);
    alterations = new AlterFuzzer(dice, literals, common, changes);
    triggers = new TriggerFuzzer(dice, literals, common);
    foreignKeys = dice.chance(15);
    encoding = dice.chance(10) ? dice.pick("UTF-16le", "UTF-16be") : "";
  }

  /**
   * The script of a seed.
   *
   * @param length how many statements follow on the schema
   */
  static List<String> script(long seed, int length) {
    TallFuzzer fuzzer = new TallFuzzer(seed);
    fuzzer.setUp();
    for (int i = 0; i < length; i++) {
      fuzzer.next();
    }
    fuzzer.audit();
    return fuzzer.encoding.isEmpty()
        ? fuzzer.script
        : fuzzer.script.stream().map(ScriptFuzzer::withoutBlobs).toList();
  }

  /** What was made so far. */
  List<String> statements() {
    return script;
  }

  /** Makes queries over the tables. */
  PlanFuzzer queries() {
    return queries;
  }

  // ---- the schema and its rows

  /** Makes the schema and fills it: one table is tall, the others mostly are not. */
  void setUp() {
    script.add("PRAGMA page_size=" + dice.pick("512", "512", "1024", "4096"));
    if (!encoding.isEmpty()) {
      script.add("PRAGMA encoding='" + encoding + "'");
    }
    if (foreignKeys) {
      schemas.setForeignKeys();
    }
    script.add(TriggerFuzzer.LOG);
    int count = 2 + dice.below(2);
    String schema = dice.maybe(8, "temp.");
    for (int i = 0; i < count; i++) {
      Table table = schemas.table(schema, "t" + i, script);
      tables.add(table);
      sizes.add(new PlanFuzzer.Sized(table, size(i), twoOf(table.columns())));
    }
    small.add(tables.get(1));
    for (PlanFuzzer.Sized sized : sizes) {
      index(sized.table(), dice.below(2));
      plainIndexes(sized);
      if (sized.rows() > 0) {
        script.add(fill(sized.table(), sized.rows()));
      }
      index(sized.table(), 1 + dice.below(2));
    }
    if (dice.chance(25)) {
      script.add(
          "DELETE FROM "
              + tables.getFirst().name()
              + " WHERE length(quote("
              + dice.pick(columns(0))
              + ")) % 3 = 1");
    }
    small.add(schemas.view(!schema.isEmpty(), "v0", small.getFirst(), common, script));
    if (dice.chance(45)) {
      script.add("ANALYZE");
    }
    if (foreignKeys) {
      script.add("PRAGMA foreign_keys=1");
    }
    if (dice.chance(20)) {
      script.add(triggers.trigger(dice.pick(tables), List.of(tables.get(1))));
    }
  }

  private List<String> twoOf(List<String> columns) {
    int first = dice.below(columns.size());
    int second = (first + 1 + dice.below(columns.size() - 1)) % columns.size();
    return List.of(columns.get(first), columns.get(second));
  }

  private int size(int table) {
    if (table < 2) {
      return table == 0 ? 200 + dice.below(2400) : dice.below(25);
    }
    return switch (dice.below(6)) {
      case 0 -> dice.below(2);
      case 1, 2 -> 2 + dice.below(12);
      case 3, 4 -> 20 + dice.below(100);
      default -> 300 + dice.below(600);
    };
  }

  private List<String> columns(int table) {
    return tables.get(table).columns();
  }

  /** Two of one column, or one of both, so that OR, orders and equal entries have what they use. */
  private void plainIndexes(PlanFuzzer.Sized sized) {
    String on = " ON " + sized.table().simple() + "(";
    String first = sized.indexed().getFirst();
    String second = sized.indexed().getLast();
    String begin = "CREATE INDEX " + sized.table().schema() + "p" + sized.table().simple();
    if (dice.chance(70)) {
      script.add(begin + "a" + on + term(first) + ")");
    }
    if (dice.chance(60)) {
      script.add(begin + "b" + on + term(second) + ")");
    }
    if (dice.chance(50)) {
      script.add(begin + "c" + on + term(first) + ", " + term(second) + ")");
    }
  }

  private String term(String column) {
    return common.expressions().collated(column) + dice.maybe(15, " DESC");
  }

  private void index(Table table, int count) {
    for (int i = 0; i < count; i++) {
      script.add(schemas.index(table));
    }
  }

  /** Inserts rows that are computed of their numbers. */
  private String fill(Table table, int rows) {
    List<String> values = new ArrayList<>();
    table.writable().forEach(column -> values.add(value(column, rows)));
    return "INSERT OR IGNORE INTO "
        + table.name()
        + names(table)
        + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        + rows
        + ") SELECT "
        + String.join(", ", values)
        + " FROM n";
  }

  private static String names(Table table) {
    return table.writable().stream()
        .map(Table.Column::name)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String value(Table.Column column, int rows) {
    switch (column.name()) {
      case "id" -> {
        return dice.pick("i", "i * 3", "i * 7919 % 10007", "-i", "nullif(i, 5)");
      }
      case "k" -> {
        return dice.pick("i", "i / 7", "i % 50", "i * 7919 % 10007");
      }
      case "n" -> {
        return dice.pick("char(97 + i % 7)", "'n' || i", "'n' || (i / 50)", "hex(i * 7919)");
      }
      default -> {
        return switch (column.type()) {
          case "INT", "INTEGER" -> number();
          case "REAL" -> number() + " + 0.5";
          case "TEXT" -> text();
          case "BLOB" -> "CAST(" + text() + " AS BLOB)";
          default -> any(rows);
        };
      }
    }
  }

  private String number() {
    return dice.pick("i % ", "i / ", "i * 7919 % ") + dice.pick("2", "5", "10", "10", "40", "300");
  }

  private String text() {
    return dice.pick(
        "char(97 + i % 5)",
        "char(97 + i % 5, 48 + i / 3 % 4)",
        "substr('abcABC  ', 1 + i % 6, 1 + i % 3)",
        "'a' || i * 7919 % 30",
        "CASE WHEN i % 3 THEN 'ab' ELSE 'AB' END",
        "char(97 + i % 5 - i % 2 * 32) || substr('  ', 1, i % 3)",
        "printf('%.*c', i % 40, 'x')",
        "printf('%.*c%d', i % 300, 'y', i % 3)");
  }

  private String any(int rows) {
    return switch (texts && dice.chance(60) ? 4 : dice.below(9)) {
      case 0, 1 -> number();
      case 2 -> text();
      case 3 -> "nullif(" + number() + ", " + dice.below(3) + ")";
      case 4, 5 -> "nullif(" + text() + ", 'a')";
      case 6 -> "(" + number() + ") / 2.0";
      case 7 -> "CASE WHEN i < " + rows / 2 + " THEN " + number() + " ELSE " + text() + " END";
      default ->
          "CASE i % 9 WHEN 0 THEN "
              + literals.any()
              + " WHEN 1 THEN "
              + literals.any()
              + " WHEN 2 THEN NULL WHEN 3 THEN i % 5 WHEN 4 THEN i % 5 + 0.0 WHEN 5 THEN "
              + text()
              + " ELSE "
              + number()
              + " END";
    };
  }

  // ---- what follows

  private void next() {
    if (!asked.isEmpty() && dice.chance(20)) {
      String query = dice.pick(asked);
      script.add(dice.chance(50) ? query : Parameterized.varied(query, dice, literals));
    } else if (dice.chance(75)) {
      String query = dice.chance(90) ? queries.statement() : common.statement();
      script.add(query);
      if (asked.size() == REMEMBERED) {
        asked.remove(dice.below(REMEMBERED));
      }
      asked.add(query);
    } else if (dice.chance(75)) {
      script.add(dice.chance(35) ? changes.simple(dice.pick(tables)) : bulk());
      script.add("SELECT changes()");
    } else {
      other();
    }
  }

  private void other() {
    switch (dice.below(13)) {
      case 0, 1, 2 -> script.add(dice.pick("BEGIN", "BEGIN", "BEGIN DEFERRED"));
      case 3, 4 -> script.add("COMMIT");
      case 5 -> script.add("ROLLBACK");
      case 6 -> script.add("SAVEPOINT s0");
      case 7 -> script.add(dice.pick("ROLLBACK TO s0", "RELEASE s0"));
      case 8 -> index(dice.pick(tables), 1);
      case 9 -> script.add("DROP INDEX IF EXISTS i" + dice.below(Math.max(1, schemas.indexes())));
      case 10 -> script.add("ANALYZE");
      case 11 ->
          script.add(
              "PRAGMA "
                  + dice.pick("case_sensitive_like", "reverse_unordered_selects")
                  + "="
                  + dice.below(2));
      default -> alterations.add(dice.pick(tables), script);
    }
  }

  private void audit() {
    for (Table table : tables) {
      String rowid = table.rowid().isEmpty() ? "" : table.rowid() + ", ";
      script.add("SELECT " + rowid + "* FROM " + table.name());
    }
    script.add("SELECT x FROM log");
    script.add("PRAGMA integrity_check");
    if (foreignKeys) {
      script.add("PRAGMA foreign_key_check");
    }
  }

  /** A change of many rows, or of few that are found among many. */
  private String bulk() {
    Table table = dice.pick(tables);
    Scope scope = Scope.of("", table.columns());
    return switch (dice.below(8)) {
      case 0, 1, 2 -> "UPDATE " + table.name() + " SET " + sets(table) + where(scope, 85);
      case 3 -> "DELETE FROM " + table.name() + where(scope, 100) + dice.maybe(60, less(scope));
      case 4, 5 -> copy(table, "");
      case 6 -> copy(table, onConflict(table));
      default -> updateFrom(table);
    };
  }

  private String where(Scope scope, int percent) {
    return dice.maybe(percent, " WHERE " + queries.conditions(scope));
  }

  private String less(Scope scope) {
    return " AND " + queries.conditions(scope);
  }

  private String sets(Table table) {
    return dice.list(
        1,
        2,
        () -> {
          Table.Column column = dice.pick(table.writable());
          String name = column.name();
          return name
              + " = "
              + (column.type().isEmpty()
                  ? dice.pick(
                      name + " + 1",
                      name + " || 'z'",
                      "-" + name,
                      "coalesce(" + name + ", 0) % 5",
                      literals.any(),
                      dice.pick(table.columns()))
                  : literals.ofType(column.type()));
        });
  }

  /** Rows of a table into another or itself, in an order that is told. */
  private String copy(Table table, String onConflict) {
    PlanFuzzer.Sized source = dice.pick(sizes);
    Scope scope = Scope.of("s", source.table().columns());
    List<String> values = new ArrayList<>();
    for (Table.Column column : table.writable()) {
      values.add(column.name().equals("id") ? "s.id0" : scope.ownColumn(dice));
    }
    String identity = PlanFuzzer.identity("s", source.table());
    String id = source.table().rowid().isEmpty() ? "NULL" : "s." + source.table().rowid();
    return "INSERT"
        + (onConflict.isEmpty() ? dice.pick(" OR IGNORE", " OR REPLACE", "") : "")
        + " INTO "
        + table.name()
        + names(table)
        + " SELECT "
        + String.join(", ", values).replace("s.id0", id + dice.pick("", " + 10000", " + 3"))
        + " FROM "
        + source.table().name()
        + " AS s WHERE "
        + queries.conditions(scope)
        + " ORDER BY "
        + identity
        + " LIMIT "
        + (1 + dice.below(200))
        + onConflict;
  }

  private String onConflict(Table table) {
    if (table.keys().isEmpty()) {
      return " ON CONFLICT DO NOTHING";
    }
    String name = dice.pick(table.writable()).name();
    return " ON CONFLICT"
        + dice.pick(table.keys())
        + " DO UPDATE SET "
        + name
        + " = "
        + dice.pick("excluded." + name, name + " + 1", "coalesce(excluded." + name + ", 7)");
  }

  /** From a table of which each row finds one at most. */
  private String updateFrom(Table table) {
    Table source = dice.pick(sizes).table();
    String column = dice.pick(table.writable()).name();
    if (source.rowid().isEmpty() || table.strict()) {
      return "DELETE FROM "
          + table.name()
          + " WHERE "
          + dice.pick(table.columns())
          + " IN (SELECT "
          + dice.pick(source.columns())
          + " FROM "
          + source.name()
          + " AS s WHERE "
          + queries.conditions(Scope.of("s", source.columns()))
          + ") AND "
          + queries.conditions(Scope.of("", table.columns()));
    }
    return "UPDATE "
        + table.name()
        + " SET "
        + column
        + " = f."
        + dice.pick(source.columns())
        + " FROM "
        + source.name()
        + " AS f WHERE f."
        + source.rowid()
        + " = "
        + table.name()
        + "."
        + dice.pick(table.columns())
        + dice.maybe(50, " AND " + queries.conditions(Scope.of("f", source.columns())));
  }
}
