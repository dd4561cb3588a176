package org.braiddb.sql;

/** The type of a value, SQLite's storage class. */
public enum ValueType {
  NULL,
  /** A 64-bit signed integer. */
  INTEGER,
  /** A double; never NaN. */
  REAL,
  TEXT,
  BLOB
}
