package org.braiddb.sql.pragma;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.SchemaStatistics;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.change.schema.AnalyzeCompiler;
import org.braiddb.sql.change.schema.AnalyzeCompiler.TableInDatabase;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;

/**
 * {@code PRAGMA optimize}: ANALYZE of the tables that need it. Those are tables that have an index
 * without statistics and at least a row, and tables that have ten times as many rows as they had
 * when they were analyzed, or a tenth. SQLite looks at the latter only where this connection has
 * used their statistics; here every table with statistics is looked at.
 *
 * <p>Source: SQLite, "PRAGMA optimize".
 */
final class OptimizePragma {
  private static final int DEFAULT_MASK = 0xfffe;

  /** Says what would be done instead of doing it. */
  private static final int ONLY_TELL = 0x01;

  private static final int ANALYZE = 0x02;

  /** Looks at no more than so many entries of an index. */
  private static final int LIMITED = 0x10;

  private static final int LIMIT = 2000;

  /** Looks at tables that were never analyzed too. */
  private static final int ALL_TABLES = 0x10000;

  /** How many rows SQLite takes a table for that was never analyzed. */
  private static final double UNKNOWN_ROWS = 1_048_576;

  private static final double GROWN = 10;

  private OptimizePragma() {}

  /** ANALYZE as an answer without rows. */
  private record Analysis(Program analyze, List<ProgramColumn> columns) implements Program {
    @Override
    public Set<Integer> reads() {
      return analyze.reads();
    }

    @Override
    public Set<Integer> writes() {
      return analyze.writes();
    }

    @Override
    public boolean changesSchema() {
      return analyze.changesSchema();
    }

    @Override
    public Run start(RunContext context) {
      return analyze.start(context);
    }
  }

  static Program compile(PragmaCall call) {
    int mask = call.argument().isPresent() ? call.integer(0) : DEFAULT_MASK;
    List<SchemaScopes.Scope> scopes =
        call.scope().map(List::of).orElse(call.context().schemas().scopes());
    List<TableInDatabase> candidates = (mask & ANALYZE) == 0 ? List.of() : in(scopes, mask);
    if (candidates.isEmpty()) {
      return PragmaProgram.answering(new Answer(), call.name());
    }
    Set<Integer> databases =
        candidates.stream().map(table -> table.scope().database()).collect(Collectors.toSet());
    if ((mask & ONLY_TELL) == 0) {
      return new Analysis(
          AnalyzeCompiler.ofTables(
              databases, (mask & LIMITED) == 0 ? 0 : LIMIT, run -> needy(candidates, run)),
          List.of(ProgramColumn.named(call.name())));
    }
    return PragmaProgram.reading(
        databases,
        run -> {
          Answer answer = new Answer();
          needy(candidates, run).forEach(table -> answer.add(statement(table)));
          return answer;
        },
        call.name());
  }

  private static List<TableInDatabase> in(List<SchemaScopes.Scope> scopes, int mask) {
    List<TableInDatabase> tables = new ArrayList<>();
    for (SchemaScopes.Scope scope : scopes) {
      for (Relation relation : scope.catalog().relations()) {
        if (scope.database() != SchemaScopes.TEMP
            && relation instanceof TableDefinition table
            && !NameKey.of(table.name()).startsWith("sqlite_")
            && isLookedAt(scope.catalog().statistics(), table, mask)) {
          tables.add(new TableInDatabase(scope, table));
        }
      }
    }
    return tables;
  }

  private static boolean isLookedAt(SchemaStatistics known, TableDefinition table, int mask) {
    return (mask & ALL_TABLES) != 0
        || known.rows(table.name()).isPresent()
        || isIndexUnknown(known, table);
  }

  private static boolean isIndexUnknown(SchemaStatistics known, TableDefinition table) {
    return table.indexes().stream()
        .anyMatch(index -> index.where().isEmpty() && known.index(index.name()).isEmpty());
  }

  private static List<TableInDatabase> needy(List<TableInDatabase> candidates, RunContext run) {
    return candidates.stream().filter(table -> needsAnalysis(table, run)).toList();
  }

  private static boolean needsAnalysis(TableInDatabase table, RunContext run) {
    SchemaStatistics known = table.scope().catalog().statistics();
    long rows = run.transaction(table.scope().database()).count(table.table().tree());
    if (isIndexUnknown(known, table.table())) {
      return rows > 0;
    }
    Optional<Double> before = known.rows(table.table().name());
    double recorded = before.orElse(UNKNOWN_ROWS);
    return rows * GROWN < recorded || rows > recorded * GROWN;
  }

  private static String statement(TableInDatabase table) {
    return "ANALYZE " + quoted(table.scope().name()) + "." + quoted(table.table().name());
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
