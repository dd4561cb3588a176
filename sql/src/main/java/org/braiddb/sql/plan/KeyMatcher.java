package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.bind.IndexTerms;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.value.Affinity;
import org.jspecify.annotations.Nullable;

/**
 * Finds which conditions on a table can be decided by looking a key up: the first columns of the
 * key by equality, the next one by bounds. A condition serves a key column only if the comparison
 * is made under the collation that the key is ordered by, and no affinity changes what is stored.
 */
final class KeyMatcher {
  private final BoundSource.Table source;
  private final List<Term> terms;
  private final SourceSet own;
  private final SourceSet bound;
  private final boolean patterns;

  /**
   * @param terms the conditions
   * @param own all sources of the present query
   * @param bound the sources that are on a row already
   * @param patterns whether LIKE and GLOB count
   */
  KeyMatcher(
      BoundSource.Table source,
      List<Term> terms,
      SourceSet own,
      SourceSet bound,
      boolean patterns) {
    this.patterns = patterns;
    this.source = source;
    this.terms = terms;
    this.own = own;
    this.bound = bound;
  }

  /** The conditions. */
  List<Term> terms() {
    return terms;
  }

  /** What was found for one key. */
  static final class KeyMatch {
    final List<Access.Key> equal = new ArrayList<>();
    final List<Access.Bound> bounds = new ArrayList<>();
    final List<Term> used = new ArrayList<>(2);

    /** How many combinations of values the columns have that an IN gives. */
    double combinations = 1;

    /** Whether the bounds are those of a pattern: a few rows out of all. */
    boolean pattern;

    boolean narrows() {
      return !equal.isEmpty() || !bounds.isEmpty();
    }

    /** Adds a value of an IN, which is used once all of its values are keys. */
    private void add(Access.Key.In in, Term term) {
      if (columnsOf(in.in()).isEmpty()) {
        combinations *= inSize(in.in());
      }
      equal.add(in);
      if (columnsOf(in.in()).size() == in.width()) {
        used.add(term);
      }
    }

    /** Those of the values before IN that are keys. */
    private Set<Integer> columnsOf(BoundExpr in) {
      Set<Integer> columns = new HashSet<>(0);
      for (Access.Key key : equal) {
        if (key instanceof Access.Key.In known && known.in() == in) {
          columns.add(known.column());
        }
      }
      return columns;
    }
  }

  /** A condition of the form: the key column, an operator, a value known by then. */
  record Match(ComparisonOperator operator, BoundExpr value, ComparisonRule rule) {
    boolean isEquality() {
      return operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.IS;
    }

    boolean isRange() {
      return operator.isRange();
    }
  }

  /** Whether an expression is the key column in question, under a rule that its order fits. */
  interface ColumnTest {
    boolean test(BoundExpr expr, @Nullable ComparisonRule rule);
  }

  /**
   * Matches the columns of a key one after the other.
   *
   * @param expressions for each column what it is computed from; empty for plain columns
   */
  KeyMatch match(List<IndexColumn> columns, List<Optional<BoundExpr>> expressions) {
    KeyMatch keys = new KeyMatch();
    for (int i = 0; i < columns.size(); i++) {
      IndexColumn column = columns.get(i);
      Optional<BoundExpr> expression = expressions.get(i);
      ColumnTest test = (expr, rule) -> isColumn(source, column, expression, expr, rule);
      if (!addEqual(test, keys)) {
        addBounds(test, keys);
        if (patterns && keys.bounds.isEmpty()) {
          addPattern(column, test, keys);
        }
        break;
      }
    }
    return keys;
  }

  private boolean addEqual(ColumnTest test, KeyMatch keys) {
    for (Term term : terms) {
      Match m = match(term, test);
      if (m != null && m.isEquality()) {
        boolean nullMatches = m.operator() == ComparisonOperator.IS;
        keys.equal.add(new Access.Key.Value(m.value(), m.rule().affinity(), nullMatches));
        keys.used.add(term);
        return true;
      }
    }
    for (Term term : terms) {
      if (isNull(test, term.expr(), false)) {
        BoundExpr nothing = new BoundExpr.Constant(ConstantValue.NULL);
        keys.equal.add(new Access.Key.Value(nothing, Affinity.BLOB, true));
        keys.used.add(term);
        return true;
      }
      Access.Key.In in = in(term.expr(), test);
      if (in != null) {
        keys.add(in, term);
        return true;
      }
    }
    return false;
  }

  private static boolean isNull(ColumnTest test, BoundExpr condition, boolean negated) {
    return condition instanceof BoundExpr.IsNull isNull
        && isNull.negated() == negated
        && test.test(isNull.operand(), null);
  }

  /** Whether one of the conditions is that a column of a key is not NULL. */
  boolean refusesNull(IndexColumn column, Optional<BoundExpr> expression) {
    return terms.stream().anyMatch(term -> refusesNull(term.expr(), source, column, expression));
  }

  /** Whether a condition is that a column of a key of a table is not NULL. */
  static boolean refusesNull(
      BoundExpr condition,
      BoundSource.Table source,
      IndexColumn column,
      Optional<BoundExpr> expression) {
    return isNull(
        (expr, rule) -> isColumn(source, column, expression, expr, rule), condition, true);
  }

  private void addBounds(ColumnTest test, KeyMatch keys) {
    boolean low = false;
    boolean high = false;
    for (Term term : terms) {
      Match m = match(term, test);
      if (m == null || !m.isRange()) {
        continue;
      }
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

  /** A pattern that begins with letters bounds the column; the pattern stays a condition. */
  private void addPattern(IndexColumn column, ColumnTest test, KeyMatch keys) {
    for (Term term : terms) {
      Optional<PatternPrefix> prefix = PatternPrefix.of(term.expr());
      if (prefix.isPresent()
          && test.test(prefix.get().value(), null)
          && prefix.get().isOrderedBy(column.collation())) {
        keys.bounds.addAll(prefix.get().bounds());
        keys.pattern = true;
        return;
      }
    }
  }

  /** The condition as a comparison of the column with a value that is known; null if it is none. */
  @Nullable Match match(Term term, ColumnTest test) {
    if (!(term.expr() instanceof BoundExpr.Comparison comparison)
        || comparison.operator() == ComparisonOperator.NOT_EQUAL
        || comparison.operator() == ComparisonOperator.IS_NOT) {
      return null;
    }
    ComparisonRule rule = comparison.rule();
    if (test.test(comparison.left(), rule) && known(comparison.right())) {
      return new Match(comparison.operator(), comparison.right(), rule);
    }
    if (test.test(comparison.right(), rule) && known(comparison.left())) {
      return new Match(comparison.operator().mirrored(), comparison.left(), rule);
    }
    return null;
  }

  private static boolean isColumn(
      BoundSource.Table source,
      IndexColumn indexColumn,
      Optional<BoundExpr> expression,
      BoundExpr expr,
      @Nullable ComparisonRule rule) {
    BoundExpr plain = withoutCollation(expr);
    boolean same =
        expression.isPresent()
            ? SourceUse.of(plain).contains(source.id()) && sameExpression(plain, expression.get())
            : plain instanceof BoundExpr.Column column
                && column.source() == source.id()
                && column.column() >= 0
                && column.column() == indexColumn.column();
    if (!same) {
      return false;
    }
    return rule == null
        || sameCollation(rule, indexColumn)
            && keepsStored(rule, ComparisonRules.affinity(plain).orElse(Affinity.BLOB));
  }

  private static boolean sameExpression(BoundExpr expr, BoundExpr indexed) {
    return IndexTerms.comparable(expr).equals(withoutCollation(indexed));
  }

  private static BoundExpr withoutCollation(BoundExpr expr) {
    return expr instanceof BoundExpr.Collated collated
        ? withoutCollation(collated.operand())
        : expr;
  }

  private static boolean sameCollation(ComparisonRule rule, IndexColumn column) {
    return NameKey.same(rule.collation().name(), column.collation());
  }

  /** Whether a comparison looks at values of this affinity as they are stored. */
  private static boolean keepsStored(ComparisonRule rule, Affinity affinity) {
    return switch (rule.affinity()) {
      case BLOB -> true;
      case TEXT -> affinity == Affinity.TEXT;
      case NUMERIC, INTEGER, REAL -> affinity.isNumeric();
    };
  }

  /** Whether a value is known before the table is on a row. */
  boolean known(BoundExpr value) {
    if (value instanceof BoundExpr.Constant || value instanceof BoundExpr.Parameter) {
      return true;
    }
    SourceSet used = SourceUse.of(value);
    // Sources of queries around this one are always known.
    return !used.contains(source.id()) && bound.containsAll(used.and(own));
  }

  /** The condition as an IN of the column, among others or alone; null if it is none. */
  Access.Key.@Nullable In in(BoundExpr condition, ColumnTest test) {
    return switch (condition) {
      case BoundExpr.Or or -> {
        BoundExpr.InList in = EqualValues.of(or);
        yield in == null ? null : ofList(in, test);
      }
      case BoundExpr.InList in -> ofList(in, test);
      case BoundExpr.InQuery in when !in.negated() && known(in.query()) -> {
        for (int i = 0; i < in.values().size(); i++) {
          if (test.test(in.values().get(i), in.rules().get(i))) {
            yield new Access.Key.In(in, i);
          }
        }
        yield null;
      }
      default -> null;
    };
  }

  private Access.Key.@Nullable In ofList(BoundExpr.InList in, ColumnTest test) {
    boolean serves =
        !in.negated()
            && test.test(in.value(), in.rule())
            && in.list().stream().allMatch(this::known);
    return serves ? new Access.Key.In(in, 0) : null;
  }

  /** Whether the rows of a query are known before the table is on a row. */
  private boolean known(BoundQuery query) {
    if (!SourceUse.isCorrelated(query)) {
      return true;
    }
    SourceSet outer = SourceUse.outer(query);
    return !SourceUse.readsRecursion(query)
        && !outer.contains(source.id())
        && bound.containsAll(outer.and(own));
  }

  /** How many values an IN is thought to give; of a query that is not known. */
  static double inSize(BoundExpr in) {
    return switch (in) {
      case BoundExpr.InList list -> Math.max(1, list.list().size());
      case BoundExpr.InQuery query when query.query().body() instanceof BoundQuery.Values given ->
          given.rows().size();
      default -> 25;
    };
  }
}
