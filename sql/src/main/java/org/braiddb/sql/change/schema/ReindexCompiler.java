package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Reindex;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.change.IndexBuilder;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;

/** REINDEX: empties indexes and fills them again from the rows of their tables. */
public final class ReindexCompiler {
  private static final String UNKNOWN = "unable to identify the object to be reindexed";

  private final CompileContext context;
  private final Targets targets;
  private final List<Job> jobs = new ArrayList<>();

  private ReindexCompiler(CompileContext context) {
    this.context = context;
    targets = new Targets(context.schemas());
  }

  private record Job(SchemaScopes.Scope scope, TableDefinition table, IndexDefinition index) {}

  /** Compiles the statement. */
  public static Program compile(Reindex statement, CompileContext context) {
    ReindexCompiler compiler = new ReindexCompiler(context);
    compiler.find(statement);
    if (compiler.jobs.isEmpty()) {
      return SchemaProgram.nothing(SchemaScopes.MAIN);
    }
    Set<Integer> databases = new HashSet<>();
    compiler.jobs.forEach(job -> databases.add(job.scope().database()));
    int first = compiler.jobs.getFirst().scope().database();
    return new AlterProgram(
        first, databases, run -> compiler.jobs.forEach(job -> compiler.rebuild(job, run)));
  }

  private void find(Reindex statement) {
    if (statement.target().isEmpty()) {
      addAll((table, index) -> true);
      return;
    }
    QualifiedName name = statement.target().get();
    String text = name.name().text();
    if (name.schema().isEmpty()) {
      if (NameKey.of(text).equals("expressions")) {
        addAll(
            (table, index) -> columns(index).anyMatch(column -> column.expression().isPresent()));
        return;
      }
      if (context.collations().find(text).isPresent()) {
        addAll((table, index) -> columns(index).anyMatch(column -> isOrderedBy(column, text)));
        return;
      }
    }
    if (!addTable(name) && !addIndex(name)) {
      throw new StatementException(UNKNOWN);
    }
  }

  private static Stream<IndexColumn> columns(IndexDefinition index) {
    return Stream.concat(index.keyColumns().stream(), index.suffixColumns().stream());
  }

  private static boolean isOrderedBy(IndexColumn column, String collation) {
    return column.column() >= 0 && column.collation().equalsIgnoreCase(collation);
  }

  private void addAll(BiPredicate<TableDefinition, IndexDefinition> wanted) {
    for (SchemaScopes.Scope scope : context.schemas().scopes()) {
      for (Relation relation : scope.catalog().relations()) {
        if (relation instanceof TableDefinition table) {
          add(scope, table, wanted);
        }
      }
    }
  }

  private void add(
      SchemaScopes.Scope scope,
      TableDefinition table,
      BiPredicate<TableDefinition, IndexDefinition> wanted) {
    for (IndexDefinition index : table.indexes()) {
      if (wanted.test(table, index)) {
        jobs.add(new Job(scope, table, index));
      }
    }
  }

  private boolean addTable(QualifiedName name) {
    name.schema().ifPresent(targets::named);
    Optional<SchemaScopes.Found> found = targets.find(name);
    if (found.isPresent() && found.get().relation() instanceof TableDefinition table) {
      add(found.get().scope(), table, (t, index) -> true);
    }
    return found.isPresent();
  }

  private boolean addIndex(QualifiedName name) {
    Optional<Targets.FoundIndex> found = targets.findIndex(name);
    found.ifPresent(index -> jobs.add(new Job(index.scope(), index.table(), index.index())));
    return found.isPresent();
  }

  private void rebuild(Job job, RunContext run) {
    IndexDefinition index = job.index();
    run.transaction(job.scope().database())
        .clearTree(
            index
                .tree()
                .orElseThrow(() ->
                    new StatementException(
                        "index " + index.name() + " has a collation that is not known")));
    IndexBuilder.build(index, job.table(), job.scope(), context, run);
  }
}
