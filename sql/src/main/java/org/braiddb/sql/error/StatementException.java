package org.braiddb.sql.error;

import java.util.OptionalInt;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * A statement cannot be prepared or run: an unknown name, a violated constraint, a misuse of a
 * transaction. The text is SQLite's own wherever SQLite has the error.
 */
public final class StatementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ResultCode code;
  private final int offset;

  /** With a cause that says more; no place. */
  public StatementException(ResultCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.offset = -1;
  }

  /** Without a place in the text. */
  public StatementException(ResultCode code, String message) {
    this(code, message, null);
  }

  /** The general error, {@link ResultCode#ERROR}, without a place. */
  public StatementException(String message) {
    this(ResultCode.ERROR, message, null);
  }

  /**
   * The general error at a place of the statement's text.
   *
   * @param offset UTF-16 units from the start of the text that was parsed
   */
  public StatementException(String message, int offset) {
    super(message);
    this.code = ResultCode.ERROR;
    this.offset = offset;
  }

  /** What the application sees as the extended result code. */
  public ResultCode code() {
    return code;
  }

  /** Where in the parsed text, in UTF-16 units from its start; empty where no place is to blame. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /** Something the dialect has and this engine cannot run yet; nothing was changed. */
  public static StatementException notSupported(String what) {
    return new StatementException(what + " is not supported yet");
  }
}
