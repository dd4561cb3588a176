package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Optimization;
import org.braiddb.storage.record.Collations;
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

  /** What a query in FROM is thought to yield. */
  private static final double QUERY_ROWS = 10_240;

  /** More rows than this are all the same; products of costs must stay what they are. */
  private static final double MANY = 1e20;

  private final Planner planner;
  private final Set<Integer> own;

  /**
   * @param own all sources of the present query, at any place of its FROM clause
   */
  JoinPlanner(Planner planner, Set<Integer> own) {
    this.planner = planner;
    this.own = own;
  }

  /** A plan with what it promises. */
  record Planned(JoinPlan plan, double cost, double rows) {}

  /**
   * Plans a join.
   *
   * @param bound the sources around it, which are on a row
   */
  Planned plan(List<JoinUnit> units, List<BoundExpr> conditions, Set<Integer> bound) {
    List<Term> terms = conditions.stream().map(condition -> new Term(condition, own)).toList();
    Planned best = null;
    for (int start : starts(units, terms, bound)) {
      Planned planned = new Attempt(units, terms, bound).run(start);
      if (best == null || planned.cost() < best.cost() * 0.999) {
        best = planned;
      }
    }
    if (best == null || best.cost() >= FunctionAccess.IMPOSSIBLE) {
      throw new StatementException("no query solution");
    }
    return best;
  }

  private List<Integer> starts(List<JoinUnit> units, List<Term> terms, Set<Integer> bound) {
    List<Integer> possible = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      if (bound.containsAll(units.get(i).requires())) {
        possible.add(i);
      }
    }
    if (units.size() <= ALL_STARTS) {
      return possible;
    }
    Attempt attempt = new Attempt(units, terms, bound);
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
    private final Set<Term> undecided;
    private final Set<Integer> bound;
    private final List<JoinUnit> remaining;
    private final List<JoinPlan.Step> steps = new ArrayList<>();
    private final Map<Integer, List<Term>> undecidedBySource = new HashMap<>();

    /** Choices made, by source; good until a source is bound that shares a term with it. */
    private final Map<Integer, Choice> choices = new HashMap<>();

    private double cost;
    private double rows = 1;

    Attempt(List<JoinUnit> units, List<Term> terms, Set<Integer> bound) {
      this.units = units;
      this.undecided = new LinkedHashSet<>(terms);
      this.bound = new HashSet<>(bound);
      this.remaining = new ArrayList<>(units);
      for (Term term : terms) {
        for (int source : term.sources()) {
          undecidedBySource.computeIfAbsent(source, id -> new ArrayList<>()).add(term);
        }
      }
    }

    private void decide(Collection<Term> terms) {
      undecided.removeAll(terms);
      for (Term term : terms) {
        for (int source : term.sources()) {
          termsOf(source).remove(term);
        }
      }
    }

    private List<Term> termsOf(int source) {
      return undecidedBySource.computeIfAbsent(source, id -> new ArrayList<>());
    }

    double costOf(int unit) {
      Choice choice = choose(units.get(unit));
      return choice.once() + choice.each() + choice.rows();
    }

    Planned run(int start) {
      List<BoundExpr> before = takeDecidable(List.of());
      take(units.get(start), choose(units.get(start)));
      while (!remaining.isEmpty()) {
        takeCheapest();
      }
      if (!undecided.isEmpty()) {
        throw new StatementException("ON clause references tables to its right");
      }
      return new Planned(new JoinPlan(before, steps), cost, rows);
    }

    private void takeCheapest() {
      JoinUnit cheapest = null;
      Choice choice = null;
      double least = Double.POSITIVE_INFINITY;
      for (JoinUnit unit : remaining) {
        if (!bound.containsAll(unit.requires())) {
          continue;
        }
        Choice candidate = choose(unit);
        double weight = weight(candidate, unit);
        if (choice == null || weight < least) {
          cheapest = unit;
          choice = candidate;
          least = weight;
        }
      }
      if (cheapest == null || choice == null) {
        throw new StatementException("no query solution"); // arguments in a circle
      }
      take(cheapest, choice);
    }

    /** Rows that stay count most: everything after is done for each of them. */
    private double weight(Choice choice, JoinUnit unit) {
      double kept = choice.rows() * selectivity(choice, unit);
      return choice.once() + rows * (choice.each() + 4 * kept);
    }

    private double selectivity(Choice choice, JoinUnit unit) {
      Set<Term> counted = new HashSet<>();
      double selectivity = 1;
      for (int source : unit.sources()) {
        for (Term term : termsOf(source)) {
          if (!choice.used().contains(term)
              && term.decidable(bound, unit.sources())
              && counted.add(term)) {
            selectivity *= selectivity(term.expr());
          }
        }
      }
      return selectivity;
    }

    private static double selectivity(BoundExpr condition) {
      return switch (condition) {
        case BoundExpr.Comparison comparison ->
            switch (comparison.operator()) {
              case EQUAL, IS -> 0.1;
              case NOT_EQUAL, IS_NOT -> 0.9;
              case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> 0.4;
            };
        case BoundExpr.InList _, BoundExpr.InQuery _ -> 0.2;
        default -> 0.5;
      };
    }

    private void take(JoinUnit unit, Choice choice) {
      cost += choice.once() + rows * choice.each();
      rows = rows * choice.rows() * selectivity(choice, unit);
      rows = Math.clamp(rows, 0.01, MANY);
      forgetChoices(unit);
      remaining.remove(unit);
      bound.addAll(unit.sources());
      decide(choice.used());
      steps.add(new JoinPlan.Step(choice.access(), takeDecidable(List.of())));
    }

    private void forgetChoices(JoinUnit unit) {
      if (steps.isEmpty()) {
        choices.clear(); // what comes first is gone through once, what comes later many times
        return;
      }
      for (int source : unit.sources()) {
        for (Term term : termsOf(source)) {
          term.sources().forEach(choices::remove);
        }
      }
    }

    private List<BoundExpr> takeDecidable(List<BoundExpr> first) {
      List<BoundExpr> decided = new ArrayList<>(first);
      List<Term> now = new ArrayList<>();
      for (Term term : undecided) {
        if (term.decidable(bound)) {
          decided.add(term.expr());
          now.add(term);
        }
      }
      decide(now);
      return ConditionOrder.cheapFirst(decided);
    }

    private Choice choose(JoinUnit unit) {
      return switch (unit) {
        case JoinUnit.Leaf leaf -> {
          Choice known = choices.get(leaf.source().id());
          if (known == null) {
            known = leaf(leaf);
            if (leaf.source() instanceof BoundSource.Function) {
              yield known; // its arguments need other sources without a term that says so
            }
            choices.put(leaf.source().id(), known);
          }
          yield known;
        }
        case JoinUnit.LeftJoined left -> left(left);
        case JoinUnit.FullJoined full -> full(full);
      };
    }

    private Choice left(JoinUnit.LeftJoined left) {
      Planned right = plan(left.units(), left.conditions(), bound);
      return new Choice(
          new Access.OptionalRows(right.plan()),
          Set.of(),
          0,
          right.cost(),
          Math.max(1, right.rows()));
    }

    private Choice full(JoinUnit.FullJoined full) {
      Planned left = plan(full.left().units(), full.left().conditions(), bound);
      Planned right = plan(full.right().units(), full.right().conditions(), bound);
      return new Choice(
          new Access.Full(left.plan(), right.plan(), full.conditions()),
          Set.of(),
          0,
          left.cost() + left.rows() * right.rows(),
          left.rows() + right.rows());
    }

    private Choice leaf(JoinUnit.Leaf leaf) {
      List<Term> terms = List.copyOf(termsOf(leaf.source().id()));
      return switch (leaf.source()) {
        case BoundSource.Table table -> table(table, terms);
        case BoundSource.Query query -> query(query, terms);
        case BoundSource.Function function -> function(function, terms);
        case BoundSource.Recursion recursion ->
            new Choice(new Access.Recursion(recursion), Set.of(), 0, 1, 1);
        case BoundSource.Row _ -> throw new IllegalStateException("a single row in FROM");
      };
    }

    private Choice function(BoundSource.Function function, List<Term> terms) {
      Choice choice = new FunctionAccess(function, terms, own).choose(bound);
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
      return !java.util.Collections.disjoint(SourceUse.of(value), own);
    }

    private Choice table(BoundSource.Table table, List<Term> terms) {
      Choice choice =
          new AccessChooser(planner, table, planner.columnUse().of(table.id()), terms, own)
              .best(bound);
      if (steps.isEmpty() && bound.isEmpty() && !planner.repeated()
          || choice.each() < 5000
          || table.hint() instanceof org.braiddb.sql.ast.IndexHint.IndexedBy) {
        return choice;
      }
      Choice hashed = hashed(choice, table.id(), terms);
      return hashed == null ? choice : hashed;
    }

    private Choice query(BoundSource.Query query, List<Term> terms) {
      QueryPlan plan = planner.planSource(query);
      Access derived = new Access.Derived(query, plan);
      double size = QUERY_ROWS;
      Choice once = new Choice(derived, Set.of(), 0, size, size);
      boolean again = planner.repeated() && !SourceUse.isCorrelated(query.query());
      if (steps.isEmpty() && bound.isEmpty() && !again) {
        return once;
      }
      Choice hashed = hashed(once, query.id(), terms);
      if (hashed != null) {
        return hashed;
      }
      if (planner.isKept(query)) {
        return once;
      }
      JoinPlan origin = new JoinPlan(List.of(), List.of(new JoinPlan.Step(derived, List.of())));
      return new Choice(new Access.Buffered(origin), Set.of(), size, size, size);
    }

    /** A transient index on the equalities between the source and those that are on a row. */
    private @Nullable Choice hashed(Choice plain, int source, List<Term> terms) {
      if (!planner.may(Optimization.HASH_JOIN)) {
        return null;
      }
      List<BoundExpr> build = new ArrayList<>();
      List<BoundExpr> probe = new ArrayList<>();
      List<ComparisonRule> rules = new ArrayList<>();
      Set<Term> used = new LinkedHashSet<>();
      List<BoundExpr> local = new ArrayList<>();
      Set<Term> localTerms = new LinkedHashSet<>();
      for (Term term : terms) {
        if (term.sources().equals(Set.of(source)) && isLocal(term)) {
          local.add(term.expr());
          localTerms.add(term);
        } else if (term.expr() instanceof BoundExpr.Comparison comparison
            && comparison.operator() == ComparisonOperator.EQUAL
            && comparison.rule().collation() instanceof Collations) {
          addEquality(comparison, source, term, build, probe, rules, used);
        }
      }
      if (build.isEmpty()) {
        return null;
      }
      // The origin is read without the rows around it: only its own conditions can narrow it.
      Access origin = originOf(plain, source, localTerms);
      List<BoundExpr> conditions = new ArrayList<>(local);
      used.addAll(localTerms);
      JoinPlan originPlan =
          new JoinPlan(
              List.of(), List.of(new JoinPlan.Step(origin, ConditionOrder.cheapFirst(conditions))));
      return new Choice(
          new Access.Hashed(originPlan, build, probe, rules),
          used,
          plain.rows() * 2,
          2,
          Math.max(1, plain.rows() / 100_000));
    }

    private Access originOf(Choice plain, int source, Set<Term> localTerms) {
      if (plain.access() instanceof Access.Derived derived) {
        return derived;
      }
      assert localTerms != null : source;
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
        Set<Term> used) {
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
      return SourceUse.of(expr).equals(Set.of(source));
    }

    private boolean isKnown(BoundExpr expr, int source) {
      Set<Integer> used = SourceUse.of(expr);
      if (used.contains(source)) {
        return false;
      }
      used.retainAll(own);
      return bound.containsAll(used);
    }

    /** Whether the condition can be decided while the source is read for all rows around it. */
    private static boolean isLocal(Term term) {
      return SourceUse.of(term.expr()).equals(term.sources());
    }
  }
}
