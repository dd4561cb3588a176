package org.braiddb.sql.catalog;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;

/**
 * The primary key of a WITHOUT ROWID table, by which its own tree is ordered.
 *
 * @param indexName what SQLite calls it in {@code index_list}; there is no such index in the
 *     catalogue
 * @param columns the key columns, repetitions left out; they are the first columns of each record
 * @param onConflict what a violation does where the statement does not say
 * @param ordinal its place among the automatic indexes, from 1
 */
public record ClusteredKey(
    String indexName, List<IndexColumn> columns, Optional<ConflictAction> onConflict, int ordinal) {
  /** Copies the list. */
  public ClusteredKey {
    columns = List.copyOf(columns);
  }
}
