package org.braiddb.sql.ast;

/** What a violated constraint does: the word after OR, ON CONFLICT or RAISE. */
public enum ConflictAction {
  ROLLBACK,
  ABORT,
  FAIL,
  IGNORE,
  REPLACE
}
