package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaFormat;
import org.braiddb.sql.catalog.SchemaLoader;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaRows;
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
    TextEncoding encoding = transaction.encoding();
    int cookie = transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE);
    if ((transaction.metadata(Transaction.Metadata.SCHEMA_FORMAT) & 0xff) > NEWEST_FORMAT) {
      throw new StatementException("unsupported file format");
    }
    SchemaReader reader = new SchemaReader(encoding);
    SchemaRows known =
        before == null || before.encoding() != encoding ? SchemaRows.NONE : before.storedRows();
    SchemaCatalog catalog =
        SchemaLoader.load(
            cookie,
            SchemaFormat.of(transaction),
            reader.rows(transaction, known),
            collations,
            before);
    return catalog.relation("sqlite_stat1").orElse(null) instanceof TableDefinition table
            && table.hasRowid()
        ? catalog.with(reader.statistics(table, transaction))
        : catalog;
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

  private SchemaRows rows(Transaction transaction, SchemaRows known) {
    List<SchemaRow> rows = new ArrayList<>();
    List<byte[]> records = new ArrayList<>();
    int next = 0; // among those known, which are in the same order
    try (Cursor cursor = transaction.open(Tree.CATALOG, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        long rowid = cursor.rowid();
        while (next < known.records().size() && known.rows().get(next).rowid() < rowid) {
          next++;
        }
        if (next < known.records().size()
            && known.rows().get(next).rowid() == rowid
            && isPresent(cursor, known.records().get(next))) {
          rows.add(known.rows().get(next));
          records.add(known.records().get(next));
        } else {
          reader.read(cursor);
          rows.add(new SchemaRow(rowid, text(0), text(1), text(2), integer(3), text(4)));
          records.add(record(cursor));
        }
      }
    }
    return new SchemaRows(rows, records);
  }

  private static boolean isPresent(Cursor cursor, byte[] record) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    int from = cursor.offset();
    return Arrays.equals(record, 0, record.length, cursor.bytes(), from, from + size);
  }

  private static byte[] record(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
  }

  private String text(int column) {
    if (!reader.has(column) || !SerialType.isText(reader.type(column))) {
      return "";
    }
    int offset = reader.offset(column);
    return new String(reader.bytes(), offset, reader.length(column), encoding.charset());
  }

  private long integer(int column) {
    return SerialType.isInteger(reader.type(column)) ? reader.integer(column) : 0;
  }
}
