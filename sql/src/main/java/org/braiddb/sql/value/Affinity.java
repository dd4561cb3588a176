package org.braiddb.sql.value;

import java.util.Locale;

/** The type that a column prefers. Source: SQLite, "Datatypes In SQLite", section 3. */
public enum Affinity {
  /** No preference; also called NONE. */
  BLOB,
  TEXT,
  NUMERIC,
  INTEGER,
  REAL;

  /** The affinity of a declared type: the first of SQLite's five rules that fits. */
  public static Affinity ofDeclaredType(String type) {
    String upper = type.toUpperCase(Locale.ROOT);
    if (upper.contains("INT")) {
      return INTEGER;
    }
    if (upper.contains("CHAR") || upper.contains("CLOB") || upper.contains("TEXT")) {
      return TEXT;
    }
    if (upper.isEmpty() || upper.contains("BLOB")) {
      return BLOB;
    }
    if (upper.contains("REAL") || upper.contains("FLOA") || upper.contains("DOUB")) {
      return REAL;
    }
    return NUMERIC;
  }
}
