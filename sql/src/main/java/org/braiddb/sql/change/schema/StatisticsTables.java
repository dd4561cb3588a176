package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.jspecify.annotations.Nullable;

/**
 * The tables of statistics in one database. Braid writes {@code sqlite_stat1}; samples that SQLite
 * left in the others are removed with what they are about.
 */
final class StatisticsTables {
  static final String NAME = "sqlite_stat1";
  static final String SQL = "CREATE TABLE sqlite_stat1(tbl,idx,stat)";

  private static final List<String> ALL = List.of(NAME, "sqlite_stat3", "sqlite_stat4");

  private final SchemaScopes.Scope scope;
  private final Transaction transaction;

  StatisticsTables(SchemaScopes.Scope scope, Transaction transaction) {
    this.scope = scope;
    this.transaction = transaction;
  }

  /** The tree of {@code sqlite_stat1}, where it is there. */
  static Optional<Tree.Table> tree(SchemaScopes.Scope scope) {
    return scope
        .catalog()
        .relation(NAME)
        .filter(TableDefinition.class::isInstance)
        .map(table -> (Tree.Table) ((TableDefinition) table).tree());
  }

  private List<Tree.Table> trees() {
    List<Tree.Table> trees = new ArrayList<>();
    for (String name : ALL) {
      if (scope.catalog().relation(name).orElse(null) instanceof TableDefinition table
          && table.tree() instanceof Tree.Table tree) {
        trees.add(tree);
      }
    }
    return trees;
  }

  /** Forgets everything. */
  void clear() {
    trees().forEach(transaction::clearTree);
  }

  /** Forgets what is known of a table and its indexes. */
  void forgetTable(String name) {
    forget(0, name);
  }

  /** Forgets what is known of an index. */
  void forgetIndex(String name) {
    forget(1, name);
  }

  private void forget(int column, String name) {
    RecordReader reader = new RecordReader();
    for (Tree.Table tree : trees()) {
      try (Cursor cursor = transaction.open(tree, true)) {
        for (boolean more = cursor.first(); more; more = cursor.next()) {
          reader.read(cursor);
          if (name.equals(text(reader, column))) {
            cursor.delete();
          }
        }
      }
    }
  }

  private @Nullable String text(RecordReader reader, int column) {
    if (!reader.has(column) || !SerialType.isText(reader.type(column))) {
      return null;
    }
    int offset = reader.offset(column);
    return new String(
        reader.bytes(), offset, reader.length(column), transaction.encoding().charset());
  }

  /** Adds a row to {@code sqlite_stat1}. */
  void add(Tree.Table tree, String table, @Nullable String index, String statistics) {
    RecordWriter record = new RecordWriter();
    addText(record, table);
    if (index == null) {
      record.addNull();
    } else {
      addText(record, index);
    }
    addText(record, statistics);
    long rowid = transaction.allocateRowid(tree);
    try (Cursor cursor = transaction.open(tree, true)) {
      cursor.insert(rowid, record.bytes(), 0, record.length());
    }
  }

  private void addText(RecordWriter record, String text) {
    byte[] bytes = text.getBytes(transaction.encoding().charset());
    record.addText(bytes, 0, bytes.length);
  }
}
