package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.IndexTerms;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Optimization;
import org.braiddb.sql.value.Affinity;
import org.jspecify.annotations.Nullable;

/** Finds the cheapest access to a table, given which sources are on a row already. */
final class AccessChooser {
  /** An index entry and the table row it leads to, against a row of a scan. */
  private static final double SEEK = 3;

  /** What a scan of everything costs besides its rows: where there are few, a search is as good. */
  private static final double BEGIN = 4;

  private final Planner planner;
  private final BoundSource.Table source;
  private final TableDefinition table;
  private final TableStatistics statistics;
  private final ColumnSet usedColumns;
  private final List<Term> terms;
  private final SourceSet own;

  /**
   * @param usedColumns the columns of the table that the statement reads
   * @param terms the conditions that involve the table and may be decided by its access
   * @param own all sources of the present query
   */
  AccessChooser(
      Planner planner,
      BoundSource.Table source,
      ColumnSet usedColumns,
      List<Term> terms,
      SourceSet own) {
    this.planner = planner;
    this.own = own;
    this.source = source;
    this.table = source.table();
    this.statistics = planner.statistics(source);
    this.usedColumns = usedColumns;
    this.terms = terms;
  }

  Choice best(SourceSet bound) {
    Choice best = cheapest(all(bound));
    if (best == null) {
      throw new StatementException("no query solution");
    }
    if (best.each() > FEW
        && planner.may(Optimization.MULTI_INDEX_OR)
        && source.hint() instanceof IndexHint.None
        && table.hasRowid()) {
      Choice byParts = byParts(bound);
      if (byParts != null && cost(byParts) < cost(best)) {
        return byParts;
      }
    }
    return best;
  }

  /** An access that reads no more rows is not worth taking an OR apart. */
  private static final double FEW = 30;

  private static @Nullable Choice cheapest(List<Choice> choices) {
    Choice best = null;
    for (Choice choice : choices) {
      if (best == null || cost(choice) < cost(best)) {
        best = choice;
      }
    }
    return best;
  }

  private static double cost(Choice choice) {
    return choice.each() + choice.rows() * 0.5;
  }

  /** All accesses that make sense. */
  private List<Choice> all(SourceSet bound) {
    KeyMatcher matcher = matcher(terms, bound);
    KeyMatcher keys = planner.may(Optimization.KEY_SEARCH) ? matcher : matcher(List.of(), bound);
    List<Choice> choices = new ArrayList<>();
    boolean byHint = source.hint() instanceof IndexHint.IndexedBy;
    if (!byHint) {
      if (table.hasRowid()) {
        choices.add(scan(keys));
        rowidLookup(keys).ifPresent(choices::add);
      } else {
        choices.add(clustered(keys));
      }
    }
    for (IndexDefinition index : table.indexes()) {
      if (index.usable() && allowed(index)) {
        index(index, matcher, byHint).ifPresent(choices::add);
      }
    }
    return choices;
  }

  private KeyMatcher matcher(List<Term> served, SourceSet bound) {
    return new KeyMatcher(source, served, own, bound, planner.may(Optimization.PATTERN_PREFIX));
  }

  private boolean allowed(IndexDefinition index) {
    return switch (source.hint()) {
      case IndexHint.None _ -> planner.may(Optimization.INDEXES);
      case IndexHint.NotIndexed _ -> false;
      case IndexHint.IndexedBy by -> NameKey.of(by.index().text()).equals(NameKey.of(index.name()));
    };
  }

  // ---- by rowid

  private Choice scan(KeyMatcher matcher) {
    List<Access.Bound> bounds = new ArrayList<>();
    List<Term> used = new ArrayList<>(2);
    double rows = statistics.rows();
    for (Term term : matcher.terms()) {
      KeyMatcher.Match m = matcher.match(term, this::isRowid);
      if (m != null && m.isRange()) {
        bounds.add(new Access.Bound(m.operator(), m.value(), Affinity.NUMERIC));
        used.add(term);
        rows = Math.max(1, rows / 4);
      }
    }
    double each = bounds.isEmpty() ? rows + BEGIN : rows;
    return new Choice(new Access.TableScan(source, bounds, false), used, 0, each, rows);
  }

  private Optional<Choice> rowidLookup(KeyMatcher matcher) {
    Choice found = null;
    for (Term term : matcher.terms()) {
      KeyMatcher.Match match = matcher.match(term, this::isRowid);
      if (match != null && match.isEquality()) {
        Access access = new Access.RowidLookup(source, match.value());
        return Optional.of(new Choice(access, List.of(term), 0, 1, 1));
      }
      Access.Key.In in = found == null ? matcher.in(term.expr(), this::isRowid) : null;
      if (in != null) {
        List<Term> used = in.isWhole() ? List.of(term) : List.of();
        double rows = KeyMatcher.inSize(in.in());
        found = new Choice(new Access.RowidIn(source, in), used, 0, rows * 1.2, rows);
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

  // ---- by index

  private Choice clustered(KeyMatcher matcher) {
    List<IndexColumn> columns = table.clusteredKey().orElseThrow().columns();
    KeyMatcher.KeyMatch keys =
        matcher.match(columns, columns.stream().map(_ -> Optional.<BoundExpr>empty()).toList());
    double rows = statistics.rows();
    if (!keys.equal.isEmpty()) {
      rows = statistics.clusteredRows(keys.equal.size(), columns.size()) * keys.combinations;
    }
    rows = bounded(rows, keys);
    Access access =
        new Access.Index(source, Optional.empty(), keys.equal, keys.bounds, true, false);
    return new Choice(access, keys.used, 0, rows, rows);
  }

  private Optional<Choice> index(IndexDefinition index, KeyMatcher matcher, boolean required) {
    IndexTerms.Bound expressions = planner.indexTerms().of(source, index);
    if (!expressions.usable()
        || expressions.where().isPresent()
            && !PartialIndexes.implied(expressions.where().get(), terms)) {
      return Optional.empty();
    }
    KeyMatcher.KeyMatch keys = matcher.match(index.keyColumns(), expressions.keys());
    if (statistics.unordered(index) && !keys.bounds.isEmpty()) {
      return Optional.empty();
    }
    boolean partial = expressions.where().isPresent();
    boolean covering =
        planner.may(Optimization.COVERING_INDEXES) && IndexCover.covers(index, table, usedColumns);
    boolean narrower =
        covering && IndexWidth.of(index, table) < IndexWidth.of(table) && index.where().isEmpty();
    int next = keys.equal.size();
    boolean withoutNulls =
        keys.bounds.isEmpty()
            && next < index.keyColumns().size()
            && matcher.refusesNull(index.keyColumns().get(next), expressions.keys().get(next));
    boolean worthWhile = narrower || covering && withoutNulls;
    if (!keys.narrows() && !worthWhile && !required && !partial) {
      return Optional.empty();
    }
    double rows = statistics.indexRows(index);
    if (!keys.equal.isEmpty()) {
      rows = Math.min(rows, statistics.rowsPerKey(index, keys.equal.size()) * keys.combinations);
    }
    rows = bounded(rows, keys);
    double read = withoutNulls ? rows * 0.9 : rows;
    double each = 1 + (covering ? read * 0.9 : read * SEEK);
    Access access =
        new Access.Index(source, Optional.of(index), keys.equal, keys.bounds, covering, false);
    return Optional.of(new Choice(access, keys.used, 0, each, rows));
  }

  private static double bounded(double rows, KeyMatcher.KeyMatch keys) {
    double left = rows;
    for (int i = 0; i < keys.bounds.size(); i++) {
      left = Math.max(1, left / (keys.pattern ? 8 : 4));
    }
    return left;
  }

  // ---- by several indexes

  /** The rows of an OR, each part of which has an access that reads few rows. */
  private @Nullable Choice byParts(SourceSet bound) {
    Choice best = null;
    for (Term term : terms) {
      if (term.expr() instanceof BoundExpr.Or or) {
        Choice choice = byParts(term, or, bound);
        if (choice != null && (best == null || cost(choice) < cost(best))) {
          best = choice;
        }
      }
    }
    return best;
  }

  private @Nullable Choice byParts(Term term, BoundExpr.Or or, SourceSet bound) {
    List<Access.Union.Part> parts = new ArrayList<>();
    boolean decided = true;
    double each = 0;
    double rows = 0;
    for (BoundExpr operand : or.operands()) {
      List<Term> conditions = conjuncts(operand);
      Choice part = part(conditions, bound);
      if (part == null) {
        return null;
      }
      List<Term> before = decidable(conditions, bound);
      parts.add(new Access.Union.Part(part.access(), before.stream().map(Term::expr).toList()));
      decided &= conditions.stream().allMatch(c -> part.used().contains(c) || before.contains(c));
      each += part.each();
      rows += part.rows();
    }
    each += rows * SEEK;
    List<Term> used = decided ? List.of(term) : List.of();
    return new Choice(new Access.Union(source, parts), used, 0, each, rows);
  }

  private List<Term> conjuncts(BoundExpr operand) {
    return Conjuncts.of(operand).stream().map(condition -> new Term(condition, own)).toList();
  }

  /** The conditions of a part of an OR that are decided before a row of this source is read. */
  private static List<Term> decidable(List<Term> conditions, SourceSet bound) {
    return conditions.stream()
        .filter(term -> term.decidable(bound) && SubqueryFlattener.movable(term.expr()))
        .toList();
  }

  /** The best access for a part of an OR; null where it would read the whole table. */
  private @Nullable Choice part(List<Term> conditions, SourceSet bound) {
    List<Term> partTerms = new ArrayList<>(conditions);
    for (Term term : terms) {
      if (!(term.expr() instanceof BoundExpr.Or)) {
        partTerms.add(term);
      }
    }
    AccessChooser chooser = new AccessChooser(planner, source, ColumnSet.ROWID, partTerms, own);
    List<Choice> narrowing = chooser.all(bound);
    narrowing.removeIf(choice -> !narrows(choice.access()));
    return cheapest(narrowing);
  }

  private static boolean narrows(Access access) {
    return switch (access) {
      case Access.TableScan scan -> !scan.bounds().isEmpty();
      case Access.Index index -> !index.equal().isEmpty() || !index.bounds().isEmpty();
      default -> true;
    };
  }
}
