package org.braiddb.sql.bind;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** Visits the sources that a query defines, at every depth. */
public final class SourceWalk extends DeepWalk {
  private final Predicate<BoundSource> sources;

  private SourceWalk(Predicate<BoundSource> sources) {
    this.sources = sources;
  }

  /** Visits all sources in the query and its subqueries. */
  public static void ofQuery(BoundQuery query, Consumer<BoundSource> visitor) {
    always(visitor).query(query);
  }

  /** Visits the sources in the query; a query in FROM is entered only where the visitor says so. */
  public static void entering(BoundQuery query, Predicate<BoundSource> visitor) {
    new SourceWalk(visitor).query(query);
  }

  /** Visits all sources in the subqueries of an expression. */
  public static void ofExpr(BoundExpr expr, Consumer<BoundSource> visitor) {
    always(visitor).expr(expr);
  }

  private static SourceWalk always(Consumer<BoundSource> visitor) {
    return new SourceWalk(source -> {
      visitor.accept(source);
      return true;
    });
  }

  @Override
  protected boolean visit(BoundSource source) {
    return sources.test(source);
  }
}
