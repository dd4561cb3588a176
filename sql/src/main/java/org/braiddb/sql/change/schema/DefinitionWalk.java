package org.braiddb.sql.change.schema;

import java.util.List;
import java.util.function.Consumer;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.CreateView;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ForeignKeyClause;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.ast.TableConstraint;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.bind.RowBinder;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.program.CompileContext;

/**
 * Tells what every name in one definition of the schema means. The binder knows those in
 * expressions and queries; those that are not in expressions are looked at here.
 */
final class DefinitionWalk {
  private final CompileContext context;
  private final SchemaScopes.Scope holder;
  private final SchemaRow row;
  private final Consumer<NameUse> listener;
  private final Binder binder;

  /**
   * @param holder the database of the definition
   */
  DefinitionWalk(
      CompileContext context,
      SchemaScopes.Scope holder,
      SchemaRow row,
      Consumer<NameUse> listener) {
    this.context = context;
    this.holder = holder;
    this.row = row;
    this.listener = listener;
    this.binder = new Binder(context.withText(row.sql()), listener);
  }

  /**
   * Walks through the definition.
   *
   * @param namesOnly leaves out expressions, queries and the bodies of triggers; and foreign keys
   *     unless they are enforced
   */
  void run(boolean namesOnly) {
    switch (Parser.parseSchemaEntry(row.sql()).statement()) {
      case CreateTable created when created.body() instanceof CreateTable.Body.Columns body ->
          table(created, body, namesOnly);
      case CreateIndex created -> index(created, namesOnly);
      case CreateView _ when !namesOnly -> view();
      case CreateTrigger created -> {
        TriggerNames names = new TriggerNames(context, holder, row, listener);
        if (namesOnly) {
          names.table(created);
        } else {
          names.all(created);
        }
      }
      default -> {
        // Nothing else has names that can be renamed.
      }
    }
  }

  private void view() {
    if (holder.catalog().relation(row.name()).orElse(null) instanceof ViewDefinition view) {
      binder.definition(view, holder.database());
    }
  }

  private void tableUsed(Name name, TableDefinition table) {
    listener.accept(new NameUse.OfTable(row.sql(), name.span(), table));
  }

  private void columnUsed(String name, Span span, TableDefinition table) {
    table
        .column(name)
        .ifPresent(column ->
            listener.accept(new NameUse.OfColumn(row.sql(), span, table, column.index())));
  }

  // ---- CREATE TABLE

  private void table(CreateTable created, CreateTable.Body.Columns body, boolean namesOnly) {
    if (!namesOnly || context.settings().foreignKeys()) {
      references(body);
    }
    if (!(holder.catalog().relation(row.name()).orElse(null) instanceof TableDefinition own)) {
      return;
    }
    tableUsed(created.name().name(), own);
    for (ColumnDefinition column : body.columns()) {
      columnUsed(column.name().text(), column.name().span(), own);
    }
    if (namesOnly) {
      return;
    }
    RowBinder rows = rows(own);
    for (ColumnDefinition column : body.columns()) {
      column.constraints().forEach(constraint -> constraint(constraint, rows));
    }
    body.constraints().forEach(constraint -> constraint(constraint, own, rows));
  }

  private RowBinder rows(TableDefinition table) {
    return binder.over(List.of(binder.row(table, table.name())), holder.name());
  }

  private static void constraint(ColumnConstraint constraint, RowBinder rows) {
    switch (constraint) {
      case ColumnConstraint.Check check -> rows.bind(check.condition());
      case ColumnConstraint.Generated generated -> rows.bind(generated.value());
      default -> {
        // The others name no columns of this table.
      }
    }
  }

  private void constraint(TableConstraint constraint, TableDefinition own, RowBinder rows) {
    switch (constraint) {
      case TableConstraint.PrimaryKey key -> key.columns().forEach(term -> key(term, own, rows));
      case TableConstraint.Unique unique -> unique.columns().forEach(term -> key(term, own, rows));
      case TableConstraint.Check check -> rows.bind(check.condition());
      case TableConstraint.ForeignKey key ->
          key.columns().forEach(name -> columnUsed(name.text(), name.span(), own));
    }
  }

  /** A column of a key or an index, which may stand in single quotes too, or an expression. */
  private void key(OrderingTerm term, TableDefinition table, RowBinder rows) {
    Expr value = term.value();
    while (value instanceof Expr.Collate collate) {
      value = collate.operand();
    }
    if (value instanceof Expr.StringLiteral literal) {
      columnUsed(literal.value(), literal.span(), table);
    } else {
      rows.bind(value);
    }
  }

  private void references(CreateTable.Body.Columns body) {
    for (ColumnDefinition column : body.columns()) {
      for (ColumnConstraint constraint : column.constraints()) {
        if (constraint instanceof ColumnConstraint.References references) {
          reference(references.clause());
        }
      }
    }
    for (TableConstraint constraint : body.constraints()) {
      if (constraint instanceof TableConstraint.ForeignKey key) {
        reference(key.clause());
      }
    }
  }

  /** The parent is in the same database, whether or not it is there. */
  private void reference(ForeignKeyClause clause) {
    if (holder.catalog().relation(clause.table().text()).orElse(null)
        instanceof TableDefinition parent) {
      tableUsed(clause.table(), parent);
      clause.columns().forEach(name -> columnUsed(name.text(), name.span(), parent));
    }
  }

  // ---- CREATE INDEX

  private void index(CreateIndex created, boolean namesOnly) {
    if (!(holder.catalog().relation(created.table().text()).orElse(null)
        instanceof TableDefinition table)) {
      return;
    }
    tableUsed(created.table(), table);
    if (!namesOnly) {
      RowBinder rows = rows(table);
      created.terms().forEach(term -> key(term, table, rows));
      created.where().ifPresent(rows::bind);
    }
  }
}
