package org.braiddb.sql.bind;

import java.util.List;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.catalog.TableDefinition;

/** Something that has rows with columns. */
public sealed interface BoundSource {
  /** Its number, unique in the statement. */
  int id();

  /** What the statement calls it: the alias or the name; empty for an unnamed subquery. */
  String name();

  /**
   * A table.
   *
   * @param database the number of its database
   */
  record Table(int id, String name, int database, TableDefinition table, IndexHint hint)
      implements BoundSource {}

  /**
   * The rows of a query: a subquery, a view or a common table expression.
   *
   * @param materialize whether the query must be run as a whole, apart from its user
   */
  record Query(int id, String name, BoundQuery query, boolean materialize) implements BoundSource {}

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
