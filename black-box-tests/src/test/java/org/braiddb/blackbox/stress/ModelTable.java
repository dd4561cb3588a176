package org.braiddb.blackbox.stress;

/** The tables of the model test. */
enum ModelTable {
  /** A rowid table with two indexes. */
  ROWID("t", "id"),
  /** A table WITHOUT ROWID. */
  CLUSTERED("w", "k"),
  /** Tables that come and go: the key is a number in their names. */
  DEFINITIONS("", "");

  final String sqlName;
  final String keyColumn;

  ModelTable(String sqlName, String keyColumn) {
    this.sqlName = sqlName;
    this.keyColumn = keyColumn;
  }

  /** The columns of a row with this value, but the key. */
  static String columns(String value) {
    return value.length() % 7 + ", '" + value + "'";
  }
}
