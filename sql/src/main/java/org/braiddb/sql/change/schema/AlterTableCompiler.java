package org.braiddb.sql.change.schema;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.NewTable;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.change.TableExpressions;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;

/** ALTER TABLE: ADD COLUMN and RENAME TO; the other forms say that they are not supported. */
final class AlterTableCompiler {
  private final CompileContext context;

  AlterTableCompiler(CompileContext context) {
    this.context = context;
  }

  Program compile(AlterTable statement) {
    Optional<SchemaScopes.Found> found = new Targets(context.schemas()).find(statement.table());
    if (found.isEmpty()) {
      throw new StatementException("no such table: " + statement.table());
    }
    SchemaScopes.Scope scope = found.get().scope();
    return switch (found.get().relation()) {
      case TableDefinition table -> compile(statement, scope, table);
      case ViewDefinition view ->
          throw new StatementException(
              statement.action() instanceof AlterTable.Action.AddColumn
                  ? "Cannot add a column to a view"
                  : "view " + view.name() + " may not be altered");
      case UnsupportedRelation unsupported -> throw new StatementException(unsupported.message());
    };
  }

  private Program compile(AlterTable statement, SchemaScopes.Scope scope, TableDefinition table) {
    if (table.isCatalog() || NameKey.of(table.name()).startsWith("sqlite_")) {
      throw new StatementException("table " + table.name() + " may not be altered");
    }
    if (!table.unsupported().isEmpty()) {
      throw new StatementException(table.unsupported().getFirst());
    }
    return switch (statement.action()) {
      case AlterTable.Action.AddColumn add -> addColumn(add, scope, table);
      case AlterTable.Action.RenameTable rename ->
          new RenameTableCompiler(scope, table).compile(rename.newName().text());
      case AlterTable.Action.RenameColumn _ ->
          throw StatementException.notSupported("ALTER TABLE RENAME COLUMN");
      case AlterTable.Action.DropColumn _ ->
          throw StatementException.notSupported("ALTER TABLE DROP COLUMN");
      case AlterTable.Action.AddCheck _ ->
          throw StatementException.notSupported("ALTER TABLE ADD CHECK");
      case AlterTable.Action.DropConstraint _ ->
          throw StatementException.notSupported("ALTER TABLE DROP CONSTRAINT");
      case AlterTable.Action.SetNotNull _ ->
          throw StatementException.notSupported("ALTER TABLE SET NOT NULL");
      case AlterTable.Action.DropNotNull _ ->
          throw StatementException.notSupported("ALTER TABLE DROP NOT NULL");
    };
  }

  // ---- ADD COLUMN

  private Program addColumn(
      AlterTable.Action.AddColumn add, SchemaScopes.Scope scope, TableDefinition table) {
    refuseKeys(add.column());
    String sql = extended(table.sql(), add.text().of(context.text()));
    if (!(Parser.parseSchemaEntry(sql).statement() instanceof CreateTable created)
        || !(created.body() instanceof CreateTable.Body.Columns body)) {
      throw new StatementException("the definition of table " + table.name() + " is not one");
    }
    NewTable extended =
        NewTable.of(table.name(), sql, body, context.collations(), scope.catalog().encoding());
    TableColumn column = extended.definition().columns().getLast();
    Optional<String> obstacle = obstacleForRows(add.column(), column, table);
    TableExpressions.check(extended.definition(), scope, context.withText(sql));
    return new SchemaProgram(
        scope.database(),
        run -> {
          if (obstacle.isPresent() && run.transaction(scope.database()).count(table.tree()) > 0) {
            throw new StatementException(obstacle.get());
          }
          store(run, scope, table, sql);
        });
  }

  private static void refuseKeys(ColumnDefinition column) {
    for (ColumnConstraint constraint : column.constraints()) {
      switch (constraint) {
        case ColumnConstraint.PrimaryKey _ ->
            throw new StatementException("Cannot add a PRIMARY KEY column");
        case ColumnConstraint.Unique _ ->
            throw new StatementException("Cannot add a UNIQUE column");
        case ColumnConstraint.Generated generated when generated.stored() ->
            throw new StatementException("cannot add a STORED column");
        case ColumnConstraint.NotNull _,
            ColumnConstraint.Null _,
            ColumnConstraint.Check _,
            ColumnConstraint.Default _,
            ColumnConstraint.Collate _,
            ColumnConstraint.References _,
            ColumnConstraint.Generated _ -> {
          // These may be added.
        }
      }
    }
  }

  /** What rows that are there already do not allow. */
  private Optional<String> obstacleForRows(
      ColumnDefinition written, TableColumn column, TableDefinition table) {
    Optional<Expr> value = column.defaultValue().map(TableColumn.DefaultValue::value);
    boolean nullDefault = value.isEmpty() || value.get() instanceof Expr.NullLiteral;
    boolean checked =
        written.constraints().stream().anyMatch(ColumnConstraint.Check.class::isInstance);
    boolean references =
        written.constraints().stream().anyMatch(ColumnConstraint.References.class::isInstance);
    if (references && context.settings().foreignKeys() && !nullDefault) {
      return Optional.of("Cannot add a REFERENCES column with non-NULL default value");
    }
    if (column.notNull().isPresent() && nullDefault && column.generated().isEmpty()) {
      return Optional.of("Cannot add a NOT NULL column with default value NULL");
    }
    if (!nullDefault && !isLiteral(value.get())) {
      return Optional.of("Cannot add a column with non-constant default");
    }
    if (checked || column.generated().isPresent()) {
      return Optional.of(
          "adding a column with CHECK or a generated column to table "
              + table.name()
              + ", which has rows, is not supported yet");
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
      case Expr.Unary unary -> isLiteral(unary.operand());
      default -> false;
    };
  }

  /** The definition with a column more: behind the last column, before the table's constraints. */
  private static String extended(String sql, String column) {
    CreateTable created = (CreateTable) Parser.parseSchemaEntry(sql).statement();
    List<ColumnDefinition> columns = ((CreateTable.Body.Columns) created.body()).columns();
    int at = nextToken(sql, columns.getLast().span().end());
    return sql.substring(0, at) + ", " + column + sql.substring(at);
  }

  /** The first character at or after a place that is neither blank nor in a comment. */
  private static int nextToken(String sql, int from) {
    int at = from;
    while (true) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        at = sql.indexOf("*/", at + 2) + 2;
      } else {
        return at;
      }
    }
  }

  private static void store(
      RunContext run, SchemaScopes.Scope scope, TableDefinition table, String sql) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    writer.transaction().changeDefinition(table.name());
    writer.replaceRows(row ->
        row.type().equals("table") && row.isNamed(table.name())
            ? new SchemaWriter.Row(row.type(), row.name(), row.table(), row.root(), sql)
            : null);
    writer.finish();
  }
}
