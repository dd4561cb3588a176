package org.braiddb.sql.catalog;

import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.record.TextEncoding;

/**
 * What a database says about how its schema is meant.
 *
 * @param encoding that of texts
 * @param descending whether DESC in a key has an effect; it has none in schema formats before 4,
 *     which old releases of SQLite have left
 */
public record SchemaFormat(TextEncoding encoding, boolean descending) {
  private static final int WITH_DESCENDING = 4;

  /** That of a database. */
  public static SchemaFormat of(Transaction transaction) {
    return of(transaction.encoding(), transaction.metadata(Metadata.SCHEMA_FORMAT));
  }

  /**
   * That of a database with a number in its header.
   *
   * @param number 1 to 4, or 0 where there is no schema yet
   */
  public static SchemaFormat of(TextEncoding encoding, int number) {
    return new SchemaFormat(encoding, number == 0 || number >= WITH_DESCENDING);
  }

  /** That of databases as they are made today. */
  public static SchemaFormat current(TextEncoding encoding) {
    return new SchemaFormat(encoding, true);
  }
}
