package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.error.StatementException;
import org.jspecify.annotations.Nullable;

/** Binds the query of a common table expression that reads its own rows. */
final class RecursionBinder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final @Nullable Scope outer;
  private final With.CommonTable table;
  private final int number;

  /**
   * @param context inside the table
   */
  RecursionBinder(
      BindEnvironment environment,
      BindContext context,
      @Nullable Scope outer,
      With.CommonTable table) {
    this.environment = environment;
    this.context =
        table.query().with().isPresent()
            ? context.with(context.tables().with(table.query().with().get()))
            : context;
    this.outer = outer;
    this.table = table;
    this.number = environment.nextNumber();
  }

  /**
   * The first of the steps; 0 if there is none. Those are the last parts, as many as name the table
   * itself in their FROM clause and are added alike, by UNION or by UNION ALL.
   */
  static int firstStep(With.CommonTable table) {
    List<Select.Compound> compounds = table.query().compounds();
    int first = compounds.size() + 1;
    while (first > 1 && mayBeStep(compounds.get(first - 2), compounds.getLast())) {
      SelectCore core = compounds.get(first - 2).core();
      int uses = uses(core, table.name());
      if (uses > 1) {
        throw new StatementException(
            "multiple references to recursive table: " + table.name().text(), core.span().start());
      }
      if (uses == 0) {
        break;
      }
      first--;
    }
    return first > compounds.size() ? 0 : first;
  }

  private static boolean mayBeStep(Select.Compound part, Select.Compound last) {
    return part.operator() == last.operator()
        && (part.operator() == Select.Compound.Operator.UNION
            || part.operator() == Select.Compound.Operator.UNION_ALL);
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

  /**
   * @param firstStep the first of the steps
   */
  BoundQuery bind(int firstStep) {
    Select select = table.query();
    List<Select.Compound> before = select.compounds().subList(0, firstStep - 1);
    List<Select.Compound> steps =
        select.compounds().subList(firstStep - 1, select.compounds().size());
    SelectBinder binder = SelectBinder.ofTable(environment, context, outer);
    List<BoundCore> starts = new ArrayList<>();
    starts.add(binder.core(select.first()));
    for (Select.Compound compound : before) {
      starts.add(binder.core(compound.core()));
    }
    CompoundBinder.checkSizes(starts, before);
    CompoundColumns columns = CompoundColumns.of(starts);
    List<BoundCore> cores = withSteps(starts, steps, columns);
    CompoundColumns all = CompoundColumns.ofRecursion(cores, sources(cores));
    if (!all.columns().equals(columns.columns())) {
      // What the steps compare the rows as that they read depends on the steps themselves.
      cores = withSteps(starts, steps, all);
      all = CompoundColumns.ofRecursion(cores, sources(cores));
    }
    List<BoundCore> read = all.asTable();
    BoundQuery.Body recursion =
        new BoundQuery.Recursive(
            number,
            CompoundBinder.combine(read.subList(0, firstStep), before, false),
            read.subList(firstStep, read.size()).stream().map(BoundCore::body).toList(),
            steps.getFirst().operator() == Select.Compound.Operator.UNION,
            CompoundBinder.collations(cores));
    return binder.finish(select, recursion, cores, all);
  }

  /** The parts, those bound last that read rows of the given columns. */
  private List<BoundCore> withSteps(
      List<BoundCore> starts, List<Select.Compound> steps, CompoundColumns columns) {
    CommonTables.Entry.SelfReference self =
        new CommonTables.Entry.SelfReference(
            NameKey.of(table.name().text()),
            table.name().text(),
            number,
            CommonTableBinder.named(table, columns.columns()));
    SelectBinder binder =
        new SelectBinder(environment, context.with(context.tables().with(self)), outer);
    List<BoundCore> cores = new ArrayList<>(starts);
    for (Select.Compound step : steps) {
      BoundCore core = binder.core(step.core());
      check(core, starts, step);
      cores.add(core);
    }
    return cores;
  }

  private void check(BoundCore core, List<BoundCore> starts, Select.Compound step) {
    if (core.results().size() != starts.getFirst().results().size()) {
      throw new StatementException(
          CompoundBinder.sizeMismatch(step.operator()), step.core().span().start());
    }
    if (core.body() instanceof BoundQuery.Core body && body.aggregated() && environment.runs()) {
      throw new StatementException(
          "recursive aggregate queries not supported", step.core().span().start());
    }
  }

  /** The sources by which the steps read the table's rows. */
  private Set<Integer> sources(List<BoundCore> cores) {
    Set<Integer> sources = new HashSet<>();
    for (BoundCore core : cores) {
      if (core.body() instanceof BoundQuery.Core select && select.from().isPresent()) {
        for (BoundSource source : SourceUse.leaves(select.from().get())) {
          if (source instanceof BoundSource.Recursion own && own.recursion() == number) {
            sources.add(own.id());
          }
        }
      }
    }
    return sources;
  }
}
