package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Makes a script: a schema with rows, then changes and queries. */
final class ScriptFuzzer {
  private final Dice dice;
  private final Literals literals;
  private final List<Table> tables = new ArrayList<>();
  private final List<Table> bases = new ArrayList<>();
  private final QueryFuzzer queries;
  private final SchemaFuzzer schemas;
  private final ChangeFuzzer changes;
  private final TriggerFuzzer triggers;
  private final AlterFuzzer alterations;
  private final List<String> script = new ArrayList<>();
  private final boolean foreignKeys;
  private final boolean attached;
  private final String encoding;

  ScriptFuzzer(long seed) {
    dice = new Dice(seed);
    literals = new Literals(dice);
    queries = new QueryFuzzer(dice, literals, tables);
    schemas = new SchemaFuzzer(dice, literals, queries.expressions());
    changes = new ChangeFuzzer(dice, literals, queries);
    triggers = new TriggerFuzzer(dice, literals, queries);
    alterations = new AlterFuzzer(dice, literals, queries, changes);
    foreignKeys = dice.chance(30);
    attached = dice.chance(25);
    encoding = dice.chance(10) ? dice.pick("UTF-16le", "UTF-16be") : "";
  }

  /**
   * The script of a seed.
   *
   * @param length how many statements follow on the schema
   */
  static List<String> script(long seed, int length) {
    ScriptFuzzer fuzzer = new ScriptFuzzer(seed);
    fuzzer.setUp();
    for (int i = 0; i < length; i++) {
      fuzzer.next(i);
    }
    return fuzzer.encoding.isEmpty()
        ? fuzzer.script
        : fuzzer.script.stream().map(ScriptFuzzer::withoutBlobs).toList();
  }

  /** In UTF-16 databases SQLite's functions take the bytes of a BLOB for UTF-16, Braid's do not. */
  static String withoutBlobs(String sql) {
    return sql.replaceAll("x'([0-9a-f]*)'", "'$1'")
        .replace(" AS BLOB)", " AS TEXT)")
        .replaceAll("\\b(unhex|zeroblob)\\(", "hex(");
  }

  /** What was made so far. */
  List<String> statements() {
    return script;
  }

  /** Makes queries over the tables. */
  QueryFuzzer queries() {
    return queries;
  }

  /** Makes the schema and fills it. */
  void setUp() {
    if (!encoding.isEmpty()) {
      script.add("PRAGMA encoding='" + encoding + "'");
    }
    if (attached) {
      script.add("ATTACH ':memory:' AS aux");
    }
    if (foreignKeys) {
      schemas.setForeignKeys();
    }
    script.add(TriggerFuzzer.LOG);
    int count = 2 + dice.below(3);
    for (int i = 0; i < count; i++) {
      Table table = schemas.table(schema(), "t" + i, script);
      tables.add(table);
      bases.add(table);
      if (dice.chance(50)) {
        script.add(schemas.index(table));
      }
      int fills = dice.chance(10) ? 0 : 1 + dice.below(3);
      for (int j = 0; j < fills; j++) {
        script.add(changes.fill(table));
      }
      if (dice.chance(60)) {
        script.add(schemas.index(table));
      }
    }
    tables.add(schemas.view(attached, "v0", dice.pick(bases), queries, script));
    if (dice.chance(30)) {
      tables.add(schemas.view(attached, "v1", dice.pick(tables), queries, script));
    }
    if (dice.chance(20)) {
      script.add("ANALYZE");
    }
    if (foreignKeys) {
      script.add("PRAGMA foreign_key_check");
      script.add("PRAGMA foreign_keys=1");
    }
    if (dice.chance(35)) {
      script.add("PRAGMA recursive_triggers=" + dice.below(2));
      int number = 1 + dice.below(3);
      for (int i = 0; i < number; i++) {
        script.add(triggers.trigger(dice.pick(tables), bases));
      }
    }
  }

  private String schema() {
    return attached ? dice.pick("", "aux.", "temp.") : "";
  }

  private void next(int i) {
    if (i % 12 == 11) {
      audit();
    } else if (dice.chance(58)) {
      boolean again = Duel.isQuery(script.getLast()) && dice.chance(10);
      script.add(
          again ? Parameterized.varied(script.getLast(), dice, literals) : queries.statement());
    } else if (dice.chance(80)) {
      Table table = dice.chance(92) ? dice.pick(bases) : dice.pick(tables);
      script.add(changes.statement(table));
      script.add("SELECT changes(), total_changes(), last_insert_rowid()");
    } else if (dice.chance(12)) {
      alterations.add(dice.pick(bases), script);
    } else {
      script.add(other());
    }
  }

  private void audit() {
    for (Table table : bases) {
      String rowid = table.rowid().isEmpty() ? "" : table.rowid() + ", ";
      script.add("SELECT " + rowid + "* FROM " + table.name());
    }
    script.add("SELECT rowid, x FROM log");
    script.add("PRAGMA integrity_check");
    if (foreignKeys) {
      script.add("PRAGMA foreign_key_check");
    }
  }

  /** A setting that changes what statements mean, or in which order rows come. */
  private String setting() {
    return "PRAGMA "
        + dice.pick(
            "ignore_check_constraints",
            "case_sensitive_like",
            "recursive_triggers",
            "legacy_alter_table",
            "reverse_unordered_selects")
        + "="
        + dice.below(2);
  }

  private String other() {
    return switch (dice.below(foreignKeys ? 30 : 28)) {
      case 0, 1, 2 -> dice.pick("BEGIN", "BEGIN", "BEGIN DEFERRED");
      case 3, 4, 5 -> "COMMIT";
      case 6 -> "ROLLBACK";
      case 7, 8 -> "SAVEPOINT s" + dice.below(2);
      case 9, 10 -> "ROLLBACK TO s" + dice.below(2);
      case 11, 12 -> "RELEASE s" + dice.below(2);
      case 13, 14, 15 -> schemas.index(dice.pick(bases));
      case 16, 17, 18 -> "DROP INDEX IF EXISTS i" + dice.below(Math.max(1, schemas.indexes()));
      case 19 -> "REINDEX" + dice.maybe(30, dice.pick(" NOCASE", " RTRIM", " BINARY"));
      case 20 -> "ANALYZE" + dice.maybe(30, " " + dice.pick(bases).name());
      case 21 -> "CREATE TABLE IF NOT EXISTS made AS " + queries.inner(Scope.EMPTY, 1, 2);
      case 22 -> dice.pick("DROP TABLE IF EXISTS made", "SELECT * FROM made");
      case 23 -> "DROP TRIGGER IF EXISTS g" + dice.below(3);
      case 24, 25, 26 -> setting();
      case 27 -> "SELECT type, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'";
      case 28 -> "PRAGMA defer_foreign_keys=" + dice.below(2);
      default -> "PRAGMA foreign_keys=" + (dice.chance(80) ? 1 : 0);
    };
  }
}
