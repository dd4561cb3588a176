package org.braiddb.sql.bind;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.TableFunction;

/** Something that has rows with columns. */
public sealed interface BoundSource {
  /** Its number, unique in the statement. */
  int id();

  /** What the statement calls it: the alias or the name; empty for an unnamed subquery. */
  String name();

  /**
   * The numbers of the databases that it depends on itself, not through a query inside it: where it
   * or its definition is.
   */
  default Set<Integer> databases() {
    return Set.of();
  }

  /**
   * A table.
   *
   * @param database the number of its database
   * @param generated the expressions of its VIRTUAL generated columns, by the index of the column;
   *     they use columns of this source
   */
  record Table(
      int id,
      String name,
      int database,
      TableDefinition table,
      IndexHint hint,
      Map<Integer, BoundExpr> generated)
      implements BoundSource {
    /** Copies the map. */
    public Table {
      generated = Map.copyOf(generated);
    }

    @Override
    public Set<Integer> databases() {
      return Set.of(database);
    }
  }

  /**
   * A table-valued function. Its columns are followed by one hidden column for each parameter.
   *
   * @param context what it will be run with
   * @param arguments what stands in the parentheses; may use columns of the sources beside it
   */
  record Function(
      int id,
      String name,
      TableFunction function,
      CompileContext context,
      List<BoundExpr> arguments)
      implements BoundSource {
    /** Copies the list. */
    public Function {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Set<Integer> databases() {
      return function.reads(context);
    }

    /** The number of the parameter that a column is, from 0; negative for a visible column. */
    public int parameterOf(int column) {
      return column - function.columns().size();
    }
  }

  /**
   * The rows of a query: a subquery, a view or a common table expression.
   *
   * @param materialize whether the query must be run as a whole, apart from its user
   * @param definition the number of the common table expression that this is a use of, where its
   *     uses may share their rows; 0 for everything else
   * @param databases where the definition of the query is, if it is that of a view
   */
  record Query(
      int id,
      String name,
      BoundQuery query,
      boolean materialize,
      int definition,
      Set<Integer> databases)
      implements BoundSource {
    /** Copies the set. */
    public Query {
      databases = Set.copyOf(databases);
    }

    /** One whose definition is in the statement. */
    public Query(int id, String name, BoundQuery query, boolean materialize, int definition) {
      this(id, name, query, materialize, definition, Set.of());
    }

    /** The same with another query that has the same columns. */
    public Query with(BoundQuery other) {
      return new Query(id, name, other, materialize, definition, databases);
    }
  }

  /**
   * Inside a recursive query: the row that the recursion is at.
   *
   * @param recursion the number of the {@link BoundQuery.Recursive}
   */
  record Recursion(int id, String name, int recursion, List<OutputColumn> columns)
      implements BoundSource {
    /** Copies the list. */
    public Recursion {
      columns = List.copyOf(columns);
    }
  }

  /**
   * One row that the runner of the expression supplies: OLD, NEW, excluded, a row being checked.
   */
  record Row(int id, String name, TableDefinition table) implements BoundSource {}
}
