package org.braiddb.sql;

import java.util.List;

/**
 * Is given what {@link Salvage} finds: {@link #settings}, then each table followed by its rows,
 * then what belongs to no table, then the other definitions.
 */
public interface SalvageSink {
  /**
   * What the header says of the database as a whole; numbers are 0 where it cannot be read.
   *
   * @param encoding as {@code PRAGMA encoding} names it
   */
  void settings(int pageSize, String encoding, int userVersion, int applicationId);

  /**
   * A definition that was found.
   *
   * @param type {@code table}, {@code index}, {@code view} or {@code trigger}
   * @param sql the text as it was stored
   */
  void definition(String type, String name, String sql);

  /**
   * A row of the table that was defined last.
   *
   * @param columns the columns that the row's values are for; the rowid goes under one of its names
   *     where it has no column of its own
   * @param row one value for each of them, valid during the call
   */
  void row(String table, List<String> columns, SalvagedRow row);

  /** Before the first {@link #lostRow}: how many values the longest of them has. */
  void lostRows(int mostValues);

  /**
   * A row on a page that no table reaches any more.
   *
   * @param rootPage the uppermost page that still leads to it
   * @param page the page it was found in
   * @param hasRowid whether {@code rowid} is its rowid; entries of indexes and rows of WITHOUT
   *     ROWID tables have none
   * @param row all its values as stored, valid during the call
   */
  void lostRow(long rootPage, long page, boolean hasRowid, long rowid, SalvagedRow row);

  /** Something that could not be read, or not be understood. */
  void remark(String text);
}
