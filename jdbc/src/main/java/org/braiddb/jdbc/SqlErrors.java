package org.braiddb.jdbc;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.ResultCode;

/**
 * Gives each error of the engine the subclass and SQLState by which frameworks tell errors apart.
 * The vendor code is SQLite's extended result code.
 */
final class SqlErrors {
  private SqlErrors() {}

  /** An error of a running statement or of the connection. */
  static SQLException translate(SqlException e) {
    return translate(e, false);
  }

  /** An error of preparing a statement: what SQLite calls ERROR is then the text's fault. */
  static SQLException translatePrepare(SqlException e) {
    return translate(e, true);
  }

  private static SQLException translate(SqlException e, boolean preparing) {
    ResultCode code = e.code();
    String text = text(e);
    int vendor = code.code();
    if (code == ResultCode.BUSY_SNAPSHOT) {
      return new SQLTransactionRollbackException(text, "40001", vendor, e);
    }
    if (code == ResultCode.IOERR_FSYNC) {
      return new SQLRecoverableException(text, "08007", vendor, e);
    }
    return switch (primary(code)) {
      case CONSTRAINT ->
          new SQLIntegrityConstraintViolationException(text, constraintState(code), vendor, e);
      case BUSY, LOCKED -> new SQLTransientException(text, "55P03", vendor, e);
      case INTERRUPT -> new SQLTimeoutException(text, "57014", vendor, e);
      case READONLY -> new SQLNonTransientException(text, "25006", vendor, e);
      case CANTOPEN -> new SQLNonTransientConnectionException(text, "08001", vendor, e);
      case CORRUPT, NOTADB -> new SQLNonTransientException(text, "XX001", vendor, e);
      case FULL -> new SQLNonTransientException(text, "53100", vendor, e);
      case IOERR -> new SQLNonTransientException(text, "58030", vendor, e);
      case MISMATCH, TOOBIG, RANGE -> new SQLDataException(text, "22000", vendor, e);
      case MISUSE -> new SQLNonTransientException(text, "HY010", vendor, e);
      case AUTH, PERM -> new SQLNonTransientException(text, "42501", vendor, e);
      case ERROR ->
          preparing || e.position().isPresent()
              ? new SQLSyntaxErrorException(text, "42000", vendor, e)
              : new SQLException(text, "HY000", vendor, e);
      default -> new SQLException(text, "HY000", vendor, e);
    };
  }

  private static String text(SqlException e) {
    String message = e.getMessage();
    return message == null ? e.code().sqliteName() : message;
  }

  private static ResultCode primary(ResultCode code) {
    for (ResultCode candidate : ResultCode.values()) {
      if (candidate.code() == code.primary()) {
        return candidate;
      }
    }
    return ResultCode.ERROR;
  }

  private static String constraintState(ResultCode code) {
    return switch (code) {
      case CONSTRAINT_UNIQUE, CONSTRAINT_PRIMARYKEY, CONSTRAINT_ROWID -> "23505";
      case CONSTRAINT_NOTNULL -> "23502";
      case CONSTRAINT_FOREIGNKEY -> "23503";
      case CONSTRAINT_CHECK -> "23514";
      default -> "23000";
    };
  }

  static SQLException closed(String what) {
    return new SQLNonTransientException(what + " is closed", "HY010", ResultCode.MISUSE.code());
  }

  static SQLException closedConnection() {
    return new SQLNonTransientConnectionException(
        "connection is closed", "08003", ResultCode.MISUSE.code());
  }

  static SQLException misuse(String message) {
    return new SQLNonTransientException(message, "HY010", ResultCode.MISUSE.code());
  }

  static SQLException invalidArgument(String message) {
    return new SQLDataException(message, "22023", ResultCode.RANGE.code());
  }
}
