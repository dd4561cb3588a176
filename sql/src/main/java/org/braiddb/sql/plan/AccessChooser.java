package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/** Finds the cheapest access to a table, given which sources are on a row already. */
final class AccessChooser {
  /** The size of a table of which nothing is known; SQLite's guess. */
  static final double TABLE_ROWS = 1_048_576;

  /** An index entry and the table row it leads to, against a row of a scan. */
  private static final double SEEK = 3;

  private final BoundSource.Table source;
  private final TableDefinition table;
  private final Set<Integer> usedColumns;
  private final List<Term> terms;
  private final Set<Integer> own;

  /**
   * @param own all sources of the present query
   * @param terms the conditions that involve the table and may be decided by its access
   */
  AccessChooser(
      BoundSource.Table source, Set<Integer> usedColumns, List<Term> terms, Set<Integer> own) {
    this.own = own;
    this.source = source;
    this.table = source.table();
    this.usedColumns = usedColumns;
    this.terms = terms;
  }

  Choice best(Set<Integer> bound) {
    Choice best = null;
    for (Choice choice : all(bound)) {
      if (best == null || cost(choice) < cost(best)) {
        best = choice;
      }
    }
    if (best == null) {
      throw new StatementException("no query solution");
    }
    return best;
  }

  private static double cost(Choice choice) {
    return choice.each() + choice.rows() * 0.5;
  }

  /** All accesses that make sense. */
  List<Choice> all(Set<Integer> bound) {
    List<Choice> choices = new ArrayList<>();
    boolean byHint = source.hint() instanceof IndexHint.IndexedBy;
    if (!byHint) {
      if (table.hasRowid()) {
        choices.add(scan(bound));
        rowidLookup(bound).ifPresent(choices::add);
      } else {
        choices.add(clustered(bound));
      }
    }
    for (IndexDefinition index : table.indexes()) {
      if (index.usable() && allowed(index)) {
        index(index, bound, byHint).ifPresent(choices::add);
      }
    }
    return choices;
  }

  private boolean allowed(IndexDefinition index) {
    return switch (source.hint()) {
      case IndexHint.None _ -> true;
      case IndexHint.NotIndexed _ -> false;
      case IndexHint.IndexedBy by -> NameKey.of(by.index().text()).equals(NameKey.of(index.name()));
    };
  }

  // ---- by rowid

  private Choice scan(Set<Integer> bound) {
    List<Access.Bound> bounds = new ArrayList<>();
    Set<Term> used = new HashSet<>();
    double rows = TABLE_ROWS;
    for (Term term : terms) {
      Optional<Access.Bound> range = rowidRange(term, bound);
      if (range.isPresent()) {
        bounds.add(range.get());
        used.add(term);
        rows /= 4;
      }
    }
    return new Choice(new Access.TableScan(source, bounds, false), used, 0, rows, rows);
  }

  private Optional<Access.Bound> rowidRange(Term term, Set<Integer> bound) {
    return match(term, bound, this::isRowid)
        .filter(m -> isRange(m.operator()))
        .map(m -> new Access.Bound(m.operator(), m.value(), Affinity.NUMERIC));
  }

  private Optional<Choice> rowidLookup(Set<Integer> bound) {
    Choice found = null;
    for (Term term : terms) {
      Optional<Match> match =
          match(term, bound, this::isRowid)
              .filter(m ->
                  m.operator() == ComparisonOperator.EQUAL
                      || m.operator() == ComparisonOperator.IS);
      if (match.isPresent()) {
        Access access = new Access.RowidLookup(source, match.get().value());
        return Optional.of(new Choice(access, Set.of(term), 0, 1, 1));
      }
      if (isIn(term.expr(), bound, this::isRowid) && found == null) {
        Access access = new Access.RowidIn(source, new Access.Key.In(term.expr()));
        double rows = inSize(term.expr());
        found = new Choice(access, Set.of(term), 0, rows * 1.2, rows);
      }
    }
    return Optional.ofNullable(found);
  }

  private boolean isRowid(BoundExpr expr, @Nullable ComparisonRule rule) {
    return expr instanceof BoundExpr.Column column
        && column.source() == source.id()
        && (column.column() == BoundExpr.Column.ROWID || column.column() == table.rowidAlias())
        && table.hasRowid()
        && (rule == null || rule.affinity() != Affinity.TEXT);
  }

  private static boolean isRange(ComparisonOperator operator) {
    return switch (operator) {
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      case EQUAL, NOT_EQUAL, IS, IS_NOT -> false;
    };
  }

  // ---- by index

  private Choice clustered(Set<Integer> bound) {
    List<IndexColumn> columns = table.clusteredKey().orElseThrow().columns();
    KeyMatch keys = keys(columns, bound);
    double rows = estimate(keys, columns.size(), true);
    Access access =
        new Access.Index(source, Optional.empty(), keys.equal, keys.bounds, true, false);
    return new Choice(access, keys.used, 0, rows, rows);
  }

  private Optional<Choice> index(IndexDefinition index, Set<Integer> bound, boolean required) {
    if (index.where().isPresent() && !PartialIndexes.implied(index, source, terms, bound)) {
      return Optional.empty();
    }
    KeyMatch keys = keys(index.keyColumns(), bound);
    boolean covering = covers(index);
    boolean narrows = !keys.equal.isEmpty() || !keys.bounds.isEmpty();
    boolean narrower = covering && index.recordSize() < table.columns().size();
    if (!narrows && !narrower && !required && index.where().isEmpty()) {
      return Optional.empty();
    }
    double rows = estimate(keys, index.keyColumns().size(), index.unique());
    if (index.where().isPresent()) {
      rows /= 4;
    }
    double each = covering ? rows * 0.9 : rows * SEEK;
    each += 1;
    Access access =
        new Access.Index(source, Optional.of(index), keys.equal, keys.bounds, covering, false);
    return Optional.of(new Choice(access, keys.used, 0, each, rows));
  }

  private static final class KeyMatch {
    final List<Access.Key> equal = new ArrayList<>();
    final List<Access.Bound> bounds = new ArrayList<>();
    final Set<Term> used = new HashSet<>();
    double combinations = 1;
  }

  private KeyMatch keys(List<IndexColumn> columns, Set<Integer> bound) {
    KeyMatch keys = new KeyMatch();
    for (IndexColumn column : columns) {
      if (!addEqual(column, bound, keys)) {
        addBounds(column, bound, keys);
        break;
      }
    }
    return keys;
  }

  private boolean addEqual(IndexColumn column, Set<Integer> bound, KeyMatch keys) {
    for (Term term : terms) {
      Optional<Match> match =
          match(term, bound, (expr, rule) -> isColumn(column, expr, rule))
              .filter(m ->
                  m.operator() == ComparisonOperator.EQUAL
                      || m.operator() == ComparisonOperator.IS);
      if (match.isPresent()) {
        Match m = match.get();
        keys.equal.add(
            new Access.Key.Value(
                m.value(), m.rule().affinity(), m.operator() == ComparisonOperator.IS));
        keys.used.add(term);
        return true;
      }
    }
    for (Term term : terms) {
      if (isNull(column, term)) {
        keys.equal.add(
            new Access.Key.Value(
                new BoundExpr.Constant(org.braiddb.sql.bind.ConstantValue.NULL),
                Affinity.BLOB,
                true));
        keys.used.add(term);
        return true;
      }
      if (isIn(term.expr(), bound, (expr, rule) -> isColumn(column, expr, rule))) {
        keys.equal.add(new Access.Key.In(term.expr()));
        keys.used.add(term);
        keys.combinations *= inSize(term.expr());
        return true;
      }
    }
    return false;
  }

  private boolean isNull(IndexColumn column, Term term) {
    return term.expr() instanceof BoundExpr.IsNull isNull
        && !isNull.negated()
        && isColumn(column, isNull.operand(), null);
  }

  private void addBounds(IndexColumn column, Set<Integer> bound, KeyMatch keys) {
    boolean low = false;
    boolean high = false;
    for (Term term : terms) {
      Optional<Match> match =
          match(term, bound, (expr, rule) -> isColumn(column, expr, rule))
              .filter(m -> isRange(m.operator()));
      if (match.isEmpty()) {
        continue;
      }
      Match m = match.get();
      boolean isLow =
          m.operator() == ComparisonOperator.GREATER
              || m.operator() == ComparisonOperator.GREATER_OR_EQUAL;
      if (isLow ? low : high) {
        continue; // a second bound on the same side stays a condition
      }
      low |= isLow;
      high |= !isLow;
      keys.bounds.add(new Access.Bound(m.operator(), m.value(), m.rule().affinity()));
      keys.used.add(term);
    }
  }

  private static double estimate(KeyMatch keys, int columns, boolean unique) {
    double rows = TABLE_ROWS;
    int equal = keys.equal.size();
    if (equal > 0) {
      rows = unique && equal >= columns ? 1 : Math.max(2, 11 - equal);
      rows *= keys.combinations;
    }
    for (int i = 0; i < keys.bounds.size(); i++) {
      rows = Math.max(1, rows / 4);
    }
    return rows;
  }

  private boolean covers(IndexDefinition index) {
    for (int column : usedColumns) {
      boolean rowid = column == BoundExpr.Column.ROWID || column == table.rowidAlias();
      if (rowid && table.hasRowid()) {
        continue;
      }
      if (index.placeOf(column) < 0) {
        return false;
      }
    }
    return true;
  }

  // ---- terms

  private record Match(ComparisonOperator operator, BoundExpr value, ComparisonRule rule) {}

  /** Whether an expression is the column in question, under a rule that the key's order fits. */
  private interface ColumnTest {
    boolean test(BoundExpr expr, @Nullable ComparisonRule rule);
  }

  private boolean isColumn(IndexColumn indexColumn, BoundExpr expr, @Nullable ComparisonRule rule) {
    if (!(expr instanceof BoundExpr.Column column)
        || column.source() != source.id()
        || indexColumn.column() < 0
        || column.column() != indexColumn.column()) {
      return false;
    }
    if (rule == null) {
      return true;
    }
    if (!NameKey.of(rule.collation().name()).equals(NameKey.of(indexColumn.collation()))) {
      return false;
    }
    Affinity affinity = column.affinity().orElse(Affinity.BLOB);
    return switch (rule.affinity()) {
      case BLOB -> true;
      case TEXT -> affinity == Affinity.TEXT;
      case NUMERIC, INTEGER, REAL -> affinity.isNumeric();
    };
  }

  private Optional<Match> match(Term term, Set<Integer> bound, ColumnTest test) {
    if (!(term.expr() instanceof BoundExpr.Comparison comparison)
        || comparison.operator() == ComparisonOperator.NOT_EQUAL
        || comparison.operator() == ComparisonOperator.IS_NOT) {
      return Optional.empty();
    }
    ComparisonRule rule = comparison.rule();
    if (test.test(comparison.left(), rule) && known(comparison.right(), bound)) {
      return Optional.of(new Match(comparison.operator(), comparison.right(), rule));
    }
    if (test.test(comparison.right(), rule) && known(comparison.left(), bound)) {
      return Optional.of(new Match(comparison.operator().mirrored(), comparison.left(), rule));
    }
    return Optional.empty();
  }

  private boolean known(BoundExpr value, Set<Integer> bound) {
    Set<Integer> used = SourceUse.of(value);
    if (used.contains(source.id())) {
      return false;
    }
    used.retainAll(own); // those of queries around this one are always known
    return bound.containsAll(used);
  }

  private boolean isIn(BoundExpr expr, Set<Integer> bound, ColumnTest test) {
    return switch (expr) {
      case BoundExpr.InList in ->
          !in.negated()
              && test.test(in.value(), in.rule())
              && in.rule().collation() instanceof Collations
              && in.list().stream().allMatch(element -> known(element, bound));
      case BoundExpr.InQuery in ->
          !in.negated()
              && in.values().size() == 1
              && test.test(in.values().getFirst(), in.rules().getFirst())
              && in.rules().getFirst().collation() instanceof Collations
              && !SourceUse.isCorrelated(in.query());
      default -> false;
    };
  }

  private static double inSize(BoundExpr in) {
    return in instanceof BoundExpr.InList list ? Math.max(1, list.list().size()) : 25;
  }
}
