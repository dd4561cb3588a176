package org.braiddb.sql;

import java.util.Optional;
import java.util.OptionalInt;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a call of the embedding API failed. What an application can do about it is told by {@link
 * #code()}, never by the text, which is SQLite's own wherever SQLite has the error.
 *
 * <p>Unless {@link Connection#autocommit()} says that the transaction is gone, it is still open and
 * as it was before the statement that failed.
 */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ResultCode code;
  private final transient Optional<Position> position;
  private final transient Optional<Conflict> conflict;

  /**
   * A place in the text of a statement.
   *
   * @param offset UTF-16 units from the start of the text, from 0
   * @param line from 1
   * @param column in characters, from 1
   */
  public record Position(int offset, int line, int column) {}

  /**
   * What two transactions clashed on.
   *
   * @param kind what kind of thing the place is
   * @param object the table or index
   * @param place the row, key or page, in words
   * @param winner the number of the commit that won; 0 where the winner has not committed yet
   */
  public record Conflict(ConflictException.Kind kind, String object, String place, long winner) {}

  SqlException(
      ResultCode code,
      String message,
      Optional<Position> position,
      Optional<Conflict> conflict,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.position = position;
    this.conflict = conflict;
  }

  SqlException(ResultCode code, String message) {
    this(code, message, Optional.empty(), Optional.empty(), null);
  }

  /** SQLite's result code; its number, {@link ResultCode#code()}, is the extended one. */
  public ResultCode code() {
    return code;
  }

  /** SQLite's extended result code; its low byte is the primary one. */
  public int extendedCode() {
    return code.code();
  }

  /** Where in the statement's text, if a place is to blame. Not kept by serialization. */
  public Optional<Position> position() {
    return position == null ? Optional.empty() : position;
  }

  /** The line in the statement's text, from 1, if a place is to blame. */
  public OptionalInt line() {
    return position().map(p -> OptionalInt.of(p.line())).orElse(OptionalInt.empty());
  }

  /** The column in that line, in characters from 1, if a place is to blame. */
  public OptionalInt column() {
    return position().map(p -> OptionalInt.of(p.column())).orElse(OptionalInt.empty());
  }

  /**
   * The clash with another transaction, where that is what happened: roll back and run the
   * transaction again. Not kept by serialization.
   */
  public Optional<Conflict> conflict() {
    return conflict == null ? Optional.empty() : conflict;
  }
}
