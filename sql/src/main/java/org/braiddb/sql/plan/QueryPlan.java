package org.braiddb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Select.Compound.Operator;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.OutputColumn;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.storage.record.Collation;

/**
 * How a query is run.
 *
 * @param sort the order that the rows must still be brought into; empty where they come in it
 * @param inOrder so many first terms of that order they come in
 */
public record QueryPlan(
    Body body,
    List<OutputColumn> columns,
    List<SortTerm> sort,
    int inOrder,
    Optional<BoundExpr> limit,
    Optional<BoundExpr> offset) {
  /** Copies the lists. */
  public QueryPlan {
    columns = List.copyOf(columns);
    sort = List.copyOf(sort);
  }

  /** Whether its rows are those of one table with one rowid. */
  public boolean findsAtMostOneRow() {
    return body instanceof Core core
        && core.grouping() == Grouping.NONE
        && core.join().steps().size() == 1
        && core.join().steps().getFirst().access() instanceof Access.RowidLookup;
  }

  /** The rowid that its only row must have, where that is all that is asked of the row. */
  public Optional<BoundExpr> namedRowid() {
    return findsAtMostOneRow()
            && limit.isEmpty()
            && offset.isEmpty()
            && body instanceof Core core
            && core.join().before().isEmpty()
            && core.join().steps().getFirst() instanceof JoinPlan.Step step
            && step.conditions().isEmpty()
            && step.access() instanceof Access.RowidLookup lookup
        ? Optional.of(lookup.rowid())
        : Optional.empty();
  }

  /**
   * Whether its rows are those of one table, found in its tree in the order of that, and no query
   * is asked for them: then each may be changed, but for its key, as soon as it is found.
   */
  public boolean readsTableInOrder() {
    return sort.isEmpty()
        && limit.isEmpty()
        && offset.isEmpty()
        && body instanceof Core core
        && core.grouping() == Grouping.NONE
        && !core.core().distinct()
        && core.join().readsTableInOrder();
  }

  /** How the rows are made. */
  public sealed interface Body {}

  /**
   * One SELECT.
   *
   * @param grouping how its rows are grouped
   * @param distinctInOrder whether rows that DISTINCT does not tell apart come one after the other
   * @param order what the order of the query around it is computed from
   */
  public record Core(
      BoundQuery.Core core,
      JoinPlan join,
      Grouping grouping,
      boolean distinctInOrder,
      List<SortTerm> order)
      implements Body {
    /** Copies the list. */
    public Core {
      order = List.copyOf(order);
    }

    /** The same with another plan of its join. */
    Core joined(JoinPlan other) {
      return new Core(core, other, grouping, distinctInOrder, order);
    }
  }

  /** What becomes of the rows of a SELECT. */
  public enum Grouping {
    /** They are not grouped. */
    NONE,
    /** They are put into groups, which come in the order of their keys. */
    GROUPED,
    /** The rows of each group come one after the other: the groups come as their rows do. */
    IN_ORDER,
    /** There is one aggregate, of distinct values, and equal ones come one after the other. */
    VALUES_IN_ORDER,
    /** There is one min or max, and rows come in its order: the first with a value decides. */
    FIRST_ROW,
    /** Only count(*) is asked for, of all rows of a table. */
    COUNT
  }

  /** VALUES. */
  public record Values(List<List<BoundExpr>> rows) implements Body {
    /** Copies the list. */
    public Values {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Two bodies combined.
   *
   * @param merged whether the rows of both are distinct and come in the order of their columns
   */
  public record Combined(
      Operator operator, Body left, Body right, List<Collation> collations, boolean merged)
      implements Body {
    /** Copies the list. */
    public Combined {
      collations = List.copyOf(collations);
    }
  }

  /**
   * A recursive query.
   *
   * @param order the order of its queue
   */
  public record Recursive(
      BoundQuery.Recursive recursive, Body start, List<Body> steps, List<SortTerm> order)
      implements Body {
    /** Copies the lists. */
    public Recursive {
      steps = List.copyOf(steps);
      order = List.copyOf(order);
    }
  }
}
