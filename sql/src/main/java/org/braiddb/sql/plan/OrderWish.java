package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The order that rows should come in, so that nothing need be sorted. It can be had from the first
 * step of a join alone: by rowid, or by the columns of an index after those that equal one value.
 *
 * @param terms expressions in the wanted order; empty for no wish
 * @param eager whether having few rows soon matters more than reading all of them fast
 */
record OrderWish(List<SortTerm> terms, boolean eager) {
  static final OrderWish NONE = new OrderWish(List.of(), false);

  static OrderWish of(List<SortTerm> orderBy, List<BoundExpr> outputs, boolean limited) {
    List<SortTerm> terms = new ArrayList<>();
    for (SortTerm term : orderBy) {
      BoundExpr value =
          term.value() instanceof BoundExpr.Output output
              ? outputs.get(output.index())
              : term.value();
      terms.add(new SortTerm(value, term.collation(), term.descending(), term.nullsFirst()));
    }
    return new OrderWish(terms, limited);
  }

  /** The order in which the first row gives the only min or max of a query. */
  static OrderWish ofExtreme(BoundQuery.Core core) {
    if (!core.aggregated()
        || !core.groupBy().isEmpty()
        || core.having().isPresent()
        || core.outputs().size() != 1
        || !(core.outputs().getFirst() instanceof BoundExpr.Aggregate aggregate)
        || aggregate.owner() != core.number()
        || aggregate.arguments().size() != 1
        || aggregate.filter().isPresent()) {
      return NONE;
    }
    String name = aggregate.function().name();
    if (!name.equals("min") && !name.equals("max")) {
      return NONE;
    }
    boolean descending = name.equals("max");
    SortTerm term =
        new SortTerm(
            aggregate.arguments().getFirst(), aggregate.collation(), descending, !descending);
    return new OrderWish(List.of(term), true);
  }

  /** Whether a plan's rows come in the order. */
  boolean fulfilledBy(JoinPlan plan) {
    if (plan.steps().isEmpty()) {
      return true;
    }
    return switch (plan.steps().getFirst().access()) {
      case Access.TableScan scan -> matches(rowidOrder(scan.source()), scan.reverse(), plan);
      case Access.RowidLookup lookup -> onlyFrom(lookup.source());
      case Access.Index index -> matches(indexOrder(index), index.reverse(), plan);
      default -> false;
    };
  }

  /** The plan with its first step turned or exchanged so that the order is had, where that pays. */
  JoinPlan applyTo(JoinPlan plan, ColumnUse use) {
    if (terms.isEmpty() || plan.steps().isEmpty() || fulfilledBy(plan)) {
      return plan;
    }
    Access first = plan.steps().getFirst().access();
    Access better = better(first, plan, use);
    if (better == null) {
      return plan;
    }
    List<JoinPlan.Step> steps = new ArrayList<>(plan.steps());
    steps.set(0, new JoinPlan.Step(better, plan.steps().getFirst().conditions()));
    return new JoinPlan(plan.before(), steps);
  }

  private @Nullable Access better(Access first, JoinPlan plan, ColumnUse use) {
    return switch (first) {
      case Access.TableScan scan -> {
        if (matches(rowidOrder(scan.source()), !scan.reverse(), plan)) {
          yield new Access.TableScan(scan.source(), scan.bounds(), !scan.reverse());
        }
        yield scan.bounds().isEmpty() ? byIndex(scan.source(), plan, use) : null;
      }
      case Access.Index index -> {
        if (matches(indexOrder(index), !index.reverse(), plan)) {
          yield reversed(index);
        }
        boolean whole =
            index.index().isPresent() && index.equal().isEmpty() && index.bounds().isEmpty();
        yield whole ? ofWhole(index.source(), plan, use) : null;
      }
      default -> null;
    };
  }

  private @Nullable Access ofWhole(BoundSource.Table source, JoinPlan plan, ColumnUse use) {
    if (source.table().hasRowid() && source.hint() instanceof IndexHint.None) {
      for (boolean reverse : new boolean[] {false, true}) {
        if (matches(rowidOrder(source), reverse, plan)) {
          return new Access.TableScan(source, List.of(), reverse);
        }
      }
    }
    return byIndex(source, plan, use);
  }

  private static Access reversed(Access.Index index) {
    return new Access.Index(
        index.source(),
        index.index(),
        index.equal(),
        index.bounds(),
        index.covering(),
        !index.reverse());
  }

  private @Nullable Access byIndex(BoundSource.Table source, JoinPlan plan, ColumnUse use) {
    if (source.hint() instanceof IndexHint.NotIndexed) {
      return null;
    }
    for (IndexDefinition index : source.table().indexes()) {
      boolean covering = IndexCover.covers(index, source.table(), use.of(source.id()));
      if (!index.usable() || index.where().isPresent() || !covering && !eager) {
        continue;
      }
      Access.Index access =
          new Access.Index(source, Optional.of(index), List.of(), List.of(), covering, false);
      if (matches(indexOrder(access), false, plan)) {
        return access;
      }
      if (matches(indexOrder(access), true, plan)) {
        return reversed(access);
      }
    }
    return null;
  }

  /**
   * A column that rows are ordered by.
   *
   * @param fixed whether it has one value only, so that it may be anywhere in the order
   * @param last whether it is unique, so that what comes after in the order does not matter
   */
  private record Ordered(
      int source, int column, String collation, boolean descending, boolean fixed, boolean last) {}

  private static List<Ordered> rowidOrder(BoundSource.Table source) {
    return List.of(new Ordered(source.id(), rowidColumn(source), "", false, false, true));
  }

  /** The rowid as bound expressions name it: by its alias, if it has one. */
  private static int rowidColumn(BoundSource.Table source) {
    return source.table().rowidAlias();
  }

  private static List<Ordered> indexOrder(Access.Index access) {
    List<Ordered> order = new ArrayList<>();
    TableDefinition table = access.source().table();
    List<IndexColumn> columns = new ArrayList<>();
    if (access.index().isPresent()) {
      columns.addAll(access.index().get().keyColumns());
      columns.addAll(access.index().get().suffixColumns());
    } else {
      columns.addAll(table.clusteredKey().orElseThrow().columns());
    }
    for (int i = 0; i < columns.size(); i++) {
      IndexColumn column = columns.get(i);
      boolean fixed =
          i < access.equal().size() && access.equal().get(i) instanceof Access.Key.Value;
      if (i < access.equal().size() && !fixed) {
        break; // several values, one scan after the other
      }
      boolean isRowid = column.column() == IndexColumn.ROWID;
      int place = isRowid ? rowidColumn(access.source()) : column.column();
      order.add(
          new Ordered(
              access.source().id(),
              place,
              isRowid ? "" : NameKey.of(column.collation()),
              column.descending(),
              fixed,
              isRowid));
    }
    return order;
  }

  private boolean onlyFrom(BoundSource.Table source) {
    return terms.stream()
        .allMatch(term ->
            term.value() instanceof BoundExpr.Column column && column.source() == source.id());
  }

  /**
   * Whether an order is at least as fine as the wish. What is unique ends it only where one source
   * is all there is: its row may have several partners.
   */
  private boolean matches(List<Ordered> order, boolean reverse, JoinPlan plan) {
    int at = 0;
    for (SortTerm term : terms) {
      if (!(strip(term.value()) instanceof BoundExpr.Column column) || !term.naturalNulls()) {
        return false;
      }
      if (isFixed(order, column, term)) {
        continue;
      }
      while (at < order.size() && order.get(at).fixed()) {
        at++;
      }
      if (at == order.size() || !sameColumn(order.get(at), column)) {
        return false;
      }
      Ordered have = order.get(at);
      if (term.descending() != (have.descending() != reverse)
          || !have.collation().isEmpty()
              && !have.collation().equals(NameKey.of(term.collation().name()))) {
        return false;
      }
      if (have.last() && plan.steps().size() == 1) {
        return true;
      }
      at++;
    }
    return true;
  }

  private static BoundExpr strip(BoundExpr expr) {
    return expr instanceof BoundExpr.Collated collated ? strip(collated.operand()) : expr;
  }

  private static boolean isFixed(List<Ordered> order, BoundExpr.Column column, SortTerm term) {
    return order.stream()
        .anyMatch(o ->
            o.fixed()
                && sameColumn(o, column)
                && o.collation().equals(NameKey.of(term.collation().name())));
  }

  private static boolean sameColumn(Ordered have, BoundExpr.Column column) {
    return have.source() == column.source() && have.column() == column.column();
  }
}
