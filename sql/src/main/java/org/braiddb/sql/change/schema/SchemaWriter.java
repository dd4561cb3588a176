package org.braiddb.sql.change.schema;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaChanges;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;

/** Changes the catalogue of one database in one statement. */
final class SchemaWriter {
  /** The format that allows descending indexes and booleans without a byte. */
  private static final int SCHEMA_FORMAT = 4;

  private final RunContext context;
  private final int database;
  private final Transaction transaction;
  private final Charset charset;
  private final RecordWriter record = new RecordWriter();
  private final RecordReader reader = new RecordReader();
  private final SchemaChanges changes = new SchemaChanges();

  SchemaWriter(RunContext context, int database) {
    this.context = context;
    this.database = database;
    this.transaction = context.transaction(database);
    this.charset = transaction.encoding().charset();
  }

  Transaction transaction() {
    return transaction;
  }

  /**
   * Adds a row.
   *
   * @param root 0 where the object has no tree
   * @param sql empty for an automatic index
   * @return the row's rowid
   */
  long add(String type, String name, String table, long root, String sql) {
    long rowid = transaction.allocateRowid(Tree.CATALOG);
    put(rowid, type, name, table, root, sql);
    return rowid;
  }

  /** Writes a row over the one with its rowid. */
  void put(SchemaRow row) {
    put(row.rowid(), row.type(), row.name(), row.tableName(), row.root(), row.sql());
  }

  private void put(long rowid, String type, String name, String table, long root, String sql) {
    claim(name, table);
    record.clear();
    addText(type);
    addText(name);
    addText(table);
    record.addInteger(root);
    if (sql.isEmpty()) {
      record.addNull();
    } else {
      addText(sql);
    }
    try (Cursor cursor = transaction.open(Tree.CATALOG, true)) {
      cursor.insert(rowid, record.bytes(), 0, record.length());
    }
    // As it is read: not every string comes back from an encoding as it was.
    byte[] stored = Arrays.copyOf(record.bytes(), record.length());
    changes.put(SchemaRow.read(rowid, stored, reader, charset));
  }

  private void addText(String text) {
    byte[] bytes = text.getBytes(charset);
    record.addText(bytes, 0, bytes.length);
  }

  /**
   * Removes the rows that a filter accepts.
   *
   * @param known which these are, where the catalogue is what the schema was made of
   */
  void removeRows(List<SchemaRow> known, Predicate<SchemaRow> filter) {
    if (context.schemaIsEdited(database) || !removeKnown(known)) {
      removeAll(filter);
    }
  }

  /** False where rows are not what they were, and some of them still there. */
  private boolean removeKnown(List<SchemaRow> rows) {
    try (Cursor cursor = transaction.open(Tree.CATALOG, true)) {
      for (SchemaRow row : rows) {
        if (!cursor.seek(row.rowid(), Cursor.Seek.EQUAL) || !row.isAt(cursor)) {
          return false;
        }
        remove(row, cursor);
      }
    }
    return true;
  }

  private void removeAll(Predicate<SchemaRow> filter) {
    try (Cursor cursor = transaction.open(Tree.CATALOG, true)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        SchemaRow row = SchemaRow.read(cursor, reader, charset);
        if (filter.test(row)) {
          remove(row, cursor);
        }
      }
    }
  }

  private void remove(SchemaRow row, Cursor on) {
    claim(row.name(), row.tableName());
    changes.remove(row.rowid());
    on.delete();
  }

  /** Whoever changes the same object, or rows of the same table, must not commit beside this. */
  private void claim(String name, String table) {
    transaction.changeDefinition(name);
    if (!NameKey.of(name).equals(NameKey.of(table))) {
      transaction.changeDefinition(table);
    }
  }

  /** Ends the change: all connections must read the catalogue anew. */
  void finish() {
    if (transaction.metadata(Transaction.Metadata.SCHEMA_FORMAT) == 0) {
      transaction.setMetadata(Transaction.Metadata.SCHEMA_FORMAT, SCHEMA_FORMAT);
    }
    int cookie = transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE);
    transaction.setMetadata(Transaction.Metadata.SCHEMA_COOKIE, cookie + 1);
    context.schemaChanged(database, changes);
  }
}
