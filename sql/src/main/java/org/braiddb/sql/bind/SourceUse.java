package org.braiddb.sql.bind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the columns that expressions and queries use, those in their subqueries included. */
public final class SourceUse {
  private SourceUse() {}

  /** Adds the numbers of the sources whose columns the expression uses. */
  public static void collect(BoundExpr expr, Set<Integer> sources) {
    columns(expr, column -> sources.add(column.source()));
  }

  /** The numbers of the sources whose columns the expression uses. */
  public static Set<Integer> of(BoundExpr expr) {
    Set<Integer> sources = new HashSet<>();
    collect(expr, sources);
    return sources;
  }

  /** Calls back for every column in the expression. */
  public static void columns(BoundExpr expr, Consumer<BoundExpr.Column> visitor) {
    switch (expr) {
      case BoundExpr.Column column -> visitor.accept(column);
      case BoundExpr.ScalarQuery scalar -> columns(scalar.query(), visitor);
      case BoundExpr.Exists exists -> columns(exists.query(), visitor);
      case BoundExpr.InQuery in -> {
        in.values().forEach(value -> columns(value, visitor));
        columns(in.query(), visitor);
      }
      default -> BoundChildren.of(expr).forEach(operand -> columns(operand, visitor));
    }
  }

  /** Calls back for every column in the query. */
  public static void columns(BoundQuery query, Consumer<BoundExpr.Column> visitor) {
    columns(query.body(), visitor);
    query.orderBy().forEach(term -> columns(term.value(), visitor));
    query.limit().ifPresent(limit -> columns(limit, visitor));
    query.offset().ifPresent(offset -> columns(offset, visitor));
  }

  private static void columns(BoundQuery.Body body, Consumer<BoundExpr.Column> visitor) {
    switch (body) {
      case BoundQuery.Core core -> {
        core.from().ifPresent(from -> columns(from, visitor));
        core.where().ifPresent(where -> columns(where, visitor));
        core.groupBy().forEach(expr -> columns(expr, visitor));
        core.having().ifPresent(having -> columns(having, visitor));
        core.outputs().forEach(expr -> columns(expr, visitor));
      }
      case BoundQuery.Values values ->
          values.rows().forEach(row -> row.forEach(expr -> columns(expr, visitor)));
      case BoundQuery.Combined combined -> {
        columns(combined.left(), visitor);
        columns(combined.right(), visitor);
      }
      case BoundQuery.Recursive recursive -> {
        columns(recursive.start(), visitor);
        recursive.steps().forEach(step -> columns(step, visitor));
      }
    }
  }

  private static void columns(JoinTree tree, Consumer<BoundExpr.Column> visitor) {
    switch (tree) {
      case JoinTree.Leaf leaf -> {
        if (leaf.source() instanceof BoundSource.Query query) {
          columns(query.query(), visitor);
        } else if (leaf.source() instanceof BoundSource.Function function) {
          function.arguments().forEach(argument -> columns(argument, visitor));
        }
      }
      case JoinTree.Join join -> {
        columns(join.left(), visitor);
        columns(join.right(), visitor);
        join.condition().ifPresent(condition -> columns(condition, visitor));
      }
    }
  }

  /** The sources that the query uses and does not define: those of the queries around it. */
  public static Set<Integer> outer(BoundQuery query) {
    Set<Integer> used = new HashSet<>();
    columns(query, column -> used.add(column.source()));
    used.removeAll(defined(query));
    return used;
  }

  /** Whether the query must be run anew when the row of a query around it changes. */
  public static boolean isCorrelated(BoundQuery query) {
    return !outer(query).isEmpty() || usesOuterRecursion(query);
  }

  private static Set<Integer> defined(BoundQuery query) {
    Set<Integer> defined = new HashSet<>();
    SourceWalk.ofQuery(query, source -> defined.add(source.id()));
    return defined;
  }

  private static boolean usesOuterRecursion(BoundQuery query) {
    Set<Integer> used = new HashSet<>();
    SourceWalk.ofQuery(
        query,
        source -> {
          if (source instanceof BoundSource.Recursion recursion) {
            used.add(recursion.recursion());
          }
        });
    used.removeAll(SourceWalk.recursionsIn(query));
    return !used.isEmpty();
  }

  /** The sources of a FROM clause itself, subqueries not entered. */
  public static List<BoundSource> leaves(JoinTree tree) {
    List<BoundSource> leaves = new java.util.ArrayList<>();
    collectLeaves(tree, leaves);
    return leaves;
  }

  private static void collectLeaves(JoinTree tree, List<BoundSource> leaves) {
    switch (tree) {
      case JoinTree.Leaf leaf -> leaves.add(leaf.source());
      case JoinTree.Join join -> {
        collectLeaves(join.left(), leaves);
        collectLeaves(join.right(), leaves);
      }
    }
  }
}
