package org.braiddb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Select.Compound.Operator;
import org.braiddb.storage.record.Collation;

/**
 * A query.
 *
 * @param orderBy over a {@link Core} these are expressions of that core; over any other body they
 *     are {@link BoundExpr.Output}s
 */
public record BoundQuery(
    Body body,
    List<OutputColumn> columns,
    List<SortTerm> orderBy,
    Optional<BoundExpr> limit,
    Optional<BoundExpr> offset) {
  /** Copies the lists. */
  public BoundQuery {
    columns = List.copyOf(columns);
    orderBy = List.copyOf(orderBy);
  }

  /** A query of just a body. */
  public static BoundQuery of(Body body, List<OutputColumn> columns) {
    return new BoundQuery(body, columns, List.of(), Optional.empty(), Optional.empty());
  }

  /**
   * A query that has rows if this one has: what its rows show, and in what order, is not computed
   * where nothing depends on it.
   */
  BoundQuery existence() {
    if (!(body instanceof Core core)
        || core.aggregated()
        || core.distinct() && offset.isPresent()) {
      return this;
    }
    Core shown =
        new Core(
            core.number(),
            core.from(),
            core.where(),
            List.of(),
            Optional.empty(),
            false,
            List.of(new BoundExpr.Constant(ConstantValue.ofInteger(1))),
            false);
    OutputColumn column =
        new OutputColumn("1", Optional.empty(), Optional.empty(), Optional.empty());
    return new BoundQuery(shown, List.of(column), List.of(), limit, offset);
  }

  /** Where the rows come from. */
  public sealed interface Body {}

  /**
   * One SELECT.
   *
   * @param number unique in the statement; {@link BoundExpr.Aggregate#owner()} refers to it
   * @param from empty where there is no FROM clause
   * @param aggregated whether rows are grouped: a GROUP BY or an aggregate function is there
   */
  public record Core(
      int number,
      Optional<JoinTree> from,
      Optional<BoundExpr> where,
      List<BoundExpr> groupBy,
      Optional<BoundExpr> having,
      boolean aggregated,
      List<BoundExpr> outputs,
      boolean distinct)
      implements Body {
    /** Copies the lists. */
    public Core {
      groupBy = List.copyOf(groupBy);
      outputs = List.copyOf(outputs);
    }

    /** The same with other results. */
    Core withOutputs(List<BoundExpr> others) {
      return new Core(number, from, where, groupBy, having, aggregated, others, distinct);
    }

    /** The same, each row only once. */
    public Core once() {
      return new Core(number, from, where, groupBy, having, aggregated, outputs, true);
    }

    /** The same over other rows. */
    public Core over(Optional<JoinTree> otherFrom, Optional<BoundExpr> otherWhere) {
      return new Core(
          number, otherFrom, otherWhere, groupBy, having, aggregated, outputs, distinct);
    }
  }

  /** VALUES with one or more rows of equal size. */
  public record Values(List<List<BoundExpr>> rows) implements Body {
    /** Copies the list. */
    public Values {
      rows = List.copyOf(rows);
    }
  }

  /** Two bodies combined; duplicates are told apart under the collations of the columns. */
  public record Combined(Operator operator, Body left, Body right, List<Collation> collations)
      implements Body {
    /** Copies the list. */
    public Combined {
      collations = List.copyOf(collations);
    }
  }

  /**
   * A recursive common table expression: rows of the start, then for each row so far, in the order
   * of the queue, the rows of the steps, which see that row as their {@link BoundSource.Recursion}.
   * The order, limit and offset of the query around it govern the queue.
   *
   * @param number what the recursion sources refer to
   * @param distinct whether a row is taken only once
   */
  public record Recursive(
      int number, Body start, List<Body> steps, boolean distinct, List<Collation> collations)
      implements Body {
    /** Copies the lists. */
    public Recursive {
      steps = List.copyOf(steps);
      collations = List.copyOf(collations);
    }
  }
}
