package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.TableFunction;
import org.jspecify.annotations.Nullable;

/** Finds what a name in FROM means: a common table expression, a table or a view. */
final class TableBinder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final @Nullable Scope outer;

  TableBinder(BindEnvironment environment, BindContext context, @Nullable Scope outer) {
    this.environment = environment;
    this.context = context;
    this.outer = outer;
  }

  Scope.Item bind(FromItem.Table item) {
    QualifiedName name = item.name();
    String alias = item.alias().map(Name::text).orElse(name.name().text());
    if (name.schema().isEmpty()) {
      Optional<CommonTables.Found> common = context.tables().find(NameKey.of(name.name().text()));
      if (common.isPresent()) {
        refuseIndex(item.hint(), "\"");
        return new CommonTableBinder(environment, context, outer)
            .bind(common.get(), alias, item.span().start());
      }
    }
    Optional<SchemaScopes.Found> relation = find(name);
    if (relation.isEmpty()) {
      return function(item);
    }
    SchemaScopes.Found found = relation.get();
    return switch (found.relation()) {
      case TableDefinition table -> table(found, table, alias, item);
      case ViewDefinition view -> {
        refuseIndex(item.hint(), "");
        yield view(found, view, alias, name.name().span().start());
      }
      case UnsupportedRelation unsupported ->
          throw new StatementException(unsupported.message(), item.span().start());
    };
  }

  private Scope.Item function(FromItem.Table item) {
    TableFunctionBinder functions = new TableFunctionBinder(environment);
    TableFunction function = functions.find(item.name()).orElseThrow(() -> notFound(item.name()));
    return functions.item(item.name(), item.alias(), function);
  }

  private StatementException notFound(QualifiedName name) {
    boolean bound = name.schema().isEmpty() && context.onlyDatabase().isPresent();
    String schema =
        bound ? environment.schemas().scope(context.onlyDatabase().getAsInt()).name() + "." : "";
    return new StatementException("no such table: " + schema + name, name.span().start());
  }

  private Optional<SchemaScopes.Found> find(QualifiedName name) {
    SchemaScopes schemas = environment.schemas();
    String table = name.name().text();
    if (name.schema().isPresent()) {
      return schemas.relation(name.schema().get().text(), table);
    }
    if (context.onlyDatabase().isPresent()) {
      String schema = schemas.scope(context.onlyDatabase().getAsInt()).name();
      return schemas.relation(schema, table);
    }
    return schemas.relation(table);
  }

  private Scope.Item table(
      SchemaScopes.Found found, TableDefinition table, String alias, FromItem.Table item) {
    BoundSource.Table source = source(environment, found.scope(), table, alias, item.hint());
    environment.names().table(context.text(), item.name().name(), item.alias().isPresent(), source);
    return tableItem(environment, source, found.scope().name(), table, alias);
  }

  /** The source of a table that is read. */
  static BoundSource.Table source(
      BindEnvironment environment,
      SchemaScopes.Scope schema,
      TableDefinition table,
      String alias,
      IndexHint hint) {
    checkHint(table, hint);
    BoundSource.Table plain =
        new BoundSource.Table(
            environment.nextNumber(), alias, schema.database(), table, hint, Map.of());
    if (table.generatedOrder().isEmpty()) {
      return plain;
    }
    Map<Integer, BoundExpr> generated = new HashMap<>();
    for (TableColumn column : table.generatedOrder()) {
      if (column.recordColumn() < 0) {
        Scope scope = new Scope(null, environment.nextNumber());
        scope.add(tableItem(environment, plain, schema.name(), table, table.name()));
        BindContext definition = BindContext.of(table.sql());
        generated.put(
            column.index(),
            RepeatableCalls.inGeneratedColumn(
                new ExpressionBinder(environment, definition, scope, false)
                    .bind(column.generated().orElseThrow().value())));
      }
    }
    return generated.isEmpty()
        ? plain
        : new BoundSource.Table(plain.id(), alias, plain.database(), table, hint, generated);
  }

  private static void checkHint(TableDefinition table, IndexHint hint) {
    if (hint instanceof IndexHint.IndexedBy by
        && table.indexes().stream().noneMatch(index -> by.index().is(index.name()))) {
      throw noSuchIndex(by.index(), "");
    }
  }

  /** Neither views nor common tables have indexes. */
  private static void refuseIndex(IndexHint hint, String quote) {
    if (hint instanceof IndexHint.IndexedBy by) {
      throw noSuchIndex(by.index(), quote);
    }
  }

  /** In quotes where a common table is asked for it, as in SQLite. */
  private static StatementException noSuchIndex(Name index, String quote) {
    return new StatementException(
        "no such index: " + quote + index.text() + quote, index.span().start());
  }

  /** The item of a source whose rows are those of a table. */
  static Scope.Item tableItem(
      BindEnvironment environment,
      BoundSource source,
      String schema,
      TableDefinition table,
      String alias) {
    return new Scope.Item(
        source,
        NameKey.of(alias),
        Optional.of(NameKey.of(schema)),
        new TableColumnList(environment, schema, table),
        table.hasRowid() ? Optional.of(table) : Optional.empty());
  }

  /** The item of a view. */
  Scope.Item view(SchemaScopes.Found found, ViewDefinition view, String alias, int offset) {
    if (context.open().contains(view)) {
      throw new StatementException("view " + view.name() + " is circularly defined", offset);
    }
    int database = found.scope().database();
    OptionalInt only =
        database == SchemaScopes.TEMP ? OptionalInt.empty() : OptionalInt.of(database);
    BindContext inside = context.inView(view.sql(), only, view);
    if (environment.onlyNames()) {
      SelectBinder.ofDefinition(environment.forColumns(), inside, null).bind(view.query());
    }
    BoundQuery query =
        StatementException.inDefinition(
            () -> SelectBinder.ofDefinition(environment, inside, null).bind(view.query()));
    List<OutputColumn> columns = columns(view, query);
    BoundSource source =
        new BoundSource.Query(environment.nextNumber(), alias, query, false, 0, Set.of(database));
    return new Scope.Item(
        source,
        NameKey.of(alias),
        Optional.of(NameKey.of(found.scope().name())),
        columns,
        Optional.empty());
  }

  /** The columns of a view, by the names that it gives them. */
  static List<OutputColumn> columns(ViewDefinition view, BoundQuery query) {
    List<OutputColumn> columns = query.columns();
    if (view.columns().isEmpty()) {
      return columns;
    }
    if (view.columns().size() != columns.size()) {
      throw new StatementException(
          "expected "
              + view.columns().size()
              + " columns for '"
              + view.name()
              + "' but got "
              + columns.size());
    }
    List<OutputColumn> renamed = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      renamed.add(columns.get(i).named(view.columns().get(i)));
    }
    return OutputColumn.distinct(renamed);
  }
}
