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
    } catch (StatementException | SyntaxException | StorageException | MalformedRecordException e) {
      throw translate(text, e);
    } catch (StackOverflowError e) {
      throw new SqlException(
          ResultCode.ERROR, "expression tree is too deep", Optional.empty(), Optional.empty(), e);
    } catch (OutOfMemoryError e) {
      throw new SqlException(
          ResultCode.NOMEM, "out of memory", Optional.empty(), Optional.empty(), e);
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

  private static SqlException translate(String text, RuntimeException failure) {
    return switch (failure) {
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
      default ->
          new SqlException(
              ResultCode.CORRUPT,
              "database disk image is malformed: " + failure.getMessage(),
              Optional.empty(),
              Optional.empty(),
              failure);
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
