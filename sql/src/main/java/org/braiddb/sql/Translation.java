package org.braiddb.sql;

import java.util.Optional;
import java.util.function.Supplier;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.SyntaxException;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.record.MalformedRecordException;

/** Turns the exceptions of the layers below into the one that applications see. */
final class Translation {
  private Translation() {}

  /**
   * Makes a call.
   *
   * @param text what offsets in its errors count in
   */
  static <T> T call(String text, Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException | Error e) {
      throw translated(text, e);
    }
  }

  /** Makes a call without a result. */
  static void run(String text, Runnable action) {
    call(
        text,
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * What is to be thrown for what a call has thrown.
   *
   * @param text what offsets in its errors count in
   * @throws Error if it is one that has nothing to do with the statement
   */
  static RuntimeException translated(String text, Throwable failure) {
    return switch (failure) {
      case StackOverflowError e ->
          new SqlException(
              ResultCode.ERROR,
              "expression tree is too deep",
              Optional.empty(),
              Optional.empty(),
              e);
      case OutOfMemoryError e ->
          new SqlException(
              ResultCode.NOMEM, "out of memory", Optional.empty(), Optional.empty(), e);
      case Error e -> throw e;
      case SyntaxException e ->
          exception(
              ResultCode.ERROR,
              e,
              Optional.of(new SqlException.Position(e.offset(), e.line(), e.column())));
      case StatementException e ->
          exception(
              e.code(),
              e,
              e.offset().isPresent()
                  ? Optional.of(position(text, e.offset().getAsInt()))
                  : Optional.empty());
      case ConflictException e ->
          new SqlException(
              e.code(),
              message(e),
              Optional.empty(),
              Optional.of(new SqlException.Conflict(e.kind(), e.object(), e.place(), e.winner())),
              e);
      case StorageException e -> exception(e.code(), e, Optional.empty());
      case MalformedRecordException e ->
          new SqlException(
              ResultCode.CORRUPT,
              "database disk image is malformed: " + e.getMessage(),
              Optional.empty(),
              Optional.empty(),
              e);
      case RuntimeException e -> e;
      default -> throw new IllegalArgumentException("not thrown by a call", failure);
    };
  }

  private static SqlException exception(
      ResultCode code, RuntimeException cause, Optional<SqlException.Position> position) {
    return new SqlException(code, message(cause), position, Optional.empty(), cause);
  }

  private static String message(RuntimeException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static SqlException.Position position(String text, int offset) {
    int end = Math.min(offset, text.length());
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    return new SqlException.Position(end, line, text.codePointCount(lineStart, end) + 1);
  }
}
