package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.error.StatementException;
import org.jspecify.annotations.Nullable;

/** Binds a use of a common table expression, recursive or not. */
final class CommonTableBinder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final @Nullable Scope outer;

  CommonTableBinder(BindEnvironment environment, BindContext context, @Nullable Scope outer) {
    this.environment = environment;
    this.context = context;
    this.outer = outer;
  }

  Scope.Item bind(CommonTables.Found found, String alias, int offset) {
    return switch (found.entry()) {
      case CommonTables.Entry.SelfReference self -> recursion(self, alias);
      case CommonTables.Entry.Definition definition -> use(found, definition, alias, offset);
    };
  }

  /** Tells whoever wants to know what names mean in tables that nothing has used. */
  void tellUnused(With with) {
    for (With.CommonTable table : with.tables()) {
      if (environment.names().misses(table)) {
        try {
          context
              .tables()
              .find(NameKey.of(table.name().text()))
              .ifPresent(found -> bind(found, table.name().text(), table.span().start()));
        } catch (StatementException _) {
          // What is never used may mean nothing, here as in SQLite.
        }
      }
    }
  }

  private Scope.Item recursion(CommonTables.Entry.SelfReference self, String alias) {
    BoundSource source =
        new BoundSource.Recursion(
            environment.nextNumber(), alias, self.recursion(), self.columns());
    return new Scope.Item(
        source, NameKey.of(alias), Optional.empty(), self.columns(), Optional.empty());
  }

  private Scope.Item use(
      CommonTables.Found found,
      CommonTables.Entry.Definition definition,
      String alias,
      int offset) {
    With.CommonTable table = definition.table();
    if (context.open().contains(table)) {
      throw new StatementException("circular reference: " + table.name().text(), offset);
    }
    environment.names().common(table);
    BindContext inside = context.with(found.visible()).inside(table);
    int firstStep = RecursionBinder.firstStep(table);
    BoundQuery query =
        firstStep > 0
            ? new RecursionBinder(environment, inside, outer, table).bind(firstStep)
            : SelectBinder.ofTable(environment, inside, outer).bind(table.query());
    List<OutputColumn> columns = named(table, query.columns());
    BoundSource source =
        new BoundSource.Query(
            environment.nextNumber(),
            alias,
            query,
            table.materialized().orElse(false),
            table.materialized().orElse(true) && !SourceUse.isCorrelated(query)
                ? environment.definition(table)
                : 0);
    return new Scope.Item(source, NameKey.of(alias), Optional.empty(), columns, Optional.empty());
  }

  /** The columns under the names that the table gives them. */
  static List<OutputColumn> named(With.CommonTable table, List<OutputColumn> columns) {
    if (table.columns().isEmpty()) {
      return columns;
    }
    if (table.columns().size() != columns.size()) {
      throw new StatementException(
          "table "
              + table.name().text()
              + " has "
              + columns.size()
              + " values for "
              + table.columns().size()
              + " columns",
          table.name().span().start());
    }
    List<OutputColumn> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      named.add(columns.get(i).named(table.columns().get(i).text()));
    }
    return named;
  }
}
