package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.IndexTerms;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * The order that rows should come in, so that nothing need be sorted or hashed. It can be had from
 * the first step of a join alone: by rowid, or by the columns of an index after those that equal
 * one value.
 *
 * @param terms expressions in the wanted order; empty for no wish
 * @param eager whether having few rows soon matters more than reading all of them fast
 * @param together whether equal values need only come together: then neither the order of the terms
 *     nor their directions matter
 */
record OrderWish(List<SortTerm> terms, boolean eager, boolean together) {
  static final OrderWish NONE = new OrderWish(List.of(), false, false);

  /** An index is worth sorting by where at most one row of so many agrees with another. */
  private static final double FEW_OF = 16;

  static OrderWish of(List<SortTerm> orderBy, List<BoundExpr> outputs, boolean limited) {
    List<SortTerm> terms = new ArrayList<>();
    for (SortTerm term : orderBy) {
      BoundExpr value =
          term.value() instanceof BoundExpr.Output output
              ? outputs.get(output.index())
              : term.value();
      terms.add(new SortTerm(value, term.collation(), term.descending(), term.nullsFirst()));
    }
    return new OrderWish(terms, limited, false);
  }

  /** Rows that agree in all values, as GROUP BY and DISTINCT compare them, one after the other. */
  static OrderWish together(List<BoundExpr> values) {
    return new OrderWish(ascending(values), false, true);
  }

  /** Rows in the ascending order of these values, as DISTINCT compares them. */
  static OrderWish ofAll(List<BoundExpr> values) {
    return new OrderWish(ascending(values), false, false);
  }

  private static List<SortTerm> ascending(List<BoundExpr> values) {
    List<SortTerm> terms = new ArrayList<>(values.size());
    for (BoundExpr value : values) {
      Collation collation = ComparisonRules.collation(value).orElse(Collations.BINARY);
      terms.add(new SortTerm(value, collation, false, true));
    }
    return terms;
  }

  /** The same where reading few rows matters more than reading each of them fast. */
  OrderWish soon() {
    return new OrderWish(terms, true, together);
  }

  /** This order, and after it the rest of some values, so that those come together as well. */
  OrderWish with(List<BoundExpr> values) {
    List<SortTerm> all = new ArrayList<>(terms);
    for (SortTerm term : ascending(values)) {
      if (!has(term.value())) {
        all.add(term);
      }
    }
    return new OrderWish(all, eager, false);
  }

  private boolean has(BoundExpr value) {
    for (SortTerm term : terms) {
      if (term.value().equals(value)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is an order of some of these values only. */
  boolean isOf(List<BoundExpr> values) {
    for (SortTerm term : terms) {
      if (!values.contains(term.value())) {
        return false;
      }
    }
    return true;
  }

  /** The order in which the first row gives the only min or max of a query, and bare columns. */
  static OrderWish ofExtreme(BoundQuery.Core core, AggregateUse use) {
    BoundExpr.Aggregate aggregate = onlyAggregate(core, use);
    if (aggregate == null) {
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
    return new OrderWish(List.of(term), true, false);
  }

  /**
   * The order in which equal values come together of which the only aggregate takes one. Bare
   * columns are those of a row that only the plan for all rows decides.
   */
  static OrderWish ofDistinct(BoundQuery.Core core, AggregateUse use) {
    BoundExpr.Aggregate aggregate = onlyAggregate(core, use);
    return aggregate != null
            && aggregate.distinct()
            && aggregate.orderBy().isEmpty()
            && use.bare().isEmpty()
        ? together(aggregate.arguments())
        : NONE;
  }

  /** The aggregate of one argument of all rows that is the only one of a query without groups. */
  private static BoundExpr.@Nullable Aggregate onlyAggregate(
      BoundQuery.Core core, AggregateUse use) {
    if (!core.groupBy().isEmpty() || use.aggregates().size() != 1) {
      return null;
    }
    BoundExpr.Aggregate aggregate = use.aggregates().getFirst();
    return aggregate.arguments().size() == 1 && aggregate.filter().isEmpty() ? aggregate : null;
  }

  /** Whether a plan's rows come in the order. */
  boolean fulfilledBy(JoinPlan plan, IndexTerms indexTerms) {
    if (plan.steps().isEmpty()) {
      return true;
    }
    return switch (plan.steps().getFirst().access()) {
      case Access.TableScan scan -> matches(rowidOrder(scan.source()), scan.reverse(), plan);
      case Access.RowidLookup lookup -> onlyFrom(lookup.source());
      case Access.Index index -> matches(indexOrder(index, indexTerms), index.reverse(), plan);
      default -> false;
    };
  }

  /** In the order of how many of the first terms a plan's rows come. */
  int termsFulfilledBy(JoinPlan plan, IndexTerms indexTerms) {
    if (fulfilledBy(plan, indexTerms)) {
      return terms.size();
    }
    return switch (plan.steps().getFirst().access()) {
      case Access.TableScan scan -> termsIn(rowidOrder(scan.source()), scan.reverse(), plan);
      case Access.Index index -> termsIn(indexOrder(index, indexTerms), index.reverse(), plan);
      default -> 0;
    };
  }

  /** The plan with its first step turned or exchanged so that the order is had, where that pays. */
  JoinPlan applyTo(JoinPlan plan, ColumnUse use, IndexTerms indexTerms) {
    if (terms.isEmpty() || plan.steps().isEmpty() || fulfilledBy(plan, indexTerms)) {
      return plan;
    }
    Access first = plan.steps().getFirst().access();
    Access better = better(first, plan, use, indexTerms);
    return better == null ? plan : beginning(plan, better);
  }

  private static JoinPlan beginning(JoinPlan plan, Access first) {
    List<JoinPlan.Step> steps = new ArrayList<>(plan.steps());
    steps.set(0, new JoinPlan.Step(first, plan.steps().getFirst().conditions()));
    return plan.with(steps);
  }

  /**
   * The plan with its first step turned or exchanged so that rows come in the order of some first
   * terms, where the whole order is not to be had. Another index is taken only where few rows are
   * wanted and few agree in these terms: they are all read and sorted before the first is shown.
   */
  JoinPlan partlyApplyTo(
      JoinPlan plan,
      ColumnUse use,
      IndexTerms indexTerms,
      Function<BoundSource.Table, TableStatistics> statistics) {
    if (terms.size() < 2 || plan.steps().isEmpty()) {
      return plan;
    }
    JoinPlan best = plan;
    int most = termsFulfilledBy(plan, indexTerms);
    for (Access access : othersFor(plan, use, statistics)) {
      JoinPlan other = beginning(plan, access);
      int fulfilled = termsFulfilledBy(other, indexTerms);
      if (fulfilled > most) {
        best = other;
        most = fulfilled;
      }
    }
    return best;
  }

  /** Other accesses that the first step may be exchanged for. */
  private List<Access> othersFor(
      JoinPlan plan, ColumnUse use, Function<BoundSource.Table, TableStatistics> statistics) {
    return switch (plan.steps().getFirst().access()) {
      case Access.TableScan scan -> {
        List<Access> others = new ArrayList<>();
        others.add(scan.reversed());
        if (scan.bounds().isEmpty()) {
          others.addAll(ofFewEqual(scan.source(), plan, use, statistics));
        }
        yield others;
      }
      case Access.Index index -> {
        List<Access> others = new ArrayList<>();
        others.add(index.reversed());
        if (isWhole(index)) {
          others.addAll(ofFewEqual(index.source(), plan, use, statistics));
        }
        yield others;
      }
      default -> List.of();
    };
  }

  /** Scans of indexes, both ways, whose first columns few rows agree in. */
  private List<Access> ofFewEqual(
      BoundSource.Table source,
      JoinPlan plan,
      ColumnUse use,
      Function<BoundSource.Table, TableStatistics> statistics) {
    boolean readsAll = plan.steps().size() > 1 || !plan.steps().getFirst().conditions().isEmpty();
    if (!eager || readsAll) {
      return List.of();
    }
    TableStatistics known = statistics.apply(source);
    List<Access> scans = new ArrayList<>();
    for (Access.Index scan : wholeIndexes(source, use)) {
      if (known.rowsPerKey(scan.index().orElseThrow(), 1) * FEW_OF <= known.rows()) {
        scans.add(scan);
        scans.add(scan.reversed());
      }
    }
    return scans;
  }

  private @Nullable Access better(
      Access first, JoinPlan plan, ColumnUse use, IndexTerms indexTerms) {
    return switch (first) {
      case Access.TableScan scan -> {
        if (matches(rowidOrder(scan.source()), !scan.reverse(), plan)) {
          yield scan.reversed();
        }
        yield scan.bounds().isEmpty() ? byIndex(scan.source(), plan, use, indexTerms) : null;
      }
      case Access.Index index -> {
        if (matches(indexOrder(index, indexTerms), !index.reverse(), plan)) {
          yield index.reversed();
        }
        yield isWhole(index)
            ? ofWhole(index.source(), plan, use, indexTerms)
            : inOrder(sameSearches(index, use), plan, indexTerms);
      }
      default -> null;
    };
  }

  private static boolean isWhole(Access.Index index) {
    return index.equal().isEmpty() && index.bounds().isEmpty();
  }

  private @Nullable Access ofWhole(
      BoundSource.Table source, JoinPlan plan, ColumnUse use, IndexTerms indexTerms) {
    if (source.table().hasRowid() && source.hint() instanceof IndexHint.None) {
      for (boolean reverse : new boolean[] {false, true}) {
        if (matches(rowidOrder(source), reverse, plan)) {
          return new Access.TableScan(source, List.of(), reverse);
        }
      }
    }
    return byIndex(source, plan, use, indexTerms);
  }

  private @Nullable Access byIndex(
      BoundSource.Table source, JoinPlan plan, ColumnUse use, IndexTerms indexTerms) {
    return inOrder(wholeIndexes(source, use), plan, indexTerms);
  }

  /** The first of some accesses by indexes that has the order, one way or the other. */
  private @Nullable Access inOrder(
      List<Access.Index> accesses, JoinPlan plan, IndexTerms indexTerms) {
    for (Access.Index access : accesses) {
      List<Ordered> order = indexOrder(access, indexTerms);
      if (matches(order, access.reverse(), plan)) {
        return access;
      }
      if (matches(order, !access.reverse(), plan)) {
        return access.reversed();
      }
    }
    return null;
  }

  /** Scans of whole indexes that have all rows, and all columns unless few rows are wanted. */
  private List<Access.Index> wholeIndexes(BoundSource.Table source, ColumnUse use) {
    if (!(source.hint() instanceof IndexHint.None)) {
      return List.of();
    }
    List<Access.Index> scans = new ArrayList<>();
    for (IndexDefinition index : source.table().indexes()) {
      boolean covering = IndexCover.covers(index, source.table(), use.of(source.id()));
      if (index.usable() && index.where().isEmpty() && (covering || eager)) {
        scans.add(
            new Access.Index(source, Optional.of(index), List.of(), List.of(), covering, false));
      }
    }
    return scans;
  }

  /** The same search by other indexes, which begin with the columns that are searched for. */
  private List<Access.Index> sameSearches(Access.Index search, ColumnUse use) {
    BoundSource.Table source = search.source();
    if (search.index().isEmpty()
        || search.index().get().where().isPresent()
        || !(source.hint() instanceof IndexHint.None)) {
      return List.of();
    }
    List<Access.Index> searches = new ArrayList<>();
    int searched = search.equal().size() + (search.bounds().isEmpty() ? 0 : 1);
    for (IndexDefinition index : source.table().indexes()) {
      boolean covering = IndexCover.covers(index, source.table(), use.of(source.id()));
      if (index.usable()
          && index.where().isEmpty()
          && (covering || eager || !search.covering())
          && beginsAlike(index, search.index().get(), searched)) {
        searches.add(
            new Access.Index(
                source, Optional.of(index), search.equal(), search.bounds(), covering, false));
      }
    }
    return searches;
  }

  /** Whether two indexes have the same columns in so many first places, and order them alike. */
  private static boolean beginsAlike(IndexDefinition one, IndexDefinition other, int count) {
    if (Math.min(one.keyColumns().size(), other.keyColumns().size()) < count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      IndexColumn left = one.keyColumns().get(i);
      IndexColumn right = other.keyColumns().get(i);
      if (left.column() < 0
          || left.column() != right.column()
          || left.descending() != right.descending()
          || !NameKey.of(left.collation()).equals(NameKey.of(right.collation()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * A column that rows are ordered by.
   *
   * @param expression what an index computes; then there is no column
   * @param fixed whether it has one value only, so that it may be anywhere in the order
   * @param ascending whether it ascends even where the index is read backwards: the values of an IN
   * @param last whether it is unique, so that what comes after in the order does not matter
   */
  private record Ordered(
      int source,
      int column,
      Optional<BoundExpr> expression,
      String collation,
      boolean descending,
      boolean fixed,
      boolean ascending,
      boolean last) {}

  private static List<Ordered> rowidOrder(BoundSource.Table source) {
    return List.of(
        new Ordered(
            source.id(), rowidColumn(source), Optional.empty(), "", false, false, false, true));
  }

  /** The rowid as bound expressions name it: by its alias, if it has one. */
  private static int rowidColumn(BoundSource.Table source) {
    return source.table().rowidAlias();
  }

  private static List<Ordered> indexOrder(Access.Index access, IndexTerms indexTerms) {
    List<Ordered> order = new ArrayList<>();
    TableDefinition table = access.source().table();
    List<IndexColumn> columns = new ArrayList<>();
    if (access.index().isPresent()) {
      columns.addAll(access.index().get().keyColumns());
      columns.addAll(access.index().get().suffixColumns());
    } else {
      columns.addAll(table.clusteredKey().orElseThrow().columns());
    }
    List<Optional<BoundExpr>> expressions =
        access.index().isPresent()
            ? indexTerms.of(access.source(), access.index().get()).keys()
            : List.of();
    for (int i = 0; i < columns.size(); i++) {
      IndexColumn column = columns.get(i);
      boolean equal = i < access.equal().size();
      boolean fixed = equal && access.equal().get(i) instanceof Access.Key.Value;
      boolean isRowid = column.column() == IndexColumn.ROWID;
      int place = isRowid ? rowidColumn(access.source()) : column.column();
      order.add(
          new Ordered(
              access.source().id(),
              place,
              i < expressions.size() ? expressions.get(i) : Optional.empty(),
              isRowid ? "" : NameKey.of(column.collation()),
              column.descending(),
              fixed,
              equal && !fixed,
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
    return together ? bringsTogether(order, plan) : hasOrder(order, reverse, plan);
  }

  private boolean hasOrder(List<Ordered> order, boolean reverse, JoinPlan plan) {
    return termsIn(order, reverse, plan) == terms.size();
  }

  /** How many first terms an order fulfils. */
  private int termsIn(List<Ordered> order, boolean reverse, JoinPlan plan) {
    int at = 0;
    for (int i = 0; i < terms.size(); i++) {
      SortTerm term = terms.get(i);
      if (!term.naturalNulls()) {
        return i;
      }
      if (isFixed(order, term)) {
        continue;
      }
      while (at < order.size() && order.get(at).fixed()) {
        at++;
      }
      if (at == order.size() || !isBy(order.get(at), term)) {
        return i;
      }
      Ordered have = order.get(at);
      if (term.descending() != (!have.ascending() && have.descending() != reverse)) {
        return i;
      }
      if (have.last() && plan.steps().size() == 1) {
        return terms.size();
      }
      at++;
    }
    return terms.size();
  }

  private boolean bringsTogether(List<Ordered> order, JoinPlan plan) {
    List<SortTerm> left = new ArrayList<>(terms);
    left.removeIf(term -> isFixed(order, term));
    for (Ordered have : order) {
      if (left.isEmpty()) {
        return true;
      }
      if (!have.fixed()) {
        if (!left.removeIf(term -> isBy(have, term))) {
          return false;
        }
        if (have.last() && plan.steps().size() == 1) {
          return true;
        }
      }
    }
    return left.isEmpty();
  }

  private static BoundExpr strip(BoundExpr expr) {
    return expr instanceof BoundExpr.Collated collated ? strip(collated.operand()) : expr;
  }

  private static boolean isFixed(List<Ordered> order, SortTerm term) {
    for (Ordered have : order) {
      if (have.fixed() && isBy(have, term)) {
        return true;
      }
    }
    return false;
  }

  /** Whether rows are ordered by the value of a term, as the term compares it. */
  private static boolean isBy(Ordered have, SortTerm term) {
    if (!have.collation().isEmpty()
        && !have.collation().equals(NameKey.of(term.collation().name()))) {
      return false;
    }
    BoundExpr value = strip(term.value());
    if (have.expression().isPresent()) {
      return IndexTerms.comparable(value).equals(strip(have.expression().get()));
    }
    return value instanceof BoundExpr.Column column
        && have.source() == column.source()
        && have.column() == column.column();
  }
}
