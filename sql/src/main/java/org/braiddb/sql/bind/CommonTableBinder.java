package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
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
    int firstStep = firstStep(table);
    BoundQuery query =
        firstStep > 0
            ? recursive(table, inside, firstStep)
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

  private static List<OutputColumn> named(With.CommonTable table, List<OutputColumn> columns) {
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

  // ---- recursion

  /** The first part that names the table itself in its FROM clause; 0 if there is none. */
  private static int firstStep(With.CommonTable table) {
    List<Select.Compound> compounds = table.query().compounds();
    for (int i = 0; i < compounds.size(); i++) {
      SelectCore core = compounds.get(i).core();
      int uses = uses(core, table.name());
      if (uses > 1) {
        throw new StatementException(
            "multiple references to recursive table: " + table.name().text(), core.span().start());
      }
      if (uses == 1) {
        return i + 1;
      }
    }
    return 0;
  }

  private static int uses(SelectCore core, Name table) {
    return core instanceof SelectCore.Query query && query.from().isPresent()
        ? uses(query.from().get(), table)
        : 0;
  }

  private static int uses(From from, Name table) {
    return uses(from.first(), table)
        + from.joins().stream().mapToInt(join -> uses(join.right(), table)).sum();
  }

  private static int uses(FromItem item, Name table) {
    return switch (item) {
      case FromItem.Table named ->
          named.name().schema().isEmpty() && named.name().name().is(table) ? 1 : 0;
      case FromItem.Nested nested -> uses(nested.from(), table);
      case FromItem.Subquery _, FromItem.Function _ -> 0;
    };
  }

  private BoundQuery recursive(With.CommonTable table, BindContext inside, int firstStep) {
    Select select = table.query();
    BindContext body =
        select.with().isPresent() ? inside.with(inside.tables().with(select.with().get())) : inside;
    SelectBinder startBinder = SelectBinder.ofTable(environment, body, outer);
    List<BoundCore> starts = new ArrayList<>();
    starts.add(startBinder.core(select.first()));
    for (Select.Compound compound : select.compounds().subList(0, firstStep - 1)) {
      starts.add(startBinder.core(compound.core()));
    }
    BoundQuery.Body start =
        CompoundBinder.combine(starts, select.compounds().subList(0, firstStep - 1), false);
    List<OutputColumn> columns = named(table, CompoundBinder.columns(starts));
    int number = environment.nextNumber();
    CommonTables.Entry.SelfReference self =
        new CommonTables.Entry.SelfReference(
            NameKey.of(table.name().text()), table.name().text(), number, columns);
    SelectBinder stepBinder =
        new SelectBinder(environment, body.with(body.tables().with(self)), outer);
    List<BoundCore> cores = new ArrayList<>(starts);
    List<BoundQuery.Body> steps = new ArrayList<>();
    boolean distinct = false;
    for (Select.Compound step :
        select.compounds().subList(firstStep - 1, select.compounds().size())) {
      distinct |= isDistinct(step, table);
      BoundCore core = stepBinder.core(step.core());
      cores.add(core);
      steps.add(step(core, starts, step));
    }
    BoundQuery.Body recursion =
        new BoundQuery.Recursive(number, start, steps, distinct, CompoundBinder.collations(cores));
    return startBinder.finish(select, recursion, starts);
  }

  private static boolean isDistinct(Select.Compound step, With.CommonTable table) {
    return switch (step.operator()) {
      case UNION -> true;
      case UNION_ALL -> false;
      case INTERSECT, EXCEPT ->
          throw new StatementException(
              "circular reference: " + table.name().text(), step.core().span().start());
    };
  }

  private BoundQuery.Body step(BoundCore core, List<BoundCore> starts, Select.Compound step) {
    if (core.results().size() != starts.getFirst().results().size()) {
      throw new StatementException(
          "SELECTs to the left and right of "
              + step.operator().sql()
              + " do not have the same number of result columns",
          step.core().span().start());
    }
    if (core.body() instanceof BoundQuery.Core body && body.aggregated() && environment.runs()) {
      throw new StatementException(
          "recursive aggregate queries not supported", step.core().span().start());
    }
    return core.body();
  }
}
