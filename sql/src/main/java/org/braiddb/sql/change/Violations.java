package org.braiddb.sql.change;

import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.ResultCode;

/** Makes the errors of violated constraints; the texts are SQLite's. */
final class Violations {
  private Violations() {}

  /** The error, with what its conflict action does to the transaction. */
  static StatementException of(ResultCode code, String message, ConflictAction action) {
    StatementException.Effect effect =
        switch (action) {
          case ROLLBACK -> StatementException.Effect.ROLL_BACK;
          case FAIL -> StatementException.Effect.KEEP_CHANGES;
          case ABORT, IGNORE, REPLACE -> StatementException.Effect.UNDO_STATEMENT;
        };
    return new StatementException(code, message, effect);
  }

  static StatementException foreignKey() {
    return new StatementException(
        ResultCode.CONSTRAINT_FOREIGNKEY, "FOREIGN KEY constraint failed");
  }

  static StatementException datatypeMismatch() {
    return new StatementException(ResultCode.MISMATCH, "datatype mismatch");
  }
}
