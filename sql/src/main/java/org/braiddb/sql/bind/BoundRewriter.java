package org.braiddb.sql.bind;

import java.util.List;
import java.util.Optional;

/** Rebuilds bound trees; subclasses say what becomes different. */
public abstract class BoundRewriter {
  /** For subclasses. */
  protected BoundRewriter() {}

  /** Rewrites an expression; by default its operands. */
  public BoundExpr expr(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant _, BoundExpr.Parameter _, BoundExpr.Column _, BoundExpr.Output _ ->
          expr;
      case BoundExpr.And and -> new BoundExpr.And(all(and.operands()));
      case BoundExpr.Or or -> new BoundExpr.Or(all(or.operands()));
      case BoundExpr.Not not -> new BoundExpr.Not(expr(not.operand()));
      case BoundExpr.IsNull isNull ->
          new BoundExpr.IsNull(expr(isNull.operand()), isNull.negated());
      case BoundExpr.IsTruth truth ->
          new BoundExpr.IsTruth(expr(truth.operand()), truth.expected(), truth.negated());
      case BoundExpr.Comparison c ->
          new BoundExpr.Comparison(c.operator(), expr(c.left()), expr(c.right()), c.rule());
      case BoundExpr.RowComparison rows ->
          new BoundExpr.RowComparison(
              rows.operator(), all(rows.left()), all(rows.right()), rows.rules());
      case BoundExpr.Between b ->
          new BoundExpr.Between(
              b.negated(),
              expr(b.value()),
              expr(b.low()),
              expr(b.high()),
              b.lowRule(),
              b.highRule());
      case BoundExpr.Arithmetic a ->
          new BoundExpr.Arithmetic(a.operator(), expr(a.left()), expr(a.right()));
      case BoundExpr.Negate negate -> new BoundExpr.Negate(expr(negate.operand()));
      case BoundExpr.BitNot bitNot -> new BoundExpr.BitNot(expr(bitNot.operand()));
      case BoundExpr.Concatenate c -> new BoundExpr.Concatenate(expr(c.left()), expr(c.right()));
      case BoundExpr.Plus plus -> new BoundExpr.Plus(expr(plus.operand()));
      case BoundExpr.Collated collated ->
          new BoundExpr.Collated(
              expr(collated.operand()), collated.collation(), collated.written());
      case BoundExpr.Cast cast -> new BoundExpr.Cast(expr(cast.operand()), cast.affinity());
      case BoundExpr.InList in ->
          new BoundExpr.InList(in.negated(), expr(in.value()), all(in.list()), in.rule());
      case BoundExpr.InQuery in ->
          new BoundExpr.InQuery(in.negated(), all(in.values()), query(in.query()), in.rules());
      case BoundExpr.Case cases ->
          new BoundExpr.Case(
              optional(cases.operand()),
              cases.whens().stream()
                  .map(when ->
                      new BoundExpr.Case.When(
                          expr(when.condition()), when.rule(), expr(when.result())))
                  .toList(),
              optional(cases.otherwise()));
      case BoundExpr.Call call ->
          new BoundExpr.Call(call.function(), all(call.arguments()), call.collation());
      case BoundExpr.Aggregate a ->
          new BoundExpr.Aggregate(
              a.owner(),
              a.function(),
              all(a.arguments()),
              a.distinct(),
              terms(a.orderBy()),
              optional(a.filter()),
              a.collation());
      case BoundExpr.ScalarQuery scalar ->
          new BoundExpr.ScalarQuery(query(scalar.query()), scalar.column());
      case BoundExpr.Exists exists -> new BoundExpr.Exists(query(exists.query()));
      case BoundExpr.Raise raise -> new BoundExpr.Raise(raise.action(), optional(raise.message()));
    };
  }

  /** Rewrites a query; by default its parts. */
  public BoundQuery query(BoundQuery query) {
    return new BoundQuery(
        body(query.body()),
        query.columns(),
        terms(query.orderBy()),
        optional(query.limit()),
        optional(query.offset()));
  }

  /** Rewrites a body; by default its parts. */
  public BoundQuery.Body body(BoundQuery.Body body) {
    return switch (body) {
      case BoundQuery.Core core -> core(core);
      case BoundQuery.Values values ->
          new BoundQuery.Values(values.rows().stream().map(this::all).toList());
      case BoundQuery.Combined combined ->
          new BoundQuery.Combined(
              combined.operator(),
              body(combined.left()),
              body(combined.right()),
              combined.collations());
      case BoundQuery.Recursive recursive ->
          new BoundQuery.Recursive(
              recursive.number(),
              body(recursive.start()),
              recursive.steps().stream().map(this::body).toList(),
              recursive.distinct(),
              recursive.collations());
    };
  }

  /** Rewrites one SELECT; by default its parts. */
  public BoundQuery.Core core(BoundQuery.Core core) {
    return new BoundQuery.Core(
        core.number(),
        core.from().map(this::tree),
        optional(core.where()),
        all(core.groupBy()),
        optional(core.having()),
        core.aggregated(),
        all(core.outputs()),
        core.distinct());
  }

  /** Rewrites a join; by default its parts. */
  public JoinTree tree(JoinTree tree) {
    return switch (tree) {
      case JoinTree.Leaf leaf -> new JoinTree.Leaf(source(leaf.source()));
      case JoinTree.Join join ->
          new JoinTree.Join(
              join.type(), tree(join.left()), tree(join.right()), optional(join.condition()));
    };
  }

  private BoundSource source(BoundSource source) {
    return switch (source) {
      case BoundSource.Query query -> query.with(query(query.query()));
      case BoundSource.Function function ->
          new BoundSource.Function(
              function.id(),
              function.name(),
              function.function(),
              function.context(),
              all(function.arguments()));
      case BoundSource.Table _, BoundSource.Recursion _, BoundSource.Row _ -> source;
    };
  }

  /** Rewrites the values of an order. */
  public final List<SortTerm> terms(List<SortTerm> terms) {
    return terms.stream()
        .map(term ->
            new SortTerm(
                expr(term.value()), term.collation(), term.descending(), term.nullsFirst()))
        .toList();
  }

  private List<BoundExpr> all(List<BoundExpr> exprs) {
    return exprs.stream().map(this::expr).toList();
  }

  private Optional<BoundExpr> optional(Optional<BoundExpr> expr) {
    return expr.map(this::expr);
  }
}
