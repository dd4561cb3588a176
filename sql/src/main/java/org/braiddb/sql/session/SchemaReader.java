package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.SchemaCatalog;
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

/** Reads the rows of the catalogue tree as a transaction sees them. */
final class SchemaReader {
  private static final int NEWEST_FORMAT = 4;

  private final RecordReader reader = new RecordReader();
  private final TextEncoding encoding;

  private SchemaReader(TextEncoding encoding) {
    this.encoding = encoding;
  }

  static SchemaCatalog read(Transaction transaction, CollationSource collations) {
    TextEncoding encoding = transaction.encoding();
    int cookie = transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE);
    if ((transaction.metadata(Transaction.Metadata.SCHEMA_FORMAT) & 0xff) > NEWEST_FORMAT) {
      throw new StatementException("unsupported file format");
    }
    SchemaReader reader = new SchemaReader(encoding);
    SchemaCatalog catalog =
        SchemaLoader.load(
            cookie, SchemaFormat.of(transaction), reader.rows(transaction), collations);
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

  private List<SchemaRow> rows(Transaction transaction) {
    List<SchemaRow> rows = new ArrayList<>();
    try (Cursor cursor = transaction.open(Tree.CATALOG, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        reader.read(cursor);
        rows.add(new SchemaRow(cursor.rowid(), text(0), text(1), text(2), integer(3), text(4)));
      }
    }
    return rows;
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
