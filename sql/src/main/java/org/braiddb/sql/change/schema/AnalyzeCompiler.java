package org.braiddb.sql.change.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.braiddb.sql.ast.Analyze;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.Settings;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.KeyOrder;

/**
 * ANALYZE: counts the different keys of indexes and writes the table {@code sqlite_stat1}, which is
 * made where it is not there. Every entry of every index is looked at, or as many of each as {@code
 * PRAGMA analysis_limit} says.
 */
public final class AnalyzeCompiler {
  private final CompileContext context;

  private AnalyzeCompiler(CompileContext context) {
    this.context = context;
  }

  /**
   * What is analyzed in a database.
   *
   * @param table one table only
   * @param index one index of it only
   */
  private record Job(
      SchemaScopes.Scope scope, Optional<TableDefinition> table, Optional<IndexDefinition> index) {
    static Job all(SchemaScopes.Scope scope) {
      return new Job(scope, Optional.empty(), Optional.empty());
    }
  }

  /** Compiles the statement. */
  public static Program compile(Analyze statement, CompileContext context) {
    List<Job> jobs = new AnalyzeCompiler(context).jobs(statement);
    Set<Integer> databases = new HashSet<>();
    jobs.forEach(job -> databases.add(job.scope().database()));
    int first = jobs.getFirst().scope().database();
    return new AlterProgram(first, databases, run -> jobs.forEach(job -> run(job, run)));
  }

  /**
   * What {@code PRAGMA optimize} does: ANALYZE of single tables.
   *
   * @param databases those in which the tables are
   * @param limit how many entries of an index are looked at, unless the connection's {@code
   *     analysis_limit} is less; 0 for what that says
   * @param tables chooses them when it is run, by how many rows they have
   */
  public static Program ofTables(
      Set<Integer> databases, int limit, Function<RunContext, List<TableInDatabase>> tables) {
    return new AlterProgram(
        databases.iterator().next(), databases, run -> analyze(tables.apply(run), limit, run));
  }

  private static void analyze(List<TableInDatabase> tables, int limit, RunContext run) {
    Settings settings = run.settings();
    int before = settings.bound(IndexStatistics.LIMIT);
    settings.setBound(
        IndexStatistics.LIMIT,
        limit == 0 || before == 0 ? Math.max(limit, before) : Math.min(limit, before));
    try {
      for (TableInDatabase table : tables) {
        run(new Job(table.scope(), Optional.of(table.table()), Optional.empty()), run);
      }
    } finally {
      settings.setBound(IndexStatistics.LIMIT, before);
    }
  }

  /** A table that is analyzed. */
  public record TableInDatabase(SchemaScopes.Scope scope, TableDefinition table) {}

  private List<Job> jobs(Analyze statement) {
    if (statement.target().isEmpty()) {
      return context.schemas().scopes().stream()
          .filter(scope -> scope.database() != SchemaScopes.TEMP)
          .map(Job::all)
          .toList();
    }
    QualifiedName name = statement.target().get();
    if (name.schema().isEmpty()) {
      Optional<SchemaScopes.Scope> schema = context.schemas().scope(name.name().text());
      if (schema.isPresent()) {
        return List.of(Job.all(schema.get()));
      }
    }
    return List.of(object(name));
  }

  private Job object(QualifiedName name) {
    Targets targets = new Targets(context.schemas());
    name.schema().ifPresent(targets::named);
    Optional<Targets.FoundIndex> index = targets.findIndex(name);
    if (index.isPresent()) {
      return new Job(
          index.get().scope(), Optional.of(index.get().table()), Optional.of(index.get().index()));
    }
    SchemaScopes.Found found =
        targets.find(name).orElseThrow(() -> new StatementException("no such table: " + name));
    Optional<TableDefinition> table =
        found.relation() instanceof TableDefinition definition
            ? Optional.of(definition)
            : Optional.empty();
    // Of a view there is nothing to count.
    return new Job(found.scope(), table, Optional.empty());
  }

  private static void run(Job job, RunContext run) {
    int database = job.scope().database();
    Transaction transaction = run.transaction(database);
    StatisticsTables tables = new StatisticsTables(job.scope(), transaction);
    Optional<Tree.Table> known = StatisticsTables.tree(job.scope());
    Tree.Table tree = known.orElseGet(() -> create(run, database));
    if (job.index().isPresent()) {
      tables.forgetIndex(job.index().get().name());
    } else if (job.table().isPresent()) {
      tables.forgetTable(job.table().get().name());
    } else {
      tables.clear();
    }
    Statistician statistician = new Statistician(transaction, tables, tree, run);
    if (job.table().isPresent()) {
      statistician.analyze(job.table().get(), job.index());
    } else {
      for (Relation relation : job.scope().catalog().relations()) {
        if (relation instanceof TableDefinition table) {
          statistician.analyze(table, Optional.empty());
        }
      }
    }
    run.schemaChanged(database); // what this connection plans with is read anew
  }

  private static Tree.Table create(RunContext run, int database) {
    SchemaWriter writer = new SchemaWriter(run, database);
    long root = writer.transaction().createTree(TreeKind.TABLE);
    writer.add("table", StatisticsTables.NAME, StatisticsTables.NAME, root, StatisticsTables.SQL);
    writer.finish();
    return new Tree.Table(root, StatisticsTables.NAME);
  }

  /** Writes what it finds about tables. */
  private record Statistician(
      Transaction transaction, StatisticsTables tables, Tree.Table target, RunContext run) {
    void analyze(TableDefinition table, Optional<IndexDefinition> only) {
      if (AddColumnCompiler.isReserved(table)) {
        return;
      }
      boolean counted = false;
      for (IndexDefinition index : table.indexes().reversed()) {
        if (index.tree().isEmpty() || only.filter(o -> !isSame(o, index)).isPresent()) {
          continue;
        }
        counted |= index.where().isEmpty();
        Tree.Index tree = index.tree().get();
        int columns = index.keyColumns().size();
        boolean written = write(table, index.name(), tree, tree.order(), columns);
        if (!written && index.where().isPresent()) {
          // That a partial index covers nothing is worth knowing.
          tables.add(target, table.name(), index.name(), "0" + " 0".repeat(columns));
        }
      }
      if (only.isPresent()) {
        return;
      }
      if (table.tree() instanceof Tree.Clustered clustered) {
        KeyOrder key = clustered.key();
        write(table, table.name(), clustered, key, key.columns().size());
      } else if (!counted) {
        long rows = transaction.count(table.tree());
        if (rows > 0) {
          tables.add(target, table.name(), null, Long.toString(rows));
        }
      }
    }

    private static boolean isSame(IndexDefinition one, IndexDefinition other) {
      return NameKey.of(one.name()).equals(NameKey.of(other.name()));
    }

    private boolean write(
        TableDefinition table, String index, Tree tree, KeyOrder order, int columns) {
      Optional<String> text = IndexStatistics.of(transaction, tree, order, columns, run);
      text.ifPresent(found -> tables.add(target, table.name(), index, found));
      return text.isPresent();
    }
  }
}
