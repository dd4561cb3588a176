package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.sql.ast.Select.Compound.Operator;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.DeepWalk;
import org.braiddb.sql.bind.SourceUse;

/**
 * Describes a plan as EXPLAIN QUERY PLAN does: a tree of lines, in SQLite's words where they fit.
 */
public final class PlanExplainer {
  private final Planner planner;
  private final List<Line> lines = new ArrayList<>();
  private int lastId = 1;
  private int subqueries;

  /** The queries described that give a row, by identity. */
  private final Set<BoundQuery> rows = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The common table expressions whose rows are kept and have been described. */
  private final Set<Integer> described = new HashSet<>();

  /** The numbers of queries in FROM that have no name. */
  private final Map<Integer, Integer> unnamed = new HashMap<>();

  /**
   * A line.
   *
   * @param id its number
   * @param parent the number of the line it is under; 0 for none
   */
  public record Line(int id, int parent, String detail) {}

  private PlanExplainer(Planner planner) {
    this.planner = planner;
  }

  /**
   * The lines of a planned query.
   *
   * @param further expressions around it, whose subqueries are described after it
   */
  public static List<Line> explain(QueryPlan plan, List<BoundExpr> further, Planner planner) {
    PlanExplainer explainer = new PlanExplainer(planner);
    explainer.query(plan, 0);
    further.forEach(expr -> explainer.subqueries(expr, 0));
    return explainer.lines;
  }

  /** The lines of the subqueries of expressions. */
  public static List<Line> explain(List<BoundExpr> expressions, Planner planner) {
    PlanExplainer explainer = new PlanExplainer(planner);
    expressions.forEach(expr -> explainer.subqueries(expr, 0));
    return explainer.lines;
  }

  private int add(int parent, String detail) {
    int id = ++lastId;
    lines.add(new Line(id, parent, detail));
    return id;
  }

  private void query(QueryPlan plan, int parent) {
    body(plan.body(), parent);
    if (!plan.sort().isEmpty()) {
      int left = plan.sort().size() - plan.inOrder();
      String terms = left == 1 ? "LAST TERM OF " : "LAST " + left + " TERMS OF ";
      add(parent, "USE TEMP B-TREE FOR " + (plan.inOrder() == 0 ? "" : terms) + "ORDER BY");
    }
  }

  private void body(QueryPlan.Body body, int parent) {
    switch (body) {
      case QueryPlan.Core core -> core(core, parent);
      case QueryPlan.Values values -> {
        add(
            parent,
            values.rows().size() == 1
                ? "SCAN CONSTANT ROW"
                : "SCAN " + values.rows().size() + "-ROW VALUES CLAUSE");
        values.rows().forEach(row -> row.forEach(expr -> subqueries(expr, parent)));
      }
      case QueryPlan.Combined merged when merged.merged() -> {
        int line = add(parent, "MERGE (" + merged.operator().sql() + ")");
        body(merged.left(), add(line, "LEFT"));
        body(merged.right(), add(line, "RIGHT"));
      }
      case QueryPlan.Combined combined -> combined(combined, add(parent, "COMPOUND QUERY"));
      case QueryPlan.Recursive recursive -> {
        body(recursive.start(), add(parent, "SETUP"));
        for (QueryPlan.Body step : recursive.steps()) {
          body(step, add(parent, "RECURSIVE STEP"));
        }
      }
    }
  }

  private void combined(QueryPlan.Combined combined, int parent) {
    if (combined.left() instanceof QueryPlan.Combined left && !left.merged()) {
      combined(left, parent);
    } else {
      body(combined.left(), add(parent, "LEFT-MOST SUBQUERY"));
    }
    String how = combined.operator().sql();
    if (combined.operator() != Operator.UNION_ALL) {
      how += " USING TEMP B-TREE";
    }
    body(combined.right(), add(parent, how));
  }

  private void core(QueryPlan.Core plan, int parent) {
    BoundQuery.Core core = plan.core();
    if (plan.join().steps().isEmpty()) {
      add(parent, "SCAN CONSTANT ROW");
    }
    sources(plan.join(), parent);
    int first = lines.size();
    join(plan.join(), parent, "");
    OrderWish extreme = OrderWish.ofExtreme(core, AggregateUse.of(core, plan.order()));
    if (!extreme.terms().isEmpty() && lines.size() == first + 1) {
      Line line = lines.removeLast();
      lines.add(new Line(line.id(), line.parent(), line.detail().replaceFirst("^SCAN", "SEARCH")));
    }
    conditions(plan.join(), parent);
    core.having().ifPresent(having -> subqueries(having, parent));
    core.groupBy().forEach(expr -> subqueries(expr, parent));
    if (!core.groupBy().isEmpty() && plan.grouping() == QueryPlan.Grouping.GROUPED) {
      add(parent, "USE TEMP B-TREE FOR GROUP BY");
    }
    core.outputs().forEach(expr -> subqueries(expr, parent));
    if (core.distinct() && !plan.distinctInOrder()) {
      add(parent, "USE TEMP B-TREE FOR DISTINCT");
    }
    plan.order().forEach(term -> subqueries(term.value(), parent));
  }

  // ---- queries in FROM come before the join that uses them

  private void sources(JoinPlan plan, int parent) {
    plan.steps().forEach(step -> sources(step.access(), parent, false));
  }

  private void sources(Access access, int parent, boolean kept) {
    switch (access) {
      case Access.Derived derived -> {
        boolean shared = planner.isKept(derived.source());
        if (shared && !described.add(derived.source().definition())) {
          return;
        }
        String how = kept || shared ? "MATERIALIZE " : "CO-ROUTINE ";
        query(derived.plan(), add(parent, how + nameOf(derived.source())));
      }
      case Access.Buffered buffered -> kept(buffered.origin(), parent);
      case Access.Hashed hashed -> kept(hashed.origin(), parent);
      case Access.OptionalRows optional -> sources(optional.right(), parent);
      case Access.Full full -> {
        sources(full.left(), parent);
        kept(full.right(), parent);
      }
      case Access.TableScan _,
          Access.RowidLookup _,
          Access.RowidIn _,
          Access.Index _,
          Access.Union _,
          Access.Function _,
          Access.Recursion _ -> {
        // Tables need nothing before the join.
      }
    }
  }

  private void kept(JoinPlan plan, int parent) {
    plan.steps().forEach(step -> sources(step.access(), parent, true));
  }

  private String nameOf(BoundSource source) {
    if (!source.name().isEmpty()) {
      return source.name();
    }
    return "(subquery-" + unnamed.computeIfAbsent(source.id(), _ -> ++subqueries) + ")";
  }

  // ---- the join itself

  private void join(JoinPlan plan, int parent, String suffix) {
    plan.steps().forEach(step -> access(step.access(), parent, suffix));
  }

  /** The rows of the right side are kept: a search for partners is one among those. */
  private void full(Access.Full full, int parent) {
    String suffix = " FULL-JOIN";
    if (full.right().steps().size() == 1 && !full.equal().isEmpty()) {
      add(parent, search(full.right(), full.equal().build()) + suffix);
    } else {
      join(full.right(), parent, suffix);
    }
  }

  private void access(Access access, int parent, String suffix) {
    switch (access) {
      case Access.OptionalRows optional -> join(optional.right(), parent, " LEFT-JOIN");
      case Access.Full full -> {
        join(full.left(), parent, suffix);
        full(full, parent);
      }
      case Access.Buffered buffered -> join(buffered.origin(), parent, suffix);
      case Access.Hashed hashed -> add(parent, search(hashed.origin(), hashed.build()) + suffix);
      case Access.TableScan scan -> add(parent, scan(scan) + suffix);
      case Access.RowidLookup lookup ->
          add(parent, byRowid(lookup.source(), List.of("rowid=?")) + suffix);
      case Access.RowidIn in -> add(parent, byRowid(in.source(), List.of("rowid=?")) + suffix);
      case Access.Index index -> add(parent, index(index) + suffix);
      case Access.Union union -> union(union, parent);
      case Access.Derived derived -> add(parent, "SCAN " + nameOf(derived.source()) + suffix);
      case Access.Recursion recursion -> add(parent, "SCAN " + nameOf(recursion.source()) + suffix);
      case Access.Function function ->
          add(parent, "SCAN " + nameOf(function.source()) + " VIRTUAL TABLE INDEX 0:" + suffix);
    }
  }

  private void union(Access.Union union, int parent) {
    int line = add(parent, "MULTI-INDEX OR");
    for (int i = 0; i < union.parts().size(); i++) {
      Access part = union.parts().get(i).access();
      Access shown =
          part instanceof Access.Index index
              ? new Access.Index(
                  index.source(), index.index(), index.equal(), index.bounds(), false, false)
              : part; // the table's row is looked up whatever the index has
      access(shown, add(line, "INDEX " + (i + 1)), "");
    }
  }

  private static String scan(Access.TableScan scan) {
    if (scan.bounds().isEmpty()) {
      return "SCAN " + scan.source().name();
    }
    return byRowid(
        scan.source(),
        scan.bounds().stream().map(bound -> bound("rowid", bound)).distinct().toList());
  }

  private static String byRowid(BoundSource.Table source, List<String> terms) {
    return "SEARCH "
        + source.name()
        + " USING INTEGER PRIMARY KEY ("
        + String.join(" AND ", terms)
        + ")";
  }

  private static String bound(String column, Access.Bound bound) {
    return switch (bound.operator()) {
      case GREATER, GREATER_OR_EQUAL, IS_NOT -> column + ">?";
      default -> column + "<?";
    };
  }

  private static String index(Access.Index access) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < access.equal().size(); i++) {
      terms.add(access.columnName(i) + "=?");
    }
    for (Access.Bound bound : access.bounds()) {
      terms.add(bound(access.columnName(access.equal().size()), bound));
    }
    String name = access.source().name();
    if (access.index().isEmpty()) {
      return terms.isEmpty()
          ? "SCAN " + name
          : "SEARCH " + name + " USING PRIMARY KEY (" + String.join(" AND ", terms) + ")";
    }
    String using =
        (access.covering() ? " USING COVERING INDEX " : " USING INDEX ")
            + access.index().get().name();
    return terms.isEmpty()
        ? "SCAN " + name + using
        : "SEARCH " + name + using + " (" + String.join(" AND ", terms) + ")";
  }

  private String search(JoinPlan kept, List<BoundExpr> keys) {
    List<String> terms = new ArrayList<>();
    for (BoundExpr build : keys) {
      terms.add((build instanceof BoundExpr.Column column ? column.name() : "<expr>") + "=?");
    }
    return "SEARCH "
        + originName(kept.steps().getFirst().access())
        + " USING AUTOMATIC COVERING INDEX ("
        + String.join(" AND ", terms)
        + ")";
  }

  private String originName(Access access) {
    return switch (access) {
      case Access.TableScan scan -> scan.source().name();
      case Access.Index index -> index.source().name();
      case Access.Derived derived -> nameOf(derived.source());
      default -> "rows";
    };
  }

  // ---- subqueries in expressions

  private void conditions(JoinPlan plan, int parent) {
    plan.before().forEach(condition -> subqueries(condition, parent));
    for (JoinPlan.Step step : plan.steps()) {
      keys(step.access(), parent);
      step.conditions().forEach(condition -> subqueries(condition, parent));
    }
  }

  private void keys(Access access, int parent) {
    switch (access) {
      case Access.TableScan scan ->
          scan.bounds().forEach(bound -> subqueries(bound.value(), parent));
      case Access.RowidLookup lookup -> subqueries(lookup.rowid(), parent);
      case Access.RowidIn in -> subqueries(in.rowids().in(), parent);
      case Access.Index index -> {
        for (Access.Key key : index.equal()) {
          switch (key) {
            case Access.Key.Value value -> subqueries(value.value(), parent);
            case Access.Key.In in -> subqueries(in.in(), parent);
          }
        }
        index.bounds().forEach(bound -> subqueries(bound.value(), parent));
      }
      case Access.Hashed hashed -> conditions(hashed.origin(), parent);
      case Access.Buffered buffered -> conditions(buffered.origin(), parent);
      case Access.OptionalRows optional -> conditions(optional.right(), parent);
      case Access.Full full -> {
        conditions(full.left(), parent);
        conditions(full.right(), parent);
        full.conditions().forEach(condition -> subqueries(condition, parent));
      }
      case Access.Function function ->
          function.values().forEach(value -> subqueries(value, parent));
      case Access.Union _ -> {
        // The parts of the OR stand among the conditions, too.
      }
      case Access.Derived _, Access.Recursion _ -> {
        // Their queries have been described.
      }
    }
  }

  private void subqueries(BoundExpr expr, int parent) {
    DeepWalk.of(
        expr,
        node -> {
          switch (node) {
            case BoundExpr.ScalarQuery scalar -> {
              if (rows.add(scalar.query())) { // other columns of its row come from the same run
                subquery("SCALAR", scalar.query(), parent);
              }
            }
            case BoundExpr.Exists exists -> subquery("SCALAR", exists.query(), parent);
            case BoundExpr.InQuery in -> {
              in.values().forEach(value -> subqueries(value, parent));
              if (rows.add(in.query())) { // what is searched for may be compared, too
                subquery("LIST", in.query(), parent);
              }
            }
            default -> {
              return true;
            }
          }
          return false;
        });
  }

  private void subquery(String kind, BoundQuery query, int parent) {
    String correlated = SourceUse.isCorrelated(query) ? "CORRELATED " : "";
    subqueries++;
    query(planner.planSubquery(query), add(parent, correlated + kind + " SUBQUERY " + subqueries));
  }
}
