package org.braiddb.sql.listing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.listing.Listing.Operation;
import org.braiddb.sql.plan.Access;
import org.braiddb.sql.plan.AggregateUse;
import org.braiddb.sql.plan.JoinPlan;
import org.braiddb.sql.plan.Planner;
import org.braiddb.sql.plan.QueryPlan;

/** Lists how a query is run. */
public final class PlanListing {
  private final Listing listing;
  private final Planner planner;

  /** The addresses of the common table expressions whose rows are kept. */
  private final Map<Integer, Integer> kept = new HashMap<>();

  /**
   * @param planner what has made the plan, and plans the subqueries in it
   */
  public PlanListing(Listing listing, Planner planner) {
    this.listing = listing;
    this.planner = planner;
  }

  /** Lists a planned query. */
  public void query(QueryPlan plan) {
    Runnable rows = () -> sorted(plan);
    if (plan.limit().isEmpty()) {
      rows.run();
      return;
    }
    ExpressionText text = new ExpressionText(listing);
    String offset = plan.offset().map(value -> " OFFSET " + text.of(value)).orElse("");
    Operation limit = Operation.of("Limit", text.of(plan.limit().get()) + offset);
    add(limit, text, rows);
  }

  /** Lists an operation whose subject is an expression, with the subqueries in it. */
  public void expression(Operation operation, BoundExpr expr) {
    ExpressionText text = new ExpressionText(listing);
    String written = text.of(expr);
    String subject = operation.subject().isEmpty() ? written : operation.subject() + written;
    add(
        new Operation(
            operation.name(),
            operation.first(),
            0,
            operation.second(),
            subject,
            operation.flag(),
            operation.comment()),
        text,
        () -> {});
  }

  /** Lists an operation, the subqueries in its subject and what else it is made of. */
  private void add(Operation operation, ExpressionText text, Runnable parts) {
    listing.add(
        operation,
        () -> {
          subqueries(text);
          parts.run();
        });
  }

  private void subqueries(ExpressionText text) {
    for (ExpressionText.Numbered numbered : text.queries()) {
      Operation subquery = Operation.of("Subquery", numbered.number(), "");
      listing.add(
          SourceUse.isCorrelated(numbered.query())
              ? subquery.because("run for each row around it")
              : subquery.because("run once"),
          () -> query(planner.planSubquery(numbered.query())));
    }
  }

  private static String whySortedSo(QueryPlan plan) {
    if (plan.inOrder() > 0) {
      return "rows come in the order of the first "
          + (plan.inOrder() == 1 ? "term" : plan.inOrder() + " terms")
          + ": those that agree in it are sorted by the others";
    }
    return plan.limit().isPresent() ? "keeps as many rows as LIMIT asks for" : "";
  }

  private void sorted(QueryPlan plan) {
    if (plan.sort().isEmpty()) {
      body(plan.body());
      return;
    }
    // The sources have their names once the body is listed, which comes after the keys.
    if (plan.body() instanceof QueryPlan.Core core) {
      names(core.join());
    }
    ExpressionText text = new ExpressionText(listing);
    Operation sort =
        Operation.of("Sort", plan.sort().size(), text.order(plan.sort()))
            .because(whySortedSo(plan));
    listing.add(
        sort,
        () -> {
          body(plan.body());
          subqueries(text);
        });
  }

  private void body(QueryPlan.Body body) {
    switch (body) {
      case QueryPlan.Core core -> core(core);
      case QueryPlan.Values values ->
          values.rows().forEach(row -> withSubqueries("Row", row.size(), row, () -> {}));
      case QueryPlan.Combined combined -> {
        Operation operation =
            Operation.of(
                switch (combined.operator()) {
                  case UNION_ALL -> "UnionAll";
                  case UNION -> "Union";
                  case INTERSECT -> "Intersect";
                  case EXCEPT -> "Except";
                },
                "");
        listing.add(
            combined.merged() ? operation.flagged("both sides come in order") : operation,
            () -> {
              body(combined.left());
              body(combined.right());
            });
      }
      case QueryPlan.Recursive recursive -> {
        Operation recursion = Operation.of("Recursion", recursive.recursive().number(), "");
        listing.add(
            recursive.recursive().distinct() ? recursion.flagged("each row once") : recursion,
            () -> {
              listing.add(Operation.of("Start", ""), () -> body(recursive.start()));
              recursive
                  .steps()
                  .forEach(step -> listing.add(Operation.of("Step", ""), () -> body(step)));
            });
      }
    }
  }

  private void withSubqueries(String name, long first, List<BoundExpr> exprs, Runnable parts) {
    ExpressionText text = new ExpressionText(listing);
    add(Operation.of(name, first, text.list(exprs)), text, parts);
  }

  private void core(QueryPlan.Core plan) {
    BoundQuery.Core core = plan.core();
    names(plan.join());
    Runnable rows =
        () -> withSubqueries("Result", core.outputs().size(), core.outputs(), () -> grouped(plan));
    if (core.distinct()) {
      Operation distinct = Operation.of("Distinct", core.outputs().size(), "");
      listing.add(
          plan.distinctInOrder() ? distinct.flagged("equal rows come together") : distinct, rows);
    } else {
      rows.run();
    }
  }

  private void grouped(QueryPlan.Core plan) {
    BoundQuery.Core core = plan.core();
    core.having().ifPresent(having -> expression(Operation.of("Filter", ""), having));
    String name =
        switch (plan.grouping()) {
          case NONE -> "";
          case GROUPED -> core.groupBy().isEmpty() ? "Aggregate" : "Group";
          case IN_ORDER -> "GroupInOrder";
          case VALUES_IN_ORDER -> "AggregateInOrder";
          case FIRST_ROW -> "FirstRow";
          case COUNT -> "CountEntries";
        };
    if (name.isEmpty()) {
      join(plan.join());
      return;
    }
    withSubqueries(
        name,
        core.groupBy().size(),
        core.groupBy(),
        () -> {
          for (BoundExpr.Aggregate aggregate : AggregateUse.of(core, plan.order()).aggregates()) {
            expression(Operation.of("Function", ""), aggregate);
          }
          join(plan.join());
        });
  }

  // ---- joins

  private void names(JoinPlan plan) {
    plan.steps().forEach(step -> names(step.access()));
  }

  private void names(Access access) {
    switch (access) {
      case Access.TableScan scan -> listing.name(scan.source());
      case Access.RowidLookup lookup -> listing.name(lookup.source());
      case Access.RowidIn in -> listing.name(in.source());
      case Access.Index index -> listing.name(index.source());
      case Access.Union union -> listing.name(union.source());
      case Access.Derived derived -> listing.name(derived.source());
      case Access.Function function -> listing.name(function.source());
      case Access.Recursion recursion -> listing.name(recursion.source());
      case Access.Buffered buffered -> names(buffered.origin());
      case Access.Hashed hashed -> names(hashed.origin());
      case Access.OptionalRows optional -> names(optional.right());
      case Access.Full full -> {
        names(full.left());
        names(full.right());
      }
    }
  }

  private void join(JoinPlan plan) {
    plan.before().forEach(this::filter);
    steps(plan.steps());
  }

  /** Each step runs for every row of the one before, and is listed inside it. */
  private void steps(List<JoinPlan.Step> steps) {
    if (steps.isEmpty()) {
      return;
    }
    JoinPlan.Step first = steps.getFirst();
    access(
        first.access(),
        () -> {
          first.conditions().forEach(this::filter);
          steps(steps.subList(1, steps.size()));
        });
  }

  private void filter(BoundExpr condition) {
    expression(Operation.of("Filter", ""), condition);
  }

  /**
   * Lists an access.
   *
   * @param parts what is done for each of its rows
   */
  private void access(Access access, Runnable parts) {
    switch (access) {
      case Access.TableScan scan -> table(scan, parts);
      case Access.RowidLookup lookup ->
          byRowid(lookup.source(), "LookUpRow", " (rowid = ", lookup.rowid(), parts);
      case Access.RowidIn in ->
          byRowid(in.source(), "LookUpRows", " (rowid: ", in.rowids().in(), parts);
      case Access.Index index -> index(index, parts);
      case Access.Union union ->
          listing.add(
              of("AnyOf", union.source(), union.source().table().tree().id(), ""),
              () -> {
                for (Access.Union.Part part : union.parts()) {
                  listing.add(
                      Operation.of("Part", ""),
                      () -> {
                        part.conditions().forEach(this::filter);
                        access(part.access(), () -> {});
                      });
                }
                parts.run();
              });
      case Access.Derived derived -> derived(derived, parts);
      case Access.Recursion recursion ->
          listing.add(
              Operation.of(
                  "RowOfRecursion", recursion.source().recursion(), name(recursion.source())),
              parts);
      case Access.Function function -> function(function, parts);
      case Access.Buffered buffered -> {
        listing.add(
            Operation.of("Keep", "").because("rows that are gone through more than once"),
            () -> join(buffered.origin()));
        parts.run();
      }
      case Access.Hashed hashed -> hashed(hashed, parts);
      case Access.OptionalRows optional -> {
        listing.add(
            Operation.of("LeftJoin", "").because("a row of NULLs where there is none"),
            () -> join(optional.right()));
        parts.run();
      }
      case Access.Full full -> {
        listing.add(
            Operation.of("FullJoin", ""),
            () -> {
              listing.add(Operation.of("Left", ""), () -> join(full.left()));
              listing.add(
                  Operation.of("Right", "")
                      .because("kept, and its rows without a partner come last"),
                  () -> join(full.right()));
              full.conditions().forEach(this::filter);
            });
        parts.run();
      }
    }
  }

  private static String name(BoundSource source) {
    return source.name().isEmpty() ? "(subquery)" : source.name();
  }

  private static Operation of(String name, BoundSource source, long tree, String subject) {
    return Operation.of(name, source.id(), tree, name(source) + subject);
  }

  private static Operation directed(Operation operation, boolean reverse) {
    return reverse ? operation.flagged("backwards") : operation;
  }

  private void table(Access.TableScan scan, Runnable parts) {
    ExpressionText text = new ExpressionText(listing);
    String bounds =
        scan.bounds().stream()
            .map(bound -> bound("rowid", bound, text))
            .collect(Collectors.joining(" AND "));
    add(
        directed(
            of(
                bounds.isEmpty() ? "ScanTable" : "ScanRowids",
                scan.source(),
                scan.source().table().tree().id(),
                bounds.isEmpty() ? "" : " (" + bounds + ")"),
            scan.reverse()),
        text,
        parts);
  }

  private static String bound(String column, Access.Bound bound, ExpressionText text) {
    return column + " " + bound.operator().sql() + " " + text.of(bound.value());
  }

  private void byRowid(
      BoundSource.Table source, String name, String how, BoundExpr value, Runnable parts) {
    ExpressionText text = new ExpressionText(listing);
    add(of(name, source, source.table().tree().id(), how + text.of(value) + ")"), text, parts);
  }

  private void index(Access.Index access, Runnable parts) {
    ExpressionText text = new ExpressionText(listing);
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < access.equal().size(); i++) {
      terms.add(
          switch (access.equal().get(i)) {
            case Access.Key.Value value -> access.columnName(i) + " = " + text.of(value.value());
            case Access.Key.In in -> access.columnName(i) + ": " + text.of(in.in());
          });
    }
    for (Access.Bound bound : access.bounds()) {
      terms.add(bound(access.columnName(access.equal().size()), bound, text));
    }
    String how = terms.isEmpty() ? "" : " (" + String.join(" AND ", terms) + ")";
    String verb = terms.isEmpty() ? "Scan" : "Seek";
    Operation operation =
        access
            .index()
            .map(index ->
                of(
                    verb + (access.covering() ? "CoveringIndex" : "Index"),
                    access.source(),
                    index.tree().orElseThrow().id(),
                    " " + index.name() + how))
            .orElseGet(
                () -> of(verb + "Key", access.source(), access.source().table().tree().id(), how));
    add(directed(operation, access.reverse()), text, parts);
  }

  private void derived(Access.Derived derived, Runnable parts) {
    BoundSource.Query source = derived.source();
    if (!planner.isKept(source)) {
      listing.add(Operation.of("Query", source.id(), name(source)), () -> query(derived.plan()));
      parts.run();
      return;
    }
    Integer known = kept.get(source.definition());
    if (known == null) {
      int address =
          listing.add(
              Operation.of("KeptQuery", source.id(), name(source)).because("run once, then kept"),
              () -> query(derived.plan()));
      kept.put(source.definition(), address);
    } else {
      listing.add(
          Operation.of("KeptQuery", source.id(), known, name(source))
              .because("the rows kept at address p3"));
    }
    parts.run();
  }

  private void function(Access.Function function, Runnable parts) {
    ExpressionText text = new ExpressionText(listing);
    String arguments =
        function.arguments().stream()
            .flatMap(Optional::stream)
            .map(key ->
                switch (key) {
                  case Access.Key.Value value -> text.of(value.value());
                  case Access.Key.In in -> text.of(in.in());
                })
            .collect(Collectors.joining(", "));
    add(
        Operation.of(
            "CallFunction",
            function.source().id(),
            name(function.source()) + "(" + arguments + ")"),
        text,
        parts);
  }

  private void hashed(Access.Hashed hashed, Runnable parts) {
    ExpressionText text = new ExpressionText(listing);
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < hashed.build().size(); i++) {
      terms.add(text.of(hashed.build().get(i)) + " = " + text.of(hashed.probe().get(i)));
    }
    add(
        Operation.of("HashJoin", hashed.build().size(), String.join(" AND ", terms))
            .because("these rows are kept by their values, once"),
        text,
        () -> join(hashed.origin()));
    parts.run();
  }
}
