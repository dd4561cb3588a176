package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.Limit;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * Binds the queries and expressions of one statement. Everything that one statement needs is bound
 * by one binder, so that the numbers of sources are unique. Used by one thread.
 */
public final class Binder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final @Nullable Scope outer;

  /** A binder for one statement; the spans of what is bound count in the context's text. */
  public Binder(CompileContext context) {
    this(new BindEnvironment(context, NameLog.NONE), BindContext.of(context.text()), null);
  }

  /** The same, telling somebody of every name that means a table or a column of one. */
  public Binder(CompileContext context, Consumer<NameUse> names) {
    this(new BindEnvironment(context, new NameLog(names)), BindContext.of(context.text()), null);
  }

  private Binder(BindEnvironment environment, BindContext context, @Nullable Scope outer) {
    this.environment = environment;
    this.context = context;
    this.outer = outer;
  }

  /**
   * The same statement where its trees come from another text: a definition.
   *
   * @param schema the schema name of the database that it is in; those of temp are trusted
   */
  public Binder inDefinition(String text, String schema) {
    return new Binder(environment, BindContext.ofDefinition(text, isInFile(schema)), null);
  }

  private static boolean isInFile(String schema) {
    return !schema.equalsIgnoreCase("temp");
  }

  /**
   * Fails where a definition calls a function that only the application's own statements may call;
   * without {@code PRAGMA trusted_schema} that is all that are not known to be harmless.
   *
   * @param schema the schema name of the database that it is in
   * @param offset where the call is
   */
  public static void requireSafe(
      FunctionDefinition function, String name, String schema, Settings settings, int offset) {
    if (isInFile(schema)) {
      requireSafe(function, name, settings, offset);
    }
  }

  static void requireSafe(FunctionDefinition function, String name, Settings settings, int offset) {
    if (function.has(FunctionTrait.DIRECT_ONLY)
        || !function.has(FunctionTrait.INNOCUOUS) && !settings.trustedSchema()) {
      throw new StatementException("unsafe use of " + name + "()", offset);
    }
  }

  /**
   * The same statement inside a trigger that it fires.
   *
   * @param onlyDatabase the one database in which tables are looked up; empty for any
   * @param rows what OLD and NEW are, by these names
   */
  public Binder inTrigger(String text, OptionalInt onlyDatabase, List<BoundSource.Row> rows) {
    Scope scope = Scope.ofTrigger(environment.nextNumber());
    for (BoundSource.Row row : rows) {
      Scope.Item item = TableBinder.tableItem(environment, row, "", row.table(), row.name());
      List<OutputColumn> columns = new ArrayList<>();
      for (int i = 0; i < item.columns().size(); i++) {
        // Only the rowid is compared with an affinity; values are as they are stored anyway.
        boolean isRowid = i == row.table().rowidAlias();
        columns.add(item.columns().get(i).ofTrigger(isRowid));
      }
      scope.add(new Scope.Item(row, item.key(), Optional.empty(), columns, item.rowid()));
    }
    return new Binder(environment, BindContext.ofTrigger(text, onlyDatabase), scope);
  }

  /** The same with the tables of a WITH clause: that of an INSERT, UPDATE or DELETE. */
  public Binder with(Optional<With> with) {
    return with.isEmpty()
        ? this
        : new Binder(environment, context.with(context.tables().with(with.get())), outer);
  }

  /** Binds a query. */
  public BoundQuery select(Select select) {
    return new SelectBinder(environment, context, outer).bind(select);
  }

  /** Binds the query that a table is made of. */
  public BoundQuery definition(Select select) {
    return SelectBinder.ofDefinition(environment, context, outer).bind(select);
  }

  /** Binds the query of a view, whose tables are looked up where the view is. */
  public BoundQuery definition(ViewDefinition view, int database) {
    OptionalInt only =
        database == SchemaScopes.TEMP ? OptionalInt.empty() : OptionalInt.of(database);
    BindContext inside = context.inView(view.sql(), only, view);
    return new SelectBinder(environment, inside, null).bind(view.query());
  }

  /** The columns of a view, by the names that it gives them. */
  public List<OutputColumn> columns(ViewDefinition view) {
    return TableBinder.columns(
        view, SelectBinder.ofDefinition(environment, context, outer).bind(view.query()));
  }

  /** Makes a source of one row of a table, which the runner supplies: OLD, NEW, excluded. */
  public BoundSource.Row row(TableDefinition table, String name) {
    return new BoundSource.Row(environment.nextNumber(), name, table);
  }

  /** Binds expressions that can name the columns of the given rows, and nothing else. */
  public RowBinder over(List<BoundSource.Row> rows, String schema) {
    return new RowBinder(environment, context, rows, schema, outer);
  }

  /**
   * Binds the expressions of ON CONFLICT: a bare column name is the table's, {@code excluded} must
   * be said.
   */
  public RowBinder over(BoundSource.Row row, BoundSource.Row excluded, String schema) {
    return new RowBinder(environment, context, row, excluded, schema, outer);
  }

  /** Binds an expression without columns. */
  public BoundExpr constant(Expr expr) {
    return over(List.of(), "").bind(expr);
  }

  /**
   * Binds "the rows to change" of an UPDATE or DELETE as a query: one row for each row of the table
   * that is to change, with its rowid (or, without rowid, its key columns), then the values.
   */
  public BoundQuery rowsToChange(ChangeScan scan) {
    return new ChangeScanBinder(environment, context, outer).bind(scan);
  }

  /**
   * What decides which rows of a table change.
   *
   * @param schema the schema name of the table's database
   * @param alias what the statement calls the table
   * @param from the FROM clause of UPDATE
   * @param assignments whose values are further result columns, after the key
   * @param limits which of the rows found are meant
   */
  public record ChangeScan(
      BoundSource.Table target,
      String schema,
      String alias,
      Optional<From> from,
      Optional<Expr> where,
      List<Assignment> assignments,
      Limits limits) {
    /** Copies the list. */
    public ChangeScan {
      assignments = List.copyOf(assignments);
    }
  }

  /** ORDER BY and LIMIT of an UPDATE or DELETE. */
  public record Limits(List<OrderingTerm> orderBy, Optional<Limit> limit) {
    /** Where every row found is meant. */
    public static final Limits NONE = new Limits(List.of(), Optional.empty());

    /** Copies the list. */
    public Limits {
      orderBy = List.copyOf(orderBy);
    }

    /**
     * Those of a statement.
     *
     * @param statement its first word
     */
    public static Limits of(String statement, List<OrderingTerm> orderBy, Optional<Limit> limit) {
      if (limit.isEmpty() && !orderBy.isEmpty()) {
        throw new StatementException(
            "ORDER BY without LIMIT on " + statement, orderBy.getFirst().span().start());
      }
      return new Limits(orderBy, limit);
    }
  }

  /** Binds "the rows to change" of a view: all its columns, then the values. */
  public BoundQuery rowsToChange(ViewScan scan) {
    return new ChangeScanBinder(environment, context, outer).bind(scan);
  }

  /** What decides which rows of a view change; the parts are those of {@link ChangeScan}. */
  public record ViewScan(
      SchemaScopes.Found found,
      ViewDefinition view,
      Optional<From> from,
      Optional<Expr> where,
      List<Assignment> assignments,
      Limits limits) {
    /** Copies the list. */
    public ViewScan {
      assignments = List.copyOf(assignments);
    }
  }

  /** What the rows of a view look like, as if it were a table. */
  public TableDefinition rowsOf(SchemaScopes.Found found, ViewDefinition view) {
    List<OutputColumn> columns =
        new TableBinder(environment, context, null).view(found, view, view.name(), -1).columns();
    return TableDefinition.ofView(view, columns.stream().map(Binder::viewColumn).toList());
  }

  private static TableDefinition.ViewColumn viewColumn(OutputColumn column) {
    return new TableDefinition.ViewColumn(
        column.name(),
        column.origin().map(OutputColumn.Origin::declaredType).orElse(""),
        column.affinity().orElse(Affinity.BLOB),
        column.collation().map(Collation::name).orElse(Collations.BINARY.name()));
  }

  /** Makes the source of a table that an UPDATE or DELETE changes. */
  public BoundSource.Table target(
      int database, TableDefinition table, String alias, org.braiddb.sql.ast.IndexHint hint) {
    return TableBinder.source(
        environment, environment.schemas().scope(database), table, alias, hint);
  }

  /** The values and names of a RETURNING clause. */
  public record Returning(List<BoundExpr> values, List<OutputColumn> columns) {
    /** Copies the lists. */
    public Returning {
      values = List.copyOf(values);
      columns = List.copyOf(columns);
    }

    static Returning of(List<OrderBinder.Result> results) {
      List<BoundExpr> values = new ArrayList<>();
      List<OutputColumn> columns = new ArrayList<>();
      for (OrderBinder.Result result : results) {
        values.add(result.value());
        columns.add(result.column());
      }
      return new Returning(values, columns);
    }
  }

  /** Binds RETURNING over a row. */
  public Returning returning(List<ResultColumn> columns, BoundSource.Row row, String schema) {
    return over(List.of(row), schema).returning(columns);
  }
}
