package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.NotYet;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.TableFunction;
import org.braiddb.sql.value.Affinity;

/**
 * Binds table-valued functions in FROM. Tables and views hide them, and any schema name may stand
 * before them, as in SQLite.
 */
final class TableFunctionBinder {
  private final BindEnvironment environment;

  TableFunctionBinder(BindEnvironment environment) {
    this.environment = environment;
  }

  /** The function of that name; empty where there is none, or the schema name is unknown. */
  Optional<TableFunction> find(QualifiedName name) {
    boolean known =
        name.schema().map(s -> environment.schemas().scope(s.text()).isPresent()).orElse(true);
    return known
        ? environment.compiling().tableFunctions().find(name.name().text())
        : Optional.empty();
  }

  /** The function that a name with parentheses means, where common tables are visible. */
  TableFunction resolve(FromItem.Function item, CommonTables common) {
    QualifiedName name = item.name();
    String text = name.name().text();
    SchemaScopes schemas = environment.schemas();
    boolean isTable =
        name.schema().isPresent()
            ? schemas.relation(name.schema().get().text(), text).isPresent()
            : schemas.relation(text).isPresent() || common.find(NameKey.of(text)).isPresent();
    if (isTable) {
      throw new StatementException("'" + text + "' is not a function", name.span().start());
    }
    TableFunction function =
        find(name)
            .orElseThrow(() ->
                NotYet.tableFunction(text)
                    .orElseGet(() ->
                        new StatementException("no such table: " + name, name.span().start())));
    int most = function.parameters().size();
    if (item.arguments().size() > most) {
      throw new StatementException(
          "too many arguments on " + function.name() + "() - max " + most, name.span().start());
    }
    return function;
  }

  /** The item of a function whose arguments are not bound yet. */
  Scope.Item item(QualifiedName name, Optional<Name> alias, TableFunction function) {
    String called = alias.map(Name::text).orElse(name.name().text());
    List<OutputColumn> columns = new ArrayList<>();
    Stream.concat(function.columns().stream(), function.parameters().stream())
        .map(TableFunctionBinder::column)
        .forEach(columns::add);
    return new Scope.Item(
        new BoundSource.Function(
            environment.nextNumber(), called, function, environment.compiling(), List.of()),
        NameKey.of(called),
        Optional.of(name.schema().map(s -> NameKey.of(s.text())).orElse("main")),
        columns,
        Optional.empty(),
        function.parameters().size());
  }

  private static OutputColumn column(String name) {
    return new OutputColumn(name, Optional.of(Affinity.BLOB), Optional.empty(), Optional.empty());
  }
}
