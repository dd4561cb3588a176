package org.braiddb.sql.change.schema;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.UnaryOperator;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.catalog.MissingCollation;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.change.TableAudit;
import org.braiddb.sql.change.TableExpressions;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Transaction;

/**
 * ALTER TABLE ... ADD COLUMN. Rows are not touched: those that are there have the default, which
 * must therefore be a constant, and must keep the rules that come with the column.
 */
final class AddColumnCompiler {
  /** The format that allows rows without their last columns, with defaults other than NULL. */
  private static final int WITH_SHORT_ROWS = 3;

  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final TableDefinition table;

  AddColumnCompiler(CompileContext context, SchemaScopes.Scope scope, TableDefinition table) {
    this.context = context;
    this.scope = scope;
    this.table = table;
  }

  Program compile(AlterTable.Action.AddColumn add) {
    String name = add.column().name().text();
    if (table.column(name).isPresent()) {
      throw new StatementException("duplicate column name: " + name);
    }
    if (table.isRowidName(name)) {
      throw new StatementException("cannot add rowid alias: " + name);
    }
    refuse(add.column());
    SchemaRow row = scope.catalog().row(table.name()).orElseThrow();
    String sql = extended(row.sql(), add.text().of(context.text()));
    AlteredSchema altered = new AlteredSchema(context, scope);
    altered.replaceText(scope, row, sql);
    CompileContext after = altered.context();
    SchemaScopes.Scope newScope = after.schemas().scope(scope.database());
    new DefinitionCheck(after, newScope, " after add column", false).checkTable(table.name());
    requireNoString(name);
    if (!(newScope.catalog().relation(table.name()).orElseThrow()
        instanceof TableDefinition extended)) {
      throw new StatementException("the definition of table " + table.name() + " is not one");
    }
    TableColumn column = extended.columns().getLast();
    Optional<String> obstacle = obstacleForRows(add.column(), column);
    boolean ruled = hasRules(add.column(), column);
    return altered.program(run -> {
      run.transaction(scope.database()).changeDefinition(table.name());
      if (obstacle.isPresent() && run.transaction(scope.database()).count(table.tree()) > 0) {
        throw new StatementException(obstacle.get());
      }
      if (ruled) {
        requireRows(extended, newScope, after, run);
      }
      raiseFormat(run.transaction(scope.database()));
    });
  }

  /** A string in double quotes would name the column, and entries that are there would be wrong. */
  private void requireNoString(String name) {
    for (SchemaRow row : scope.catalog().indexRows(table)) {
      Consumer<NameUse> refuse =
          use -> {
            if (use instanceof NameUse.OfString string && string.value().equalsIgnoreCase(name)) {
              throw new StatementException(
                  "error in index "
                      + row.name()
                      + ": the string \""
                      + name
                      + "\" would be a column");
            }
          };
      new DefinitionWalk(context, scope, row, refuse).run(false);
    }
  }

  /** In the oldest schema formats every row has all columns. */
  private static void raiseFormat(Transaction transaction) {
    int format = transaction.metadata(Transaction.Metadata.SCHEMA_FORMAT);
    if (format != 0 && format < WITH_SHORT_ROWS) {
      transaction.setMetadata(Transaction.Metadata.SCHEMA_FORMAT, WITH_SHORT_ROWS);
    }
  }

  private void refuse(ColumnDefinition column) {
    for (ColumnConstraint constraint : column.constraints()) {
      if (constraint instanceof ColumnConstraint.Default value) {
        TableExpressions.requireConstant(context, column.name().text(), value.value());
      }
    }
    for (ColumnConstraint constraint : column.constraints()) {
      if (constraint instanceof ColumnConstraint.PrimaryKey) {
        throw new StatementException("Cannot add a PRIMARY KEY column");
      }
      if (constraint instanceof ColumnConstraint.Unique) {
        throw new StatementException("Cannot add a UNIQUE column");
      }
      if (constraint instanceof ColumnConstraint.Collate collate
          && context.collations().find(collate.collation().text()).isEmpty()) {
        throw new MissingCollation(collate.collation().text()).missing();
      }
    }
  }

  /** What rows that are there already do not allow. */
  private Optional<String> obstacleForRows(ColumnDefinition written, TableColumn column) {
    if (column.generated().isPresent()) {
      return column.generated().get().stored()
          ? Optional.of("cannot add a STORED column")
          : Optional.empty();
    }
    Optional<Expr> value = column.defaultValue().map(TableColumn.DefaultValue::value);
    boolean nullDefault = value.isEmpty() || value.get() instanceof Expr.NullLiteral;
    boolean references =
        written.constraints().stream().anyMatch(ColumnConstraint.References.class::isInstance);
    if (references && context.settings().foreignKeys() && !nullDefault) {
      return Optional.of("Cannot add a REFERENCES column with non-NULL default value");
    }
    if (column.notNull().isPresent() && nullDefault) {
      return Optional.of("Cannot add a NOT NULL column with default value NULL");
    }
    if (!nullDefault && !isLiteral(value.get())) {
      return Optional.of("Cannot add a column with non-constant default");
    }
    return Optional.empty();
  }

  private static boolean isLiteral(Expr value) {
    return switch (value) {
      case Expr.NullLiteral _,
          Expr.IntegerLiteral _,
          Expr.RealLiteral _,
          Expr.StringLiteral _,
          Expr.BlobLiteral _ ->
          true;
      case Expr.Unary unary ->
          (unary.operator() == UnaryOperator.NEGATE || unary.operator() == UnaryOperator.PLUS)
              && isLiteral(unary.operand());
      case Expr.Cast cast -> isLiteral(cast.operand());
      case Expr.Column word -> word.isBoolean();
      default -> false;
    };
  }

  /** Whether rows that are there may break a rule that comes with the column. */
  private boolean hasRules(ColumnDefinition written, TableColumn column) {
    return table.strict()
        || column.notNull().isPresent() && column.generated().isPresent()
        || written.constraints().stream().anyMatch(ColumnConstraint.Check.class::isInstance);
  }

  private static void requireRows(
      TableDefinition extended, SchemaScopes.Scope scope, CompileContext after, RunContext run) {
    try (TableAudit audit = new TableAudit(extended, scope, after, run)) {
      audit.integrity(
          true,
          true,
          finding -> {
            throw new StatementException(violation(finding));
          });
    }
  }

  private static String violation(String finding) {
    if (finding.startsWith("CHECK")) {
      return "CHECK constraint failed";
    }
    return finding.startsWith("non-") ? "type mismatch on DEFAULT" : "NOT NULL constraint failed";
  }

  /** The definition with a column more: behind the last column, before the table's constraints. */
  private static String extended(String sql, String column) {
    CreateTable created = (CreateTable) Parser.parseSchemaEntry(sql).statement();
    List<ColumnDefinition> columns = ((CreateTable.Body.Columns) created.body()).columns();
    int at = SqlGaps.nextToken(sql, columns.getLast().span().end());
    return sql.substring(0, at) + ", " + column + sql.substring(at);
  }

  /** Whether a name is that of a table of the engine's own. */
  static boolean isReserved(TableDefinition table) {
    return table.isCatalog() || NameKey.of(table.name()).startsWith("sqlite_");
  }
}
