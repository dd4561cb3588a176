package org.braiddb.sql.catalog;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Expr;
import org.braiddb.storage.Tree;

/**
 * An index with a tree of its own.
 *
 * @param keyColumns the columns it was declared with
 * @param suffixColumns what follows them in each record: the rowid, or those columns of a WITHOUT
 *     ROWID table's primary key that are not in the key already
 * @param unique whether no two rows may agree in the key columns, unless one of those is NULL
 * @param onConflict what a violation does where the statement does not say
 * @param where the rows it covers; empty for all
 * @param sql the stored text; empty for an automatic index
 * @param tree its tree; empty where a collation is unknown, and then the index can neither be used
 *     nor kept up to date
 */
public record IndexDefinition(
    String name,
    String table,
    Origin origin,
    List<IndexColumn> keyColumns,
    List<IndexColumn> suffixColumns,
    boolean unique,
    Optional<ConflictAction> onConflict,
    Optional<Expr> where,
    String sql,
    Optional<Tree.Index> tree) {
  /** Why an index exists; the letters are those of {@code index_list}. */
  public enum Origin {
    CREATE_INDEX("c"),
    UNIQUE("u"),
    PRIMARY_KEY("pk");

    private final String letter;

    Origin(String letter) {
      this.letter = letter;
    }

    /** What {@code index_list} answers. */
    public String letter() {
      return letter;
    }
  }

  /** Copies the lists. */
  public IndexDefinition {
    keyColumns = List.copyOf(keyColumns);
    suffixColumns = List.copyOf(suffixColumns);
  }

  /** Whether it can be used and kept up to date. */
  public boolean usable() {
    return tree.isPresent();
  }

  /** Whether it is on an expression, not on columns alone. */
  public boolean hasExpressions() {
    return keyColumns.stream().anyMatch(column -> column.column() == IndexColumn.EXPRESSION);
  }

  /** The column of an index record at a place, key columns first. */
  public IndexColumn recordColumn(int place) {
    int keys = keyColumns.size();
    return place < keys ? keyColumns.get(place) : suffixColumns.get(place - keys);
  }

  /** How many columns an index record has. */
  public int recordSize() {
    return keyColumns.size() + suffixColumns.size();
  }

  /** The place of a table's column in the index record, from 0; -1 where it is not in it. */
  public int placeOf(int tableColumn) {
    for (int place = 0; place < recordSize(); place++) {
      if (recordColumn(place).column() == tableColumn) {
        return place;
      }
    }
    return -1;
  }
}
