package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Tables with every kind of column, their indexes, views and triggers. */
final class SchemaFuzzer {
  private static final String[] TYPES = {
    "INT", "INTEGER", "TEXT", "REAL", "NUMERIC", "", "BLOB", "VARCHAR(3)", "DOUBLE", "ANY"
  };
  private static final String[] STRICT_TYPES = {"INT", "INTEGER", "TEXT", "REAL", "BLOB", "ANY"};
  private static final String[] PREDICATES = {
    " IS NOT NULL",
    " IS NOT NULL",
    " > 2",
    " = 'a'",
    " BETWEEN 0 AND 3",
    " IN (1, 2, 'a')",
    " < 'b'"
  };

  private final Dice dice;
  private final Literals literals;
  private final ExpressionFuzzer expressions;
  private final List<Table> tables = new ArrayList<>();
  private boolean foreignKeys;
  private int indexes;

  SchemaFuzzer(Dice dice, Literals literals, ExpressionFuzzer expressions) {
    this.dice = dice;
    this.literals = literals;
    this.expressions = expressions;
  }

  // ---- tables

  /** A table in the making. */
  private static final class Draft {
    final List<String> parts = new ArrayList<>();
    final List<String> readable = new ArrayList<>();
    final List<Table.Column> writable = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    final List<String> references = new ArrayList<>();
    String rowid = "rowid";
    boolean strict;
    boolean withoutRowid;

    void add(String name, String type, String definition) {
      parts.add(name + definition);
      readable.add(name);
      writable.add(new Table.Column(name, type));
    }
  }

  /** From here on tables refer to each other. */
  void setForeignKeys() {
    foreignKeys = true;
  }

  /**
   * Adds CREATE TABLE to the statements.
   *
   * @param schema the database, with a point behind it; empty for the main one
   */
  Table table(String schema, String name, List<String> statements) {
    Draft draft = new Draft();
    draft.strict = dice.chance(12);
    draft.withoutRowid = dice.chance(18);
    key(draft);
    int width = 2 + dice.below(3);
    for (int i = 0; i < width; i++) {
      column(draft, "c" + i);
    }
    if (dice.chance(20)) {
      generated(draft);
    }
    constraints(draft);
    if (foreignKeys && dice.chance(70)) {
      reference(draft, schema);
    }
    statements.add(
        "CREATE TABLE "
            + schema
            + name
            + "("
            + String.join(", ", draft.parts)
            + ")"
            + options(draft));
    String rowid = draft.withoutRowid ? "" : draft.rowid;
    Table table =
        new Table(
            schema,
            name,
            draft.readable,
            draft.writable,
            rowid,
            draft.keys,
            draft.references,
            false);
    tables.add(table);
    return table;
  }

  private static String options(Draft draft) {
    if (draft.withoutRowid) {
      return " WITHOUT ROWID" + (draft.strict ? ", STRICT" : "");
    }
    return draft.strict ? " STRICT" : "";
  }

  private void key(Draft draft) {
    if (draft.withoutRowid) {
      draft.add("k", typeOf(draft, "INT"), dice.pick(" INT", " INTEGER") + collation());
      draft.add("n", typeOf(draft, "TEXT"), " TEXT" + collation());
      String key = dice.pick("k", "k, n", "n, k", "k DESC, n", "n COLLATE NOCASE, k", "n");
      draft.parts.add("PRIMARY KEY(" + key + ")" + clause());
      draft.keys.add("(" + key.replace(" DESC", "") + ")");
      if (!key.contains(" COLLATE")) {
        draft.references.add(key.replace(" DESC", ""));
      }
      moveToEnd(draft.parts);
    } else if (dice.chance(60)) {
      String definition =
          dice.pick(
              " INTEGER PRIMARY KEY", " INTEGER PRIMARY KEY", " INTEGER PRIMARY KEY AUTOINCREMENT");
      draft.add("id", typeOf(draft, "INTEGER"), definition);
      draft.rowid = "id";
      draft.keys.add("(id)");
      draft.references.add("id");
    } else if (dice.chance(30)) {
      draft.add(
          "id",
          typeOf(draft, "INT"),
          dice.pick(" INT PRIMARY KEY", " INT PRIMARY KEY DESC") + clause());
      draft.keys.add("(id)");
      draft.references.add("id");
    }
  }

  private static String typeOf(Draft draft, String type) {
    return draft.strict ? type : "";
  }

  /** Table constraints come after the columns; those are still to be added. */
  private static void moveToEnd(List<String> parts) {
    parts.add(parts.removeLast());
  }

  private void column(Draft draft, String name) {
    String type = draft.strict ? dice.pick(STRICT_TYPES) : dice.pick(TYPES);
    StringBuilder definition = new StringBuilder(type.isEmpty() ? "" : " " + type);
    definition.append(collation());
    if (dice.chance(12)) {
      definition.append(" NOT NULL").append(dice.maybe(20, conflict()));
      definition.append(dice.maybe(60, " DEFAULT " + defaultOf(draft, type)));
    } else if (dice.chance(10)) {
      definition.append(" DEFAULT ").append(defaultOf(draft, type));
    }
    if (dice.chance(10)) {
      definition.append(" UNIQUE").append(clause());
      draft.keys.add("(" + name + ")");
      draft.references.add(name);
    }
    if (dice.chance(6)) {
      definition
          .append(" CHECK(")
          .append(name)
          .append(dice.pick(" <> 3", " IS NOT 'b'", " > -2"))
          .append(")");
    }
    int constraints = draft.withoutRowid ? 1 : 0;
    String constraint = constraints == 1 ? draft.parts.removeLast() : "";
    draft.add(name, draft.strict ? type : "", definition.toString());
    if (constraints == 1) {
      draft.parts.add(constraint);
    }
  }

  private String defaultOf(Draft draft, String type) {
    return draft.strict
        ? switch (type) {
          case "TEXT" -> "'d'";
          case "BLOB" -> "x'64'";
          default -> "7";
        }
        : dice.pick("7", "'d'", "-1.5", "(1 + 2)", "NULL", "x'64'");
  }

  private void generated(Draft draft) {
    String of = dice.pick(draft.writable).name();
    String type = draft.strict ? " ANY" : dice.pick("", " INT", " TEXT", " REAL");
    String definition =
        "g"
            + type
            + collation()
            + dice.pick(" GENERATED ALWAYS", "")
            + " AS ("
            + expressions.indexable(of)
            + ")"
            + dice.pick("", " STORED", " VIRTUAL");
    draft.parts.addFirst(definition);
    draft.readable.addFirst("g");
  }

  private void constraints(Draft draft) {
    if (dice.chance(20)) {
      String key = dice.pick(draft.writable).name();
      String second = dice.pick(draft.writable).name();
      if (!second.equals(key)) {
        String columns = key + dice.maybe(15, " COLLATE NOCASE") + ", " + second;
        draft.parts.add("UNIQUE(" + columns + ")" + clause());
        if (!key.equals("id") && !second.equals("id")) {
          draft.keys.add(
              "(" + columns + ")"); // SQLite finds no index that holds the rowid's other name
        }
      }
    }
    if (dice.chance(8)) {
      String a = dice.pick(draft.writable).name();
      draft.parts.add("CHECK(" + a + " IS NOT " + literals.small() + ")");
    }
  }

  /** A foreign key that refers to a table of the same database that is there already. */
  private void reference(Draft draft, String schema) {
    List<Table> parents =
        tables.stream()
            .filter(table -> table.schema().equals(schema) && !table.references().isEmpty())
            .toList();
    if (parents.isEmpty()) {
      return;
    }
    Table parent = dice.pick(parents);
    String key = dice.pick(parent.references());
    List<String> children = new ArrayList<>();
    for (int i = key.split(", ").length; i > 0; i--) {
      children.add(dice.pick(draft.writable).name());
    }
    draft.parts.add(
        "FOREIGN KEY("
            + String.join(", ", children)
            + ") REFERENCES "
            + parent.simple()
            + "("
            + key
            + ")"
            + dice.maybe(70, " ON DELETE" + action())
            + dice.maybe(60, " ON UPDATE" + action())
            + dice.maybe(30, " DEFERRABLE INITIALLY DEFERRED"));
  }

  private String action() {
    return dice.pick(
        " CASCADE", " CASCADE", " SET NULL", " SET DEFAULT", " RESTRICT", " NO ACTION");
  }

  private String collation() {
    return dice.maybe(45, expressions.collation());
  }

  private String clause() {
    return dice.maybe(20, conflict());
  }

  private String conflict() {
    return dice.pick(
        " ON CONFLICT REPLACE",
        " ON CONFLICT IGNORE",
        " ON CONFLICT FAIL",
        " ON CONFLICT ABORT",
        " ON CONFLICT ROLLBACK");
  }

  // ---- what stands on tables

  String index(Table table) {
    boolean unique = dice.chance(20);
    String terms = "(" + terms(table) + ")";
    String where = dice.chance(30) ? " WHERE " + predicate(table) : "";
    if (unique && !terms.contains("id")) { // as above
      table.keys().add(terms.replace(" DESC", "") + where);
    }
    return "CREATE "
        + (unique ? "UNIQUE " : "")
        + "INDEX "
        + table.schema()
        + "i"
        + indexes++
        + " ON "
        + table.simple()
        + terms
        + where;
  }

  private String predicate(Table table) {
    return dice.pick(table.columns())
        + dice.pick(PREDICATES)
        + dice.maybe(
            25, dice.pick(" AND ", " OR ") + dice.pick(table.columns()) + dice.pick(PREDICATES));
  }

  /** No column twice: SQLite takes such an index for the target of wrong ON CONFLICT clauses. */
  private String terms(Table table) {
    List<String> columns = new ArrayList<>(table.columns());
    int most = Math.min(3, columns.size());
    return dice.list(1, most, () -> term(columns.remove(dice.below(columns.size()))));
  }

  private String term(String column) {
    return (dice.chance(20) ? "(" + expressions.indexable(column) + ")" : column)
        + dice.maybe(25, expressions.collation())
        + dice.maybe(30, " DESC");
  }

  /** How many indexes were made. */
  int indexes() {
    return indexes;
  }

  /** Adds CREATE VIEW to the statements. */
  Table view(
      boolean temporary, String name, Table table, QueryFuzzer queries, List<String> statements) {
    String schema = temporary ? "temp." : "";
    if (dice.chance(50)) {
      Scope scope = Scope.of("", table.columns());
      statements.add(
          "CREATE VIEW "
              + schema
              + name
              + " AS SELECT * FROM "
              + table.name()
              + dice.maybe(60, " WHERE " + expressions.condition(scope, 1)));
      return Table.view(schema, name, table.columns());
    }
    // SQLite decides conditions on a view below its DISTINCT, where equal values are not one yet.
    String query = queries.inner(Scope.EMPTY, 1, 2).replace("SELECT DISTINCT ", "SELECT ");
    statements.add("CREATE VIEW " + schema + name + "(c0, c1) AS " + query);
    return Table.view(schema, name, List.of("c0", "c1"));
  }
}
