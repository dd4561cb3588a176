package org.braiddb.sql.error;

import java.util.OptionalInt;
import java.util.function.Supplier;
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
  private final Effect effect;

  /** What becomes of the changes that the failing statement has made, and of its transaction. */
  public enum Effect {
    /** They are undone; the transaction goes on: ABORT. */
    UNDO_STATEMENT,
    /** They stay: FAIL. */
    KEEP_CHANGES,
    /** The whole transaction is undone and ended: ROLLBACK. */
    ROLL_BACK
  }

  /** With a cause that says more; no place. */
  public StatementException(ResultCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.offset = -1;
    this.effect = Effect.UNDO_STATEMENT;
  }

  /** With an effect on the transaction; no place. */
  public StatementException(ResultCode code, String message, Effect effect) {
    super(message);
    this.code = code;
    this.offset = -1;
    this.effect = effect;
  }

  /** Without a place in the text. */
  public StatementException(ResultCode code, String message) {
    this(code, message, Effect.UNDO_STATEMENT);
  }

  /** The general error, {@link ResultCode#ERROR}, without a place. */
  public StatementException(String message) {
    this(ResultCode.ERROR, message);
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
    this.effect = Effect.UNDO_STATEMENT;
  }

  /** What the application sees as the extended result code. */
  public ResultCode code() {
    return code;
  }

  /** Where in the parsed text, in UTF-16 units from its start; empty where no place is to blame. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /** What the failure does to the changes made so far. */
  public Effect effect() {
    return effect;
  }

  /**
   * Does something with text other than the statement's, a definition of the schema: a place in
   * that is none in the statement.
   */
  public static <T> T inDefinition(Supplier<T> action) {
    try {
      return action.get();
    } catch (StatementException e) {
      if (e.offset < 0) {
        throw e;
      }
      throw new StatementException(e.code, String.valueOf(e.getMessage()), e);
    }
  }

  /** Something the dialect has and this engine cannot run yet; nothing was changed. */
  public static StatementException notSupported(String what) {
    return new StatementException(what + " is not supported yet");
  }
}
