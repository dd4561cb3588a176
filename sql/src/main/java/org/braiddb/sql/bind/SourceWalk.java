package org.braiddb.sql.bind;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Visits the sources that a query defines, at every depth. */
public final class SourceWalk {
  private final Predicate<BoundSource> sources;
  private final Consumer<BoundQuery.Recursive> recursions;

  private SourceWalk(Predicate<BoundSource> sources, Consumer<BoundQuery.Recursive> recursions) {
    this.sources = sources;
    this.recursions = recursions;
  }

  /** Visits all sources in the query and its subqueries. */
  public static void ofQuery(BoundQuery query, Consumer<BoundSource> visitor) {
    new SourceWalk(always(visitor), recursive -> {}).query(query);
  }

  /** Visits the sources in the query; a query in FROM is entered only where the visitor says so. */
  public static void entering(BoundQuery query, Predicate<BoundSource> visitor) {
    new SourceWalk(visitor, recursive -> {}).query(query);
  }

  private static Predicate<BoundSource> always(Consumer<BoundSource> visitor) {
    return source -> {
      visitor.accept(source);
      return true;
    };
  }

  /** Visits all sources in the subqueries of an expression. */
  public static void ofExpr(BoundExpr expr, Consumer<BoundSource> visitor) {
    new SourceWalk(always(visitor), recursive -> {}).expr(expr);
  }

  /** The numbers of the recursive queries in the query. */
  static Set<Integer> recursionsIn(BoundQuery query) {
    Set<Integer> numbers = new HashSet<>();
    new SourceWalk(source -> true, recursive -> numbers.add(recursive.number())).query(query);
    return numbers;
  }

  private void query(BoundQuery query) {
    body(query.body());
    query.orderBy().forEach(term -> expr(term.value()));
    query.limit().ifPresent(this::expr);
    query.offset().ifPresent(this::expr);
  }

  private void body(BoundQuery.Body body) {
    switch (body) {
      case BoundQuery.Core core -> {
        core.from().ifPresent(this::tree);
        core.where().ifPresent(this::expr);
        core.groupBy().forEach(this::expr);
        core.having().ifPresent(this::expr);
        core.outputs().forEach(this::expr);
      }
      case BoundQuery.Values values -> values.rows().forEach(row -> row.forEach(this::expr));
      case BoundQuery.Combined combined -> {
        body(combined.left());
        body(combined.right());
      }
      case BoundQuery.Recursive recursive -> {
        recursions.accept(recursive);
        body(recursive.start());
        recursive.steps().forEach(this::body);
      }
    }
  }

  private void tree(JoinTree tree) {
    switch (tree) {
      case JoinTree.Leaf leaf -> {
        if (!sources.test(leaf.source())) {
          return;
        }
        if (leaf.source() instanceof BoundSource.Query query) {
          query(query.query());
        } else if (leaf.source() instanceof BoundSource.Function function) {
          function.arguments().forEach(this::expr);
        }
      }
      case JoinTree.Join join -> {
        tree(join.left());
        tree(join.right());
        join.condition().ifPresent(this::expr);
      }
    }
  }

  private void expr(BoundExpr expr) {
    switch (expr) {
      case BoundExpr.ScalarQuery scalar -> query(scalar.query());
      case BoundExpr.Exists exists -> query(exists.query());
      case BoundExpr.InQuery in -> {
        in.values().forEach(this::expr);
        query(in.query());
      }
      default -> BoundChildren.of(expr).forEach(this::expr);
    }
  }
}
