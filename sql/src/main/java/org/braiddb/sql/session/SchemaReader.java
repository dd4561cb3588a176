package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaChanges;
import org.braiddb.sql.catalog.SchemaFormat;
import org.braiddb.sql.catalog.SchemaLoader;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaStatistics;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** Reads the rows of the catalogue tree as a transaction sees them. */
final class SchemaReader {
  private static final int NEWEST_FORMAT = 4;
  private static final String STATISTICS = "sqlite_stat1";

  private final RecordReader reader = new RecordReader();
  private final TextEncoding encoding;

  private SchemaReader(TextEncoding encoding) {
    this.encoding = encoding;
  }

  static SchemaCatalog read(Transaction transaction, CollationSource collations) {
    return read(transaction, collations, null);
  }

  /**
   * The same where much may be as it was when it was read before.
   *
   * @param before read with the same collations; null where there is none
   */
  static SchemaCatalog read(
      Transaction transaction, CollationSource collations, @Nullable SchemaCatalog before) {
    int cookie = transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE);
    if ((transaction.metadata(Transaction.Metadata.SCHEMA_FORMAT) & 0xff) > NEWEST_FORMAT) {
      throw new StatementException("unsupported file format");
    }
    SchemaFormat format = SchemaFormat.of(transaction);
    SchemaReader reader = new SchemaReader(transaction.encoding());
    SchemaCatalog catalog =
        before == null || !before.format().equals(format)
            ? SchemaLoader.load(cookie, format, reader.rows(transaction), collations)
            : SchemaLoader.change(
                before, cookie, reader.changes(transaction, before.rows()), collations);
    return catalog.relation(STATISTICS).orElse(null) instanceof TableDefinition table
            && table.hasRowid()
        ? catalog.with(reader.statistics(table, transaction))
        : catalog.with(SchemaStatistics.NONE);
  }

  /**
   * What a statement has made of the schema that it was compiled for.
   *
   * @param changes all that it has changed in the catalogue
   */
  static SchemaCatalog changed(
      SchemaCatalog before,
      Transaction transaction,
      SchemaChanges changes,
      CollationSource collations) {
    if (!before.format().equals(SchemaFormat.of(transaction))) {
      return read(transaction, collations);
    }
    int cookie = transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE);
    SchemaCatalog catalog = SchemaLoader.change(before, cookie, changes, collations);
    return isAnalyzed(catalog) ? catalog : catalog.with(SchemaStatistics.NONE);
  }

  /** Whether there may be statistics. */
  static boolean isAnalyzed(SchemaCatalog catalog) {
    return catalog.relation(STATISTICS).isPresent();
  }

  private SchemaStatistics statistics(TableDefinition table, Transaction transaction) {
    SchemaStatistics.Builder statistics = new SchemaStatistics.Builder();
    try (Cursor cursor = transaction.open(table.tree(), false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        reader.read(cursor);
        statistics.add(text(0), text(1), text(2));
      }
    }
    return statistics.build();
  }

  private List<SchemaRow> rows(Transaction transaction) {
    List<SchemaRow> rows = new ArrayList<>();
    try (Cursor cursor = transaction.open(Tree.CATALOG, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        rows.add(row(cursor));
      }
    }
    return rows;
  }

  private SchemaRow row(Cursor cursor) {
    return SchemaRow.read(cursor, reader, encoding.charset());
  }

  /** In what the rows differ from those known, which are in the order of their rowids, too. */
  private SchemaChanges changes(Transaction transaction, List<SchemaRow> known) {
    SchemaChanges changes = new SchemaChanges();
    int next = 0;
    try (Cursor cursor = transaction.open(Tree.CATALOG, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        long rowid = cursor.rowid();
        while (next < known.size() && known.get(next).rowid() < rowid) {
          changes.remove(known.get(next++).rowid());
        }
        boolean there = next < known.size() && known.get(next).rowid() == rowid;
        if (!there || !known.get(next).isAt(cursor)) {
          changes.put(row(cursor));
        }
        next += there ? 1 : 0;
      }
    }
    while (next < known.size()) {
      changes.remove(known.get(next++).rowid());
    }
    return changes;
  }

  private String text(int column) {
    if (!reader.has(column) || !SerialType.isText(reader.type(column))) {
      return "";
    }
    int offset = reader.offset(column);
    return new String(reader.bytes(), offset, reader.length(column), encoding.charset());
  }
}
