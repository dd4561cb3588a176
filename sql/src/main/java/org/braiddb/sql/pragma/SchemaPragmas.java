package org.braiddb.sql.pragma;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.OutputColumn;
import org.braiddb.sql.catalog.ForeignKeyDefinition;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionRegistry;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Program;

/** Tables about the schema, and about what the connection knows. */
final class SchemaPragmas {
  private SchemaPragmas() {}

  static void register(Map<String, Function<PragmaCall, Program>> known) {
    known.put("table_info", call -> tableInfo(call, false));
    known.put("table_xinfo", call -> tableInfo(call, true));
    known.put("table_list", SchemaPragmas::tableList);
    known.put("index_list", SchemaPragmas::indexList);
    known.put("index_info", call -> indexInfo(call, false));
    known.put("index_xinfo", call -> indexInfo(call, true));
    known.put("foreign_key_list", SchemaPragmas::foreignKeyList);
    known.put("database_list", SchemaPragmas::databaseList);
    known.put("collation_list", SchemaPragmas::collationList);
    known.put("function_list", SchemaPragmas::functionList);
    known.put("module_list", call -> PragmaProgram.answering(new Answer(), "name"));
    known.put(
        "compile_options",
        call ->
            PragmaProgram.answering(
                new Answer().add("COMPILER=java").add("THREADSAFE=1"), "compile_options"));
  }

  /** The table or view that the argument names, in the database given or any. */
  private static Optional<SchemaScopes.Found> relation(PragmaCall call) {
    String name = call.argument().orElse("");
    return call.scope().isPresent()
        ? call.context().schemas().relation(call.scope().get().name(), name)
        : call.context().schemas().relation(name);
  }

  private static Program reading(PragmaCall call, Answer answer, String... columns) {
    // The answer is that of the schema compiled for; reading checks that it still is the schema.
    return reading(databases(call), answer, columns);
  }

  private static Program reading(Set<Integer> databases, Answer answer, String... columns) {
    return PragmaProgram.reading(
        databases,
        run -> {
          databases.forEach(database -> run.transaction(database).readDefinitions());
          return answer;
        },
        columns);
  }

  private static Set<Integer> databases(PragmaCall call) {
    return Set.of(call.scope().map(SchemaScopes.Scope::database).orElse(SchemaScopes.MAIN));
  }

  // ---- columns

  private static Program tableInfo(PragmaCall call, boolean extended) {
    String[] columns =
        extended
            ? new String[] {"cid", "name", "type", "notnull", "dflt_value", "pk", "hidden"}
            : new String[] {"cid", "name", "type", "notnull", "dflt_value", "pk"};
    Answer answer = new Answer();
    relation(call).ifPresent(found -> describe(call, found, extended, answer));
    return reading(call, answer, columns);
  }

  private static void describe(
      PragmaCall call, SchemaScopes.Found found, boolean extended, Answer answer) {
    switch (found.relation()) {
      case TableDefinition table -> {
        for (TableColumn column : table.columns()) {
          describe(column, extended, answer);
        }
      }
      case ViewDefinition view -> describeView(call, view, extended, answer);
      case UnsupportedRelation unsupported -> throw new StatementException(unsupported.message());
    }
  }

  private static void describe(TableColumn column, boolean extended, Answer answer) {
    int hidden = column.generated().map(g -> g.stored() ? 3 : 2).orElse(0);
    if (!extended && hidden == 0) {
      answer.add(
          answer.size(),
          column.name(),
          column.declaredType(),
          column.notNull().isPresent(),
          column.defaultValue().map(TableColumn.DefaultValue::text).orElse(null),
          column.primaryKeyPosition());
    } else if (extended) {
      answer.add(
          column.index(),
          column.name(),
          column.declaredType(),
          column.notNull().isPresent(),
          column.defaultValue().map(TableColumn.DefaultValue::text).orElse(null),
          column.primaryKeyPosition(),
          hidden);
    }
  }

  private static void describeView(
      PragmaCall call, ViewDefinition view, boolean extended, Answer answer) {
    Binder binder = new Binder(call.context().withText(view.sql()));
    List<OutputColumn> outputs = binder.columns(view);
    for (int i = 0; i < outputs.size(); i++) {
      String name = outputs.get(i).name();
      String type = viewType(outputs.get(i));
      if (extended) {
        answer.add(i, name, type, 0, null, 0, 0);
      } else {
        answer.add(i, name, type, 0, null, 0);
      }
    }
  }

  /** The declared type where a column is shown that has one; else the affinity's usual name. */
  private static String viewType(OutputColumn column) {
    Optional<String> declared =
        column.origin().map(OutputColumn.Origin::declaredType).filter(type -> !type.isEmpty());
    if (declared.isPresent() || column.affinity().isEmpty()) {
      return declared.orElse("");
    }
    return switch (column.affinity().get()) {
      case BLOB -> "BLOB";
      case TEXT -> "TEXT";
      case NUMERIC -> "NUM";
      case INTEGER -> "INT";
      case REAL -> "REAL";
    };
  }

  // ---- tables

  private static Program tableList(PragmaCall call) {
    Answer answer = new Answer();
    List<SchemaScopes.Scope> scopes =
        call.scope().map(List::of).orElse(call.context().schemas().scopes());
    for (SchemaScopes.Scope scope : scopes) {
      for (Relation relation : scope.catalog().relations()) {
        boolean wanted =
            call.argument().isEmpty()
                || NameKey.of(call.argument().get()).equals(NameKey.of(relation.name()));
        if (wanted) {
          list(call, scope, relation, answer);
        }
      }
      boolean temporary = scope.database() == SchemaScopes.TEMP;
      String catalogName = temporary ? "sqlite_temp_schema" : "sqlite_schema";
      if (call.argument().isEmpty() || NameKey.of(call.argument().get()).equals(catalogName)) {
        answer.add(scope.name(), catalogName, "table", 5, 0, 0);
      }
    }
    return reading(
        Set.of(call.database().database()),
        answer,
        "schema",
        "name",
        "type",
        "ncol",
        "wr",
        "strict");
  }

  private static void list(
      PragmaCall call, SchemaScopes.Scope scope, Relation relation, Answer answer) {
    switch (relation) {
      case TableDefinition table ->
          answer.add(
              scope.name(),
              table.name(),
              "table",
              table.columns().size(),
              !table.hasRowid(),
              table.strict());
      case ViewDefinition view -> {
        Answer columns = new Answer();
        describeView(call, view, false, columns);
        answer.add(scope.name(), view.name(), "view", columns.size(), 0, 0);
      }
      case UnsupportedRelation unsupported ->
          answer.add(
              scope.name(),
              unsupported.name(),
              unsupported.virtual() ? "virtual" : unsupported.kind(),
              0,
              0,
              0);
    }
  }

  // ---- indexes

  private static Program indexList(PragmaCall call) {
    Answer answer = new Answer();
    relation(call)
        .filter(found -> found.relation() instanceof TableDefinition)
        .ifPresent(found -> listIndexes((TableDefinition) found.relation(), answer));
    return reading(call, answer, "seq", "name", "unique", "origin", "partial");
  }

  /** The newest first; the key of a WITHOUT ROWID table stands among the automatic ones. */
  private static void listIndexes(TableDefinition table, Answer answer) {
    List<IndexDefinition> indexes = table.indexes();
    java.util.List<Object[]> rows = new java.util.ArrayList<>();
    for (IndexDefinition index : indexes) {
      rows.add(
          new Object[] {
            index.name(), index.unique(), index.origin().letter(), index.where().isPresent()
          });
    }
    table
        .clusteredKey()
        .ifPresent(
            key -> rows.add(key.ordinal() - 1, new Object[] {key.indexName(), true, "pk", false}));
    for (int i = rows.size() - 1; i >= 0; i--) {
      Object[] row = rows.get(i);
      answer.add(rows.size() - 1 - i, row[0], row[1], row[2], row[3]);
    }
  }

  private static Program indexInfo(PragmaCall call, boolean extended) {
    Answer answer = new Answer();
    String name = call.argument().orElse("");
    List<SchemaScopes.Scope> scopes =
        call.scope().map(List::of).orElse(call.context().schemas().searchOrder());
    for (SchemaScopes.Scope scope : scopes) {
      Optional<IndexDefinition> index = scope.catalog().index(name);
      if (index.isPresent()) {
        TableDefinition table = scope.catalog().tableOf(index.get());
        describe(index.get(), table, extended, answer);
        break;
      }
      if (describeClusteredKey(scope, name, extended, answer)) {
        break;
      }
    }
    if (answer.size() == 0) {
      // Without such an index the name may be that of a table that is one.
      relation(call)
          .filter(found ->
              found.relation() instanceof TableDefinition table && table.clusteredKey().isPresent())
          .ifPresent(
              found -> describeClusteredKey((TableDefinition) found.relation(), extended, answer));
    }
    return extended
        ? reading(call, answer, "seqno", "cid", "name", "desc", "coll", "key")
        : reading(call, answer, "seqno", "cid", "name");
  }

  private static void describe(
      IndexDefinition index, TableDefinition table, boolean extended, Answer answer) {
    int size = extended ? index.recordSize() : index.keyColumns().size();
    for (int place = 0; place < size; place++) {
      describe(
          place,
          index.recordColumn(place),
          table,
          extended,
          place < index.keyColumns().size(),
          answer);
    }
  }

  private static void describe(
      int place,
      IndexColumn column,
      TableDefinition table,
      boolean extended,
      boolean key,
      Answer answer) {
    String name = column.column() < 0 ? null : table.columns().get(column.column()).name();
    if (extended) {
      answer.add(place, column.column(), name, column.descending(), column.collation(), key);
    } else {
      answer.add(place, column.column(), name);
    }
  }

  private static boolean describeClusteredKey(
      SchemaScopes.Scope scope, String name, boolean extended, Answer answer) {
    for (Relation relation : scope.catalog().relations()) {
      if (relation instanceof TableDefinition table
          && table.clusteredKey().isPresent()
          && NameKey.of(table.clusteredKey().get().indexName()).equals(NameKey.of(name))) {
        describeClusteredKey(table, extended, answer);
        return true;
      }
    }
    return false;
  }

  private static void describeClusteredKey(TableDefinition table, boolean extended, Answer answer) {
    List<IndexColumn> columns = table.clusteredKey().orElseThrow().columns();
    for (int place = 0; place < columns.size(); place++) {
      describe(place, columns.get(place), table, extended, true, answer);
    }
    if (extended) {
      describeCarried(table, columns.size(), answer);
    }
  }

  private static void describeCarried(TableDefinition table, int keySize, Answer answer) {
    int[] layout = table.tableColumnOfRecord();
    for (int place = keySize; place < layout.length; place++) {
      TableColumn column = table.columns().get(layout[place]);
      answer.add(place, column.index(), column.name(), 0, column.collation(), 0);
    }
  }

  // ---- foreign keys

  private static Program foreignKeyList(PragmaCall call) {
    Answer answer = new Answer();
    relation(call)
        .filter(found -> found.relation() instanceof TableDefinition)
        .ifPresent(found -> listForeignKeys((TableDefinition) found.relation(), answer));
    return reading(
        call, answer, "id", "seq", "table", "from", "to", "on_update", "on_delete", "match");
  }

  private static void listForeignKeys(TableDefinition table, Answer answer) {
    List<ForeignKeyDefinition> newestFirst = table.foreignKeys().reversed();
    for (int id = 0; id < newestFirst.size(); id++) {
      ForeignKeyDefinition foreignKey = newestFirst.get(id);
      for (int i = 0; i < foreignKey.columns().size(); i++) {
        answer.add(
            id,
            i,
            foreignKey.parentTable(),
            table.columns().get(foreignKey.columns().get(i)).name(),
            foreignKey.parentColumns().isEmpty() ? null : foreignKey.parentColumns().get(i),
            foreignKey.onUpdate().sql(),
            foreignKey.onDelete().sql(),
            "NONE");
      }
    }
  }

  // ---- the connection

  private static Program databaseList(PragmaCall call) {
    ConnectionControl control = call.control();
    return PragmaProgram.connection(
        run -> {
          Answer answer = new Answer();
          control.attachedDatabases().forEach(d -> answer.add(d.number(), d.name(), d.file()));
          return answer;
        },
        "seq",
        "name",
        "file");
  }

  private static Program collationList(PragmaCall call) {
    Answer answer = new Answer();
    List<String> names = call.control().collationNames().reversed();
    for (int i = 0; i < names.size(); i++) {
      answer.add(i, names.get(i));
    }
    return PragmaProgram.answering(answer, "seq", "name");
  }

  private static Program functionList(PragmaCall call) {
    Answer answer = new Answer();
    FunctionRegistry.builtIn().stream()
        .sorted(Comparator.comparing(FunctionDefinition::name))
        .forEach(function -> list(function, true, answer));
    call.context().functions().added().forEach(function -> list(function, false, answer));
    return PragmaProgram.answering(answer, "name", "builtin", "type", "enc", "narg", "flags");
  }

  private static final int DETERMINISTIC_FLAG = 0x800;
  private static final int DIRECT_ONLY_FLAG = 0x80000;
  private static final int INNOCUOUS_FLAG = 0x200000;

  private static void list(FunctionDefinition function, boolean builtIn, Answer answer) {
    int flags =
        (function.has(FunctionTrait.DETERMINISTIC) ? DETERMINISTIC_FLAG : 0)
            | (function.has(FunctionTrait.DIRECT_ONLY) ? DIRECT_ONLY_FLAG : 0)
            | (function.has(FunctionTrait.INNOCUOUS) ? INNOCUOUS_FLAG : 0);
    int arguments = function.arity().isExact() ? function.arity().minimum() : -1;
    String type = function instanceof FunctionDefinition.Aggregate ? "a" : "s";
    answer.add(function.name(), builtIn, type, "utf8", arguments, flags);
  }
}
