package org.braiddb.sql.pragma;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.TableFunction;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The pragmas that answer rows and change nothing, as table-valued functions: {@code pragma_NAME},
 * with the hidden columns {@code arg} and {@code schema} where the pragma has a use for them.
 */
public final class PragmaTables {
  /** The pragma, its columns, and how many of its hidden ones it has: "arg" and "schema". */
  private static final List<PragmaTable> ALL =
      List.of(
          of("table_info", "cid name type notnull dflt_value pk", true, true),
          of("table_xinfo", "cid name type notnull dflt_value pk hidden", true, true),
          of("table_list", "schema name type ncol wr strict", true, false),
          of("index_list", "seq name unique origin partial", true, true),
          of("index_info", "seqno cid name", true, true),
          of("index_xinfo", "seqno cid name desc coll key", true, true),
          of("foreign_key_list", "id seq table from to on_update on_delete match", true, true),
          of("foreign_key_check", "table rowid parent fkid", true, true),
          of("integrity_check", "integrity_check", true, true),
          of("quick_check", "quick_check", true, true),
          of("optimize", "optimize", true, false),
          of("database_list", "seq name file", false, false),
          of("collation_list", "seq name", false, false),
          of("function_list", "name builtin type enc narg flags", false, false),
          of("module_list", "name", false, false),
          of("pragma_list", "name", false, false),
          of("compile_options", "compile_options", false, false),
          of("busy_timeout", "timeout", false, false),
          setting("analysis_limit", false),
          setting("application_id", false),
          setting("auto_vacuum", true),
          setting("automatic_index", false),
          setting("cache_size", true),
          setting("cache_spill", true),
          setting("cell_size_check", false),
          setting("checkpoint_fullfsync", false),
          setting("count_changes", false),
          setting("data_version", false),
          of("default_cache_size", "cache_size", false, true),
          setting("defer_foreign_keys", false),
          setting("empty_result_callbacks", false),
          setting("encoding", false),
          setting("foreign_keys", false),
          setting("freelist_count", true),
          setting("full_column_names", false),
          setting("fullfsync", false),
          setting("hard_heap_limit", false),
          setting("ignore_check_constraints", false),
          setting("journal_mode", true),
          setting("journal_size_limit", true),
          setting("legacy_alter_table", false),
          setting("locking_mode", true),
          setting("max_page_count", true),
          setting("page_count", true),
          setting("page_size", true),
          setting("query_only", false),
          setting("read_uncommitted", false),
          setting("recursive_triggers", false),
          setting("reverse_unordered_selects", false),
          setting("schema_version", false),
          setting("secure_delete", false),
          setting("short_column_names", false),
          setting("soft_heap_limit", false),
          setting("synchronous", true),
          setting("temp_store", false),
          setting("threads", false),
          setting("trusted_schema", false),
          setting("user_version", false),
          setting("writable_schema", false));

  private PragmaTables() {}

  /** All of them. */
  public static List<? extends TableFunction> all() {
    return ALL;
  }

  private static PragmaTable of(String pragma, String columns, boolean argument, boolean schema) {
    List<String> parameters = new ArrayList<>();
    if (argument) {
      parameters.add("arg");
    }
    if (schema) {
      parameters.add("schema");
    }
    return new PragmaTable(pragma, List.of(columns.split(" ")), parameters);
  }

  /** One that answers a single value under its own name. */
  private static PragmaTable setting(String pragma, boolean schema) {
    return of(pragma, pragma, false, schema);
  }

  private record PragmaTable(String pragma, List<String> columns, List<String> parameters)
      implements TableFunction {
    @Override
    public String name() {
      return "pragma_" + pragma;
    }

    @Override
    public Set<Integer> reads(CompileContext context) {
      // What they answer may come from any database that is there.
      return context.control().attachedDatabases().stream()
          .map(ConnectionControl.AttachedDatabase::number)
          .collect(Collectors.toSet());
    }

    @Override
    public Run rows(CompileContext context, RunContext run, @Nullable Cell[] arguments) {
      Optional<String> argument = text("arg", arguments);
      Optional<String> schema = text("schema", arguments);
      Optional<SchemaScopes.Scope> scope = schema.map(name -> scope(name, context));
      Program program = PragmaCompiler.compile(new PragmaCall(pragma, scope, argument, context));
      return new WithArguments(program.start(run), columns.size(), hidden(argument, schema));
    }

    private Optional<String> text(String parameter, @Nullable Cell[] arguments) {
      int place = parameters.indexOf(parameter);
      Cell given = place < 0 ? null : arguments[place];
      return given == null || given.isNull() ? Optional.empty() : Optional.of(textOf(given));
    }

    private static String textOf(Cell given) {
      Cell text = new Cell();
      text.copyFrom(given);
      text.convertToText();
      return text.decodeText();
    }

    private static SchemaScopes.Scope scope(String name, CompileContext context) {
      return context
          .schemas()
          .scope(name)
          .orElseThrow(
              () -> new StatementException("unknown database '" + name.replace("'", "''") + "'"));
    }

    private List<Cell> hidden(Optional<String> argument, Optional<String> schema) {
      List<Cell> cells = new ArrayList<>();
      for (String parameter : parameters) {
        Cell cell = new Cell();
        cell.setObject((parameter.equals("arg") ? argument : schema).orElse(null));
        cells.add(cell);
      }
      return cells;
    }
  }

  /** The rows of a pragma with the hidden columns behind them. */
  private record WithArguments(Run rows, int columns, List<Cell> hidden) implements Run {
    @Override
    public boolean next() {
      return rows.next();
    }

    @Override
    public Cell cell(int column) {
      return column < columns ? rows.cell(column) : hidden.get(column - columns);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
