package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Optimization;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the order in which the units of a join are visited and the access to each. Greedy: the
 * unit that costs least comes next; tried from several first units, the cheapest whole wins. The
 * work is polynomial in the number of units, which may be 64.
 */
final class JoinPlanner {
  /** Up to so many units every one is tried as the first. */
  private static final int ALL_STARTS = 8;

  /** Beyond that, the first few in the order of their costs. */
  private static final int FEW_STARTS = 3;

  /** A table of which so much is read for each row is hashed in any case. */
  private static final double LARGE = 5000;

  /** What a query in FROM is thought to yield. */
  private static final double QUERY_ROWS = 10_240;

  /** More rows than this are all the same; products of costs must stay what they are. */
  private static final double MANY = 1e20;

  private final Planner planner;
  private final SourceSet own;

  /**
   * @param own all sources of the present query, at any place of its FROM clause
   */
  JoinPlanner(Planner planner, SourceSet own) {
    this.planner = planner;
    this.own = own;
  }

  /**
   * Plans a join.
   *
   * @param bound the sources around it, which are on a row
   * @param asked how often it is thought to be run
   */
  JoinPlan plan(List<JoinUnit> units, List<BoundExpr> conditions, SourceSet bound, double asked) {
    Term[] terms = new Term[conditions.size()];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = new Term(conditions.get(i), own);
    }
    JoinPlan best = null;
    for (int start : starts(units, terms, bound, asked)) {
      JoinPlan planned = new Attempt(units, terms, bound, asked).run(start);
      if (best == null || planned.estimate().cost() < best.estimate().cost() * 0.999) {
        best = planned;
      }
    }
    if (best == null || best.estimate().cost() >= FunctionAccess.IMPOSSIBLE) {
      throw new StatementException("no query solution");
    }
    return best;
  }

  private List<Integer> starts(List<JoinUnit> units, Term[] terms, SourceSet bound, double asked) {
    List<Integer> possible = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      if (bound.containsAll(units.get(i).requires())) {
        possible.add(i);
      }
    }
    if (units.size() <= ALL_STARTS) {
      return possible;
    }
    Attempt attempt = new Attempt(units, terms, bound, asked);
    double[] costs = new double[units.size()];
    for (int unit : possible) {
      costs[unit] = attempt.costOf(unit);
    }
    possible.sort(java.util.Comparator.comparingDouble(unit -> costs[unit]));
    return possible.subList(0, Math.min(FEW_STARTS, possible.size()));
  }

  /** One way through the units. */
  private final class Attempt {
    private final List<JoinUnit> units;
    private final Term[] terms;
    private final boolean[] decided;
    private final boolean[] taken;
    private final List<JoinPlan.Step> steps = new ArrayList<>();

    /** What each step costs, and how many rows it leaves, for every row of those before it. */
    private final List<Double> costs = new ArrayList<>();

    private final List<Double> factors = new ArrayList<>();

    /** Choices made, by unit; good until a source is bound that shares a term with it. */
    private final @Nullable Choice[] choices;

    /** Hash tables of small tables that are scanned; how many rows ask decides which is better. */
    private final @Nullable Choice[] smallHashes;

    /** How often the whole is thought to be run; what is kept in memory stays there. */
    private final double asked;

    private SourceSet bound;
    private int undecided;
    private double cost;
    private double rows = 1;
    private double most = 1;

    Attempt(List<JoinUnit> units, Term[] terms, SourceSet bound, double asked) {
      this.units = units;
      this.terms = terms;
      this.bound = bound;
      this.asked = asked;
      decided = new boolean[terms.length];
      undecided = terms.length;
      taken = new boolean[units.size()];
      choices = new @Nullable Choice[units.size()];
      smallHashes = new @Nullable Choice[units.size()];
    }

    /** The undecided terms that need a source of a set. */
    private List<Term> termsOf(SourceSet sources) {
      List<Term> found = new ArrayList<>();
      for (int i = 0; i < terms.length; i++) {
        if (!decided[i] && terms[i].sources().intersects(sources)) {
          found.add(terms[i]);
        }
      }
      return found;
    }

    private void decide(int term) {
      decided[term] = true;
      undecided--;
    }

    private void decide(List<Term> used) {
      for (int i = 0; i < terms.length && !used.isEmpty(); i++) {
        if (!decided[i] && used.contains(terms[i])) {
          decide(i);
        }
      }
    }

    double costOf(int unit) {
      Choice choice = choose(unit);
      return choice.once() + choice.each() + choice.rows();
    }

    JoinPlan run(int start) {
      List<BoundExpr> before = takeDecidable();
      take(start, choose(start));
      while (steps.size() < units.size()) {
        takeCheapest();
      }
      if (undecided > 0) {
        throw new StatementException("ON clause references tables to its right");
      }
      JoinPlan.Estimate estimate = new JoinPlan.Estimate(cost, rows, most);
      return new JoinPlan(before, withLateSubqueries(), estimate);
    }

    private List<JoinPlan.Step> withLateSubqueries() {
      return planner.may(Optimization.LATE_SUBQUERIES)
          ? new LateSubqueries(own, planner::cost).of(steps, costs, factors)
          : steps;
    }

    private void takeCheapest() {
      if (!takeCheapest(true) && !takeCheapest(false)) {
        throw new StatementException("no query solution"); // arguments in a circle
      }
    }

    /**
     * Takes the unit that costs least; false if there is none.
     *
     * @param connected whether only those count that a condition connects with the rows so far: of
     *     others each row meets every row, which looks cheap at first where the table is small
     */
    private boolean takeCheapest(boolean connected) {
      int cheapest = -1;
      Choice choice = null;
      double least = Double.POSITIVE_INFINITY;
      for (int unit = 0; unit < taken.length; unit++) {
        if (taken[unit]
            || !bound.containsAll(units.get(unit).requires())
            || connected && !isConnected(units.get(unit).sources())) {
          continue;
        }
        Choice candidate = choose(unit);
        double weight = weight(candidate, units.get(unit));
        if (choice == null || weight < least) {
          cheapest = unit;
          choice = candidate;
          least = weight;
        }
      }
      if (choice == null) {
        return false;
      }
      take(cheapest, choice);
      return true;
    }

    private boolean isConnected(SourceSet sources) {
      for (int i = 0; i < terms.length; i++) {
        if (!decided[i]
            && terms[i].sources().intersects(sources)
            && terms[i].sources().intersects(bound)) {
          return true;
        }
      }
      return false;
    }

    /** Rows that stay count most: everything after is done for each of them. */
    private double weight(Choice choice, JoinUnit unit) {
      double kept = choice.rows() * selectivity(choice, unit);
      return choice.once() / asked + rows * (choice.each() + 4 * kept);
    }

    private double selectivity(Choice choice, JoinUnit unit) {
      double selectivity = 1;
      for (int i = 0; i < terms.length; i++) {
        Term term = terms[i];
        if (!decided[i]
            && term.sources().intersects(unit.sources())
            && term.decidable(bound, unit.sources())
            && !choice.used().contains(term)) {
          double part = Selectivity.of(term.expr());
          selectivity *=
              unit instanceof JoinUnit.Leaf(BoundSource.Table table, _, _)
                      && Selectivity.isOneValue(term.expr())
                  ? Math.max(part, 1 / planner.statistics(table).rows())
                  : part;
        }
      }
      return selectivity;
    }

    private void take(int number, Choice choice) {
      JoinUnit unit = units.get(number);
      cost += choice.once() / asked + rows * choice.each();
      most = Math.clamp(rows * choice.rows(), most, MANY);
      double factor = choice.rows() * selectivity(choice, unit);
      costs.add(choice.each());
      factors.add(factor);
      rows = rows * factor;
      rows = Math.clamp(rows, 0.01, MANY);
      taken[number] = true;
      forgetChoices(unit);
      bound = bound.with(unit.sources());
      decide(choice.used());
      steps.add(new JoinPlan.Step(choice.access(), takeDecidable()));
    }

    private void forgetChoices(JoinUnit unit) {
      if (steps.isEmpty()) {
        Arrays.fill(choices, null); // what comes first is gone through once, what comes later often
        return;
      }
      SourceSet partners = SourceSet.EMPTY;
      for (Term term : termsOf(unit.sources())) {
        partners = partners.with(term.sources());
      }
      for (int other = 0; other < choices.length; other++) {
        if (choices[other] != null && units.get(other).sources().intersects(partners)) {
          choices[other] = null;
        }
      }
    }

    private List<BoundExpr> takeDecidable() {
      if (undecided == 0) {
        return List.of();
      }
      List<BoundExpr> now = new ArrayList<>();
      for (int i = 0; i < terms.length; i++) {
        if (!decided[i] && terms[i].decidable(bound)) {
          now.add(terms[i].expr());
          decide(i);
        }
      }
      return ConditionOrder.cheapFirst(now);
    }

    private Choice choose(int unit) {
      return switch (units.get(unit)) {
        case JoinUnit.Leaf leaf -> {
          Choice known = choices[unit];
          if (known == null) {
            known = leaf(leaf);
            if (leaf.source() instanceof BoundSource.Function) {
              yield known; // its arguments need other sources without a term that says so
            }
            choices[unit] = known;
            smallHashes[unit] = smallHash(leaf, known);
          }
          Choice hash = smallHashes[unit];
          double times = rows * asked;
          yield hash != null && hash.once() + times * hash.each() < times * known.each()
              ? hash
              : known;
        }
        case JoinUnit.LeftJoined left -> left(left);
        case JoinUnit.FullJoined full -> full(full);
      };
    }

    private Choice left(JoinUnit.LeftJoined left) {
      JoinPlan right = plan(left.units(), left.conditions(), bound, rows * asked);
      return new Choice(
          new Access.OptionalRows(right),
          List.of(),
          0,
          right.estimate().cost(),
          Math.max(1, right.estimate().rows()));
    }

    private Choice full(JoinUnit.FullJoined full) {
      JoinPlan left = plan(full.left().units(), full.left().conditions(), bound, asked);
      JoinPlan right = plan(full.right().units(), full.right().conditions(), bound, asked);
      double leftRows = left.estimate().rows();
      double rightRows = right.estimate().rows();
      Access.Equalities equal =
          Access.Equalities.between(
              sourcesOf(full.left()),
              sourcesOf(full.right()),
              planner.may(Optimization.HASH_JOIN) ? full.conditions() : List.of());
      return new Choice(
          new Access.Full(left, right, full.conditions(), equal),
          List.of(),
          0,
          left.estimate().cost()
              + right.estimate().cost()
              + leftRows * (equal.isEmpty() ? rightRows : 2),
          leftRows + rightRows);
    }

    private static SourceSet sourcesOf(JoinUnit.Side side) {
      SourceSet sources = SourceSet.EMPTY;
      for (JoinUnit unit : side.units()) {
        sources = sources.with(unit.sources());
      }
      return sources;
    }

    private Choice leaf(JoinUnit.Leaf leaf) {
      List<Term> about = termsOf(leaf.sources());
      return switch (leaf.source()) {
        case BoundSource.Table table -> table(table, about);
        case BoundSource.Query query -> query(query, about);
        case BoundSource.Function function -> function(function, about);
        case BoundSource.Recursion recursion ->
            new Choice(new Access.Recursion(recursion), List.of(), 0, 1, 1);
        case BoundSource.Row _ -> throw new IllegalStateException("a single row in FROM");
      };
    }

    private Choice function(BoundSource.Function function, List<Term> about) {
      Choice choice = new FunctionAccess(function, about, own).choose(bound);
      Access.Function access = (Access.Function) choice.access();
      boolean first = steps.isEmpty() && bound.isEmpty();
      if (first || access.values().stream().anyMatch(this::usesOwn)) {
        return choice;
      }
      // The same rows every time: they are computed once.
      JoinPlan origin = new JoinPlan(List.of(), List.of(new JoinPlan.Step(access, List.of())));
      return new Choice(
          new Access.Buffered(origin), choice.used(), choice.once(), choice.each(), choice.rows());
    }

    private boolean usesOwn(BoundExpr value) {
      return SourceUse.of(value).intersects(own);
    }

    private Choice table(BoundSource.Table table, List<Term> about) {
      Choice choice =
          new AccessChooser(planner, table, planner.columnUse().of(table.id()), about, own)
              .best(bound);
      if (steps.isEmpty() && bound.isEmpty() && !planner.repeated()
          || choice.each() < LARGE
          || table.hint() instanceof org.braiddb.sql.ast.IndexHint.IndexedBy) {
        return choice;
      }
      Choice hashed = hashed(choice, table.id(), about);
      return hashed == null ? choice : hashed;
    }

    private @Nullable Choice smallHash(JoinUnit.Leaf leaf, Choice plain) {
      boolean scanned =
          switch (plain.access()) {
            case Access.TableScan scan -> scan.bounds().isEmpty();
            case Access.Index index -> index.equal().isEmpty() && index.bounds().isEmpty();
            default -> false;
          };
      return scanned
              && (!steps.isEmpty() || asked > 1)
              && leaf.source() instanceof BoundSource.Table table
              && !(table.hint() instanceof org.braiddb.sql.ast.IndexHint.IndexedBy)
          ? hashed(plain, table.id(), termsOf(leaf.sources()))
          : null;
    }

    private Choice query(BoundSource.Query query, List<Term> about) {
      QueryPlan plan = planner.planSource(query);
      Access derived = new Access.Derived(query, plan);
      double size = QUERY_ROWS;
      Choice once = new Choice(derived, List.of(), 0, size, size);
      boolean again = planner.repeated() && !SourceUse.isCorrelated(query.query());
      if (steps.isEmpty() && bound.isEmpty() && !again) {
        return once;
      }
      Choice hashed = hashed(once, query.id(), about);
      if (hashed != null) {
        return hashed;
      }
      if (planner.isKept(query)) {
        return once;
      }
      JoinPlan origin = new JoinPlan(List.of(), List.of(new JoinPlan.Step(derived, List.of())));
      return new Choice(new Access.Buffered(origin), List.of(), size, size, size);
    }

    /** A transient index on the equalities between the source and those that are on a row. */
    private @Nullable Choice hashed(Choice plain, int source, List<Term> about) {
      if (!planner.may(Optimization.HASH_JOIN)) {
        return null;
      }
      List<BoundExpr> build = new ArrayList<>();
      List<BoundExpr> probe = new ArrayList<>();
      List<ComparisonRule> rules = new ArrayList<>();
      List<Term> used = new ArrayList<>();
      List<BoundExpr> local = new ArrayList<>();
      SourceSet only = SourceSet.of(source);
      for (Term term : about) {
        if (term.isLocal() && term.sources().equals(only)) {
          local.add(term.expr());
          used.add(term);
        } else if (term.expr() instanceof BoundExpr.Comparison comparison
            && comparison.operator() == ComparisonOperator.EQUAL) {
          addEquality(comparison, source, term, build, probe, rules, used);
        }
      }
      if (build.isEmpty()) {
        return null;
      }
      // The origin is read without the rows around it: only its own conditions can narrow it.
      Access origin = originOf(plain);
      JoinPlan originPlan =
          new JoinPlan(
              List.of(), List.of(new JoinPlan.Step(origin, ConditionOrder.cheapFirst(local))));
      double found = Math.max(1, plain.rows() / 100_000);
      double shared = plain.rows() / keys(probe);
      return new Choice(
          new Access.Hashed(originPlan, build, probe, rules),
          used,
          plain.rows() * 2,
          shared > found ? 1 + shared : 2,
          Math.max(found, shared));
    }

    /** How many values expressions have at least, where one is a key; else infinity. */
    private double keys(List<BoundExpr> exprs) {
      double most = 0;
      for (JoinUnit unit : units) {
        if (unit instanceof JoinUnit.Leaf(BoundSource.Table table, _, _)
            && exprs.stream().anyMatch(expr -> isRowid(expr, table))) {
          most = Math.max(most, planner.statistics(table).rows());
        }
      }
      return most > 0 ? most : Double.POSITIVE_INFINITY;
    }

    private static boolean isRowid(BoundExpr expr, BoundSource.Table table) {
      return expr instanceof BoundExpr.Column column
          && column.source() == table.id()
          && table.table().hasRowid()
          && (column.column() == BoundExpr.Column.ROWID
              || column.column() == table.table().rowidAlias());
    }

    private static Access originOf(Choice plain) {
      return switch (plain.access()) {
        case Access.TableScan scan -> new Access.TableScan(scan.source(), List.of(), false);
        case Access.Index index when index.index().isEmpty() ->
            new Access.Index(
                index.source(), index.index(), List.of(), List.of(), index.covering(), false);
        case Access.Index index when index.covering() && index.index().get().where().isEmpty() ->
            new Access.Index(index.source(), index.index(), List.of(), List.of(), true, false);
        case Access.Index index -> fullScan(index.source());
        case Access.RowidLookup lookup -> fullScan(lookup.source());
        case Access.RowidIn in -> fullScan(in.source());
        case Access.Union union -> fullScan(union.source());
        case Access.Derived derived -> derived;
        case Access.Function function -> function;
        case Access.Recursion recursion -> recursion;
        case Access.Buffered buffered -> buffered;
        case Access.Hashed hashed -> hashed;
        case Access.OptionalRows optional -> optional;
        case Access.Full full -> full;
      };
    }

    private static Access fullScan(BoundSource.Table table) {
      return table.table().hasRowid()
          ? new Access.TableScan(table, List.of(), false)
          : new Access.Index(table, java.util.Optional.empty(), List.of(), List.of(), true, false);
    }

    private void addEquality(
        BoundExpr.Comparison comparison,
        int source,
        Term term,
        List<BoundExpr> build,
        List<BoundExpr> probe,
        List<ComparisonRule> rules,
        List<Term> used) {
      if (!ComparisonRules.mayCompareKeys(comparison)) {
        return;
      }
      if (isOf(comparison.left(), source) && isKnown(comparison.right(), source)) {
        build.add(comparison.left());
        probe.add(comparison.right());
      } else if (isOf(comparison.right(), source) && isKnown(comparison.left(), source)) {
        build.add(comparison.right());
        probe.add(comparison.left());
      } else {
        return;
      }
      rules.add(comparison.rule());
      used.add(term);
    }

    /** Whether the value depends on the source and on nothing else, not even queries around. */
    private static boolean isOf(BoundExpr expr, int source) {
      return SourceUse.of(expr).equals(SourceSet.of(source));
    }

    private boolean isKnown(BoundExpr expr, int source) {
      SourceSet used = SourceUse.of(expr);
      return !used.contains(source) && bound.containsAll(used.and(own));
    }
  }
}
