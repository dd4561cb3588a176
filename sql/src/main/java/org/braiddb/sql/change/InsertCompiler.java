package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.DeepWalk;
import org.braiddb.sql.bind.SourceWalk;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Settings;
import org.jspecify.annotations.Nullable;

/** Compiles INSERT. */
final class InsertCompiler {
  private final Insert statement;
  private final ChangeCompiler compiler;
  private final StatementExpressions expressions;
  private final Optional<ConflictAction> conflict;
  private final boolean isStatement;
  private final ChangeTarget target;
  private final TableDefinition table;
  private final int[] places;
  private int rowidPlace = -1;

  InsertCompiler(Insert statement, ChangeSite site) {
    this.statement = statement;
    this.compiler = site.compiler();
    this.expressions = site.expressions();
    this.isStatement = site.isStatement();
    this.conflict = site.conflict(statement.orAction());
    this.target = ChangeTarget.find(statement.table(), site);
    this.table = target.table();
    this.places = new int[table.columns().size()];
  }

  ChangeAction compile() {
    compiler.inserts(table);
    Returning returning = expressions.returning(statement.returning(), target);
    RowEvents events =
        compiler
            .triggers()
            .events(
                target.database(),
                table,
                CreateTrigger.Event.INSERT,
                Optional.empty(),
                conflict,
                returning);
    target.requireTriggers(events);
    Optional<BoundQuery> query = statement.source().map(expressions.binder()::select);
    Optional<RowQuery> source = query.map(expressions::query);
    int width = placeColumns(source.map(RowQuery::columnCount).orElse(-1));
    source.ifPresent(rows -> requireWidth(rows.columnCount(), width));
    if (source.isEmpty() && !statement.columns().isEmpty()) {
      requireWidth(0, width);
    }
    if (target.isView()) {
      return viewAction(source, events);
    }
    RowImage row = new RowImage(table);
    RowImage existing = new RowImage(table);
    List<UpsertClause> upserts = upserts(row, existing, returning);
    RowPlan plan =
        RowPlan.forInsert(
            compiler, target.database(), table, conflict, events, upserts, isRowidGiven());
    boolean buffered =
        query.isPresent()
            && !isSingleValues()
            && (events.hasTriggers() || readsTarget(query.get()));
    boolean isSingleRow = isSingleRow(plan);
    boolean plain = isSingleRow && isPlain(plan);
    Settings settings = compiler.context().settings();
    if (settings.foreignKeys()) {
      SchemaScopes.Scope scope = compiler.schemas().scope(target.database());
      ForeignKeys.validateInsert(scope, table, isSingleRow, settings.deferForeignKeys());
    }
    boolean lasting = query.isPresent() && isLasting(plan, buffered);
    boolean together =
        isStatement && !isSingleRow && query.isPresent() && goTogether(plan, query.get());
    return new InsertAction(
        together ? plan.insertedTogether() : plan,
        new InsertSource(source.orElse(null), buffered, lasting, places, rowidPlace),
        isSingleRow,
        plain,
        lasting && !buffered ? copy(plan, query.orElseThrow()).orElse(null) : null,
        row,
        existing);
  }

  /**
   * Whether rows can wait for one another: nothing has to be checked or told of them but their own
   * columns, they get new rowids, and nobody asks for the last one's in between.
   */
  private boolean goTogether(RowPlan plan, BoundQuery rows) {
    return plan.events().isEmpty()
        && plan.upserts().isEmpty()
        && table.hasRowid()
        && !table.autoincrement()
        && !isRowidGiven()
        && RecordCopy.mayInto(plan.program())
        && plan.program().indexes().isEmpty()
        && !compiler.keepsForeignKeys(target.database(), table)
        && IntStream.range(0, places.length)
            .allMatch(column -> places[column] >= 0 || RecordCopy.hasFixedDefault(table, column))
        && !asksForState(rows);
  }

  /** Whether a query calls what may answer otherwise after each row. */
  private static boolean asksForState(BoundQuery rows) {
    boolean[] asks = {false};
    DeepWalk.of(
        rows,
        expr -> {
          asks[0] |=
              expr instanceof BoundExpr.Call call && !call.function().isConstantInStatement();
          return !asks[0];
        });
    return asks[0];
  }

  /** How the records of a query's rows are copied; empty where rows must be made of values. */
  private Optional<RecordCopy> copy(RowPlan plan, BoundQuery rows) {
    boolean alone = plan.events().isEmpty() && !compiler.keepsForeignKeys(target.database(), table);
    return alone && rowidPlace < 0 && RecordCopy.mayInto(plan.program())
        ? RecordCopy.of(rows, plan.program(), places, looks(plan.upserts()))
        : Optional.empty();
  }

  private static Set<Integer> looks(List<UpsertClause> upserts) {
    Set<Integer> looks = new HashSet<>();
    upserts.forEach(upsert -> looks.addAll(upsert.looks()));
    return looks;
  }

  /**
   * Whether the bytes of a source's row stay until the row is written: nothing but the target and
   * its entries changes until then, and what reads the target is read as a whole first.
   */
  private boolean isLasting(RowPlan plan, boolean buffered) {
    return buffered
        || !plan.events().hasTriggers()
            && !plan.watchesReplaced()
            && plan.upserts().stream().noneMatch(this::setsOffChanges);
  }

  private boolean setsOffChanges(UpsertClause clause) {
    UpsertClause.Update update = clause.update();
    return update != null
        && (update.plan().events().hasTriggers()
            || compiler.keepsForeignKeys(target.database(), table));
  }

  private ChangeAction viewAction(Optional<RowQuery> source, RowEvents events) {
    if (!statement.upserts().isEmpty()) {
      throw new StatementException("cannot UPSERT a view");
    }
    return new ViewInsertAction(
        new InsertSource(source.orElse(null), source.isPresent(), false, places, -1),
        events,
        new RowImage(table));
  }

  private boolean readsTarget(BoundQuery query) {
    boolean[] reads = {false};
    SourceWalk.ofQuery(query, source -> reads[0] |= target.isReadBy(source));
    return reads[0];
  }

  /**
   * Whether it is one row, which goes in or does not: nothing else is changed that might mend a
   * foreign key. RETURNING counts as a change, as in SQLite.
   */
  private boolean isSingleRow(RowPlan plan) {
    return isStatement
        && (statement.source().isEmpty() || isSingleValues())
        && plan.events().isEmpty()
        && Arrays.stream(plan.order()).noneMatch(constraint -> mayMend(plan, constraint));
  }

  /** Whether what a clash in a constraint does may change more than the row. */
  private boolean mayMend(RowPlan plan, int constraint) {
    if (constraint == UpsertClause.KEY && table.hasRowid() && !isRowidGiven()) {
      return false; // the engine chooses one that does not clash
    }
    UpsertClause clause = plan.upsert(constraint);
    if (clause == null) {
      return plan.action(constraint) == ConflictAction.REPLACE;
    }
    if (!(clause.update() instanceof UpsertClause.Update update)) {
      return false;
    }
    SchemaCatalog catalog = compiler.schemas().scope(target.database()).catalog();
    return !update.plan().events().isEmpty()
        || ForeignKeys.concernsUpdate(catalog, table, update.columns());
  }

  private boolean isRowidGiven() {
    return rowidPlace >= 0 || (table.rowidAlias() >= 0 && places[table.rowidAlias()] >= 0);
  }

  /** Whether nothing is replaced, computed or looked at once the row is written. */
  private boolean isPlain(RowPlan plan) {
    SchemaCatalog catalog = compiler.schemas().scope(target.database()).catalog();
    return plan.upserts().isEmpty()
        && !table.autoincrement()
        && !ForeignKeys.concerns(catalog, table)
        && plan.program().indexes().stream().noneMatch(IndexProgram::needsImage)
        && !plan.replaces();
  }

  private boolean isSingleValues() {
    return statement.source().isPresent()
        && statement.source().get().compounds().isEmpty()
        && statement.source().get().first() instanceof SelectCore.Values values
        && values.rows().size() == 1;
  }

  // ---- columns

  /** Decides which column of the source goes where; returns how many the source must have. */
  private int placeColumns(int sourceWidth) {
    Arrays.fill(places, -1);
    if (statement.columns().isEmpty()) {
      int next = 0;
      for (TableColumn column : table.columns()) {
        if (column.generated().isEmpty()) {
          places[column.index()] = sourceWidth < 0 ? -1 : next++;
        }
      }
      return next;
    }
    int next = 0;
    for (Name name : statement.columns()) {
      place(name, next++);
    }
    return next;
  }

  private void place(Name name, int place) {
    Optional<TableColumn> column = table.column(name.text());
    if (column.isPresent()) {
      if (column.get().generated().isPresent()) {
        throw new StatementException(
            "cannot INSERT into generated column \"" + column.get().name() + "\"",
            name.span().start());
      }
      // Of a column listed twice the first counts; of the rowid the last.
      if (places[column.get().index()] < 0 || column.get().index() == table.rowidAlias()) {
        places[column.get().index()] = place;
      }
    } else if (table.isRowidName(name.text())) {
      if (table.rowidAlias() >= 0) {
        places[table.rowidAlias()] = place;
      } else {
        rowidPlace = place;
      }
    } else {
      throw new StatementException(
          "table " + statement.table() + " has no column named " + name.text(),
          name.span().start());
    }
  }

  private void requireWidth(int given, int wanted) {
    if (given == wanted) {
      return;
    }
    throw new StatementException(
        statement.columns().isEmpty()
            ? "table "
                + table.name()
                + " has "
                + wanted
                + " columns but "
                + given
                + " values were supplied"
            : given + " values for " + wanted + " columns");
  }

  // ---- ON CONFLICT

  private List<UpsertClause> upserts(
      RowImage row, RowImage existing, @Nullable Returning returning) {
    List<UpsertClause> clauses = new ArrayList<>();
    if (statement.upserts().isEmpty()) {
      return clauses;
    }
    String name = statement.alias().map(Name::text).orElse(table.name());
    BoundSource.Row tableRow = expressions.row(existing, name);
    BoundSource.Row excluded = expressions.row(row, "excluded");
    // A bare column name is the existing row's; only "excluded." reaches the other.
    StatementExpressions.RowScope scope =
        expressions.upsertScope(target.schema(), tableRow, excluded);
    int[] constraints = constraints(expressions.scope(target.schema(), List.of(tableRow)));
    for (int i = 0; i < constraints.length; i++) {
      int constraint = constraints[i];
      if (clauses.stream().noneMatch(earlier -> earlier.constraint() == constraint)) {
        // As in SQLite nobody looks into a clause that comes too late to apply.
        clauses.add(upsert(statement.upserts().get(i), constraint, scope, returning));
      }
    }
    return clauses;
  }

  private int[] constraints(StatementExpressions.RowScope scope) {
    int[] constraints = new int[statement.upserts().size()];
    for (int i = 0; i < constraints.length; i++) {
      Insert.Upsert upsert = statement.upserts().get(i);
      upsert.target().forEach(term -> scope.requireNames(term.value()));
      upsert.targetWhere().ifPresent(scope::requireNames);
      constraints[i] = upsert.target().isEmpty() ? UpsertClause.ANY : constraint(upsert, i);
    }
    return constraints;
  }

  private UpsertClause upsert(
      Insert.Upsert upsert,
      int constraint,
      StatementExpressions.RowScope scope,
      @Nullable Returning returning) {
    if (upsert.doNothing()) {
      return UpsertClause.nothing(constraint);
    }
    List<RowExpression> values = new ArrayList<>();
    for (Assignment assignment : upsert.assignments()) {
      values.addAll(scope.compileAssigned(assignment));
    }
    List<Integer> columns = Assignments.columns(upsert.assignments(), table);
    RowExpression where = upsert.where().map(scope::condition).orElse(null);
    RowPlan plan = upsertPlan(upsert, columns, returning);
    List<Expr> readers = new ArrayList<>();
    upsert.assignments().forEach(assignment -> readers.add(assignment.value()));
    upsert.where().ifPresent(readers::add);
    Set<Integer> looks = UsedColumns.of(readers, table);
    RowPatch patch =
        plan.cannotClash() && plan.concernsEntriesOnly(compiler, columns)
            ? RowPatch.of(plan.program(), columns, looks)
            : null;
    return new UpsertClause(
        constraint, new UpsertClause.Update(columns, values, where, plan, patch, looks));
  }

  /** In DO UPDATE every violation aborts, whatever the clauses say. */
  private RowPlan upsertPlan(
      Insert.Upsert upsert, List<Integer> columns, @Nullable Returning returning) {
    Optional<ConflictAction> abort = Optional.of(ConflictAction.ABORT);
    RowEvents events =
        compiler
            .triggers()
            .events(
                target.database(),
                table,
                CreateTrigger.Event.UPDATE,
                Optional.of(Assignments.names(upsert.assignments())),
                abort,
                returning);
    compiler.followForeignKeys(target.database(), table, CreateTrigger.Event.UPDATE, columns);
    return RowPlan.forUpdate(compiler, target.database(), table, abort, events, columns);
  }

  /** Finds the unique constraint that a conflict target names. */
  private int constraint(Insert.Upsert upsert, int number) {
    List<OrderingTerm> terms = upsert.target();
    for (OrderingTerm term : terms) {
      requireColumn(term.value());
    }
    if (table.hasRowid() && terms.size() == 1 && isRowid(terms.getFirst().value())) {
      return UpsertClause.KEY;
    }
    for (int i = table.indexes().size() - 1; i >= 0; i--) { // of several the one made last
      IndexDefinition index = table.indexes().get(i);
      if (index.unique()
          && matches(index.keyColumns(), terms)
          && UpsertTargets.covers(index, upsert.targetWhere())) {
        return i;
      }
    }
    if (table.clusteredKey().isPresent() && matches(table.clusteredKey().get().columns(), terms)) {
      return UpsertClause.KEY;
    }
    String which = statement.upserts().size() == 1 ? "" : ordinal(number + 1) + " ";
    throw new StatementException(
        which + "ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint");
  }

  private static String ordinal(int number) {
    boolean teen = number / 10 % 10 == 1;
    return number
        + switch (teen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }

  private void requireColumn(Expr value) {
    if (value instanceof Expr.Column column
        && column.table().isEmpty()
        && table.column(column.name().text()).isEmpty()
        && !isRowid(value)) {
      throw new StatementException("no such column: " + column.name().text(), value.span().start());
    }
  }

  private boolean isRowid(Expr value) {
    return value instanceof Expr.Column column
        && column.table().isEmpty()
        && (table.isRowidName(column.name().text())
            || (table.rowidAlias() >= 0
                && NameKey.of(column.name().text())
                    .equals(NameKey.of(table.columns().get(table.rowidAlias()).name()))));
  }

  private boolean matches(List<IndexColumn> key, List<OrderingTerm> terms) {
    if (key.size() != terms.size()) {
      return false;
    }
    for (IndexColumn column : key) {
      if (terms.stream().noneMatch(term -> UpsertTargets.names(term.value(), column, table))) {
        return false;
      }
    }
    return true;
  }
}
