package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/** Makes a program of INSERT. */
public final class InsertCompiler {
  private final CompileContext context;
  private final Insert statement;
  private final StatementExpressions expressions;
  private final ChangeTarget target;
  private final TableDefinition table;
  private final int[] places;
  private int rowidPlace = -1;

  private InsertCompiler(Insert statement, CompileContext context) {
    this.context = context;
    this.statement = statement;
    this.expressions = new StatementExpressions(context, statement.with());
    this.target = ChangeTarget.find(statement.table(), context);
    this.table = target.table();
    this.places = new int[table.columns().size()];
  }

  /** Compiles a statement. */
  public static Program compile(Insert statement, CompileContext context) {
    return new InsertCompiler(statement, context).compile();
  }

  private Program compile() {
    Optional<StatementExpressions.Query> source = statement.source().map(expressions::query);
    int width = placeColumns(source.map(query -> query.rows().columnCount()).orElse(-1));
    source.ifPresent(query -> requireWidth(query.rows().columnCount(), width));
    TableProgramCompiler programs = new TableProgramCompiler(expressions, context.schemas());
    programs.program(target.database(), table);
    RowImage row = new RowImage(table);
    RowImage existing = new RowImage(table);
    RowImage written = new RowImage(table);
    List<UpsertClause> upserts = upserts(row, existing);
    Returning returning =
        expressions.returning(statement.returning(), written, table.name(), target.schema());
    return new InsertProgram(
        expressions,
        programs,
        target,
        statement.orAction(),
        source.map(StatementExpressions.Query::rows).orElse(null),
        source.map(query -> !isValues() && query.readsTables()).orElse(false),
        isSingleRow(),
        places,
        rowidPlace,
        upserts,
        row,
        existing,
        written,
        returning,
        returning == null ? List.of() : returning.columns(),
        expressions.reads(target.database()));
  }

  /** One row, which goes in or does not: no other row can be replaced or updated for it. */
  private boolean isSingleRow() {
    boolean oneRow =
        statement.source().isEmpty()
            || (isValues()
                && statement.source().get().first() instanceof SelectCore.Values values
                && values.rows().size() == 1);
    return oneRow
        && statement.upserts().stream().allMatch(Insert.Upsert::doNothing)
        && statement.orAction().orElse(ConflictAction.ABORT) != ConflictAction.REPLACE;
  }

  private boolean isValues() {
    return statement.source().isPresent()
        && statement.source().get().compounds().isEmpty()
        && statement.source().get().first() instanceof SelectCore.Values;
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
      // Of a column listed twice the first counts.
      if (places[column.get().index()] < 0) {
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

  private List<UpsertClause> upserts(RowImage row, RowImage existing) {
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
    for (Insert.Upsert upsert : statement.upserts()) {
      clauses.add(upsert(upsert, scope));
    }
    return clauses;
  }

  private UpsertClause upsert(Insert.Upsert upsert, StatementExpressions.RowScope scope) {
    int constraint = upsert.target().isEmpty() ? UpsertClause.ANY : constraint(upsert);
    List<RowExpression> values = new ArrayList<>();
    for (Assignment assignment : upsert.assignments()) {
      values.addAll(scope.compileAssigned(assignment));
    }
    return new UpsertClause(
        constraint,
        upsert.doNothing(),
        Assignments.columns(upsert.assignments(), table),
        values,
        upsert.where().map(scope::compile).orElse(null));
  }

  /** Finds the unique constraint that a conflict target names. */
  private int constraint(Insert.Upsert upsert) {
    List<OrderingTerm> terms = upsert.target();
    if (table.hasRowid() && terms.size() == 1 && isRowid(terms.getFirst().value())) {
      return UpsertClause.KEY;
    }
    if (table.clusteredKey().isPresent() && matches(table.clusteredKey().get().columns(), terms)) {
      return UpsertClause.KEY;
    }
    for (int i = 0; i < table.indexes().size(); i++) {
      IndexDefinition index = table.indexes().get(i);
      if (index.unique()
          && matches(index.keyColumns(), terms)
          && UpsertTargets.covers(index, upsert.targetWhere(), context.text(), table)) {
        return i;
      }
    }
    throw new StatementException(
        "ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint");
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
