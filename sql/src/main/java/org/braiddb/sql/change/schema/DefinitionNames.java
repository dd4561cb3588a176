package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.parse.SyntaxException;
import org.braiddb.sql.program.CompileContext;

/**
 * Finds where a definition names a table, or a column of it. The binder says what the names in
 * expressions and queries mean; the names that are not in expressions are looked at here.
 */
final class DefinitionNames {
  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final TableDefinition table;
  private final int column;

  /**
   * @param scope the database of the table
   * @param column the index of the column; {@link NameUse#TABLE} for the table
   */
  DefinitionNames(
      CompileContext context, SchemaScopes.Scope scope, TableDefinition table, int column) {
    this.context = context;
    this.scope = scope;
    this.table = table;
    this.column = column;
  }

  /** The text of a row with another name in those places. */
  String renamed(SchemaScopes.Scope holder, SchemaRow row, Replacement replacement) {
    StringBuilder text = new StringBuilder(row.sql());
    for (Span place : new ArrayList<>(places(holder, row)).reversed()) {
      text.replace(place.start(), place.end(), replacement.at(row.sql(), place));
    }
    return text.toString();
  }

  /** What is written in place of a name. */
  interface Replacement {
    /** The new name as it has to be written there. */
    String at(String sql, Span place);
  }

  private Set<Span> places(SchemaScopes.Scope holder, SchemaRow row) {
    Set<Span> places = new TreeSet<>(Comparator.comparingInt(Span::start));
    try {
      new Search(holder, row, places).run();
    } catch (SyntaxException e) {
      throw error(row, e.problem());
    } catch (StatementException e) {
      throw error(row, String.valueOf(e.getMessage()));
    }
    return places;
  }

  private static StatementException error(SchemaRow row, String problem) {
    return new StatementException("error in " + row.type() + " " + row.name() + ": " + problem);
  }

  private boolean forTable() {
    return column == NameUse.TABLE;
  }

  private boolean isTable(Name name) {
    return name.is(table.name());
  }

  private boolean isColumn(String name) {
    return !forTable() && NameKey.of(name).equals(NameKey.of(table.columns().get(column).name()));
  }

  /** The search in one row. */
  private final class Search {
    private final SchemaScopes.Scope holder;
    private final SchemaRow row;
    private final Set<Span> places;
    private final Binder binder;

    Search(SchemaScopes.Scope holder, SchemaRow row, Set<Span> places) {
      this.holder = holder;
      this.row = row;
      this.places = places;
      this.binder = new Binder(context.withText(row.sql()), this::use);
    }

    private void use(NameUse use) {
      // A view in this definition has its own text.
      if (use.text().equals(row.sql()) && use.table() == table && use.column() == column) {
        places.add(use.span());
      }
    }

    void run() {
      boolean inSameDatabase = holder.database() == scope.database();
      boolean legacy = context.settings().legacyAlterTable();
      switch (Parser.parseSchemaEntry(row.sql()).statement()) {
        case CreateTable created when inSameDatabase -> table(created);
        case CreateIndex created when inSameDatabase && isTable(created.table()) -> index(created);
        case CreateView _ when !(legacy && forTable()) -> view();
        case CreateTrigger created -> {
          TriggerNames names = new TriggerNames(context, holder, row, this::use);
          if (legacy && forTable()) {
            names.table(created);
          } else {
            names.all(created);
          }
        }
        default -> {
          // Nothing else can name a table of another database.
        }
      }
    }

    private void view() {
      if (holder.catalog().relation(row.name()).orElse(null) instanceof ViewDefinition view) {
        binder.definition(view, holder.database());
      }
    }

    // ---- CREATE TABLE

    private void table(CreateTable created) {
      if (!(created.body() instanceof CreateTable.Body.Columns body)) {
        return;
      }
      references(body);
      if (!NameKey.of(row.name()).equals(NameKey.of(table.name()))) {
        return;
      }
      places.add(
          forTable() ? created.name().name().span() : body.columns().get(column).name().span());
      if (forTable() && context.settings().legacyAlterTable()) {
        return;
      }
      RowBinder rows = rows();
      for (ColumnDefinition definition : body.columns()) {
        for (ColumnConstraint constraint : definition.constraints()) {
          constraint(constraint, rows);
        }
      }
      body.constraints().forEach(constraint -> constraint(constraint, rows));
    }

    private RowBinder rows() {
      return binder.over(List.of(binder.row(table, table.name())), scope.name());
    }

    private void constraint(ColumnConstraint constraint, RowBinder rows) {
      switch (constraint) {
        case ColumnConstraint.Check check -> rows.bind(check.condition());
        case ColumnConstraint.Generated generated -> rows.bind(generated.value());
        default -> {
          // The others have no names of columns of this table.
        }
      }
    }

    private void constraint(TableConstraint constraint, RowBinder rows) {
      switch (constraint) {
        case TableConstraint.PrimaryKey key -> key.columns().forEach(term -> key(term, rows));
        case TableConstraint.Unique unique -> unique.columns().forEach(term -> key(term, rows));
        case TableConstraint.Check check -> rows.bind(check.condition());
        case TableConstraint.ForeignKey key -> key.columns().forEach(this::columnName);
      }
    }

    private void columnName(Name name) {
      if (isColumn(name.text())) {
        places.add(name.span());
      }
    }

    /** A column of a key or an index, which may stand in single quotes too. */
    private void key(OrderingTerm term, RowBinder rows) {
      Expr value = term.value();
      while (value instanceof Expr.Collate collate) {
        value = collate.operand();
      }
      if (value instanceof Expr.StringLiteral literal) {
        if (isColumn(literal.value())) {
          places.add(literal.span());
        }
      } else {
        rows.bind(value);
      }
    }

    private void references(CreateTable.Body.Columns body) {
      Foreign foreign =
          clause -> {
            boolean wanted =
                !context.settings().legacyAlterTable() || context.settings().foreignKeys();
            if (!isTable(clause.table()) || (forTable() && !wanted)) {
              return;
            }
            if (forTable()) {
              places.add(clause.table().span());
            }
            clause.columns().forEach(this::columnName);
          };
      for (ColumnDefinition definition : body.columns()) {
        for (ColumnConstraint constraint : definition.constraints()) {
          if (constraint instanceof ColumnConstraint.References references) {
            foreign.visit(references.clause());
          }
        }
      }
      for (TableConstraint constraint : body.constraints()) {
        if (constraint instanceof TableConstraint.ForeignKey key) {
          foreign.visit(key.clause());
        }
      }
    }

    // ---- CREATE INDEX

    private void index(CreateIndex created) {
      if (forTable()) {
        places.add(created.table().span());
        if (context.settings().legacyAlterTable()) {
          return;
        }
      }
      RowBinder rows = rows();
      created.terms().forEach(term -> key(term, rows));
      created.where().ifPresent(rows::bind);
    }
  }

  private interface Foreign {
    void visit(ForeignKeyClause clause);
  }
}
