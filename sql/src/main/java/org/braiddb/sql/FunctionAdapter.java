package org.braiddb.sql;

import java.util.Set;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.AggregateState;
import org.braiddb.sql.function.Arity;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/** Lets functions written in Java be called like built-in ones. */
final class FunctionAdapter {
  private FunctionAdapter() {}

  static FunctionDefinition scalar(
      String name, Arity arity, boolean deterministic, SqlFunction function) {
    return new FunctionDefinition.Scalar(
        name,
        arity,
        deterministic
            ? Set.of(FunctionTrait.DETERMINISTIC, FunctionTrait.TAKES_BLOBS)
            : Set.of(FunctionTrait.TAKES_BLOBS),
        (context, arguments, count, result) ->
            deliver(name, () -> function.call(new Arguments(arguments, count)), result));
  }

  static FunctionDefinition aggregate(String name, Arity arity, SqlAggregate aggregate) {
    return new FunctionDefinition.Aggregate(
        name,
        arity,
        Set.of(FunctionTrait.TAKES_BLOBS),
        context -> new State(name, aggregate.start()));
  }

  private record State(String name, SqlAggregate.Group group) implements AggregateState {
    @Override
    public void step(Cell[] arguments, int count) {
      try {
        group.step(new Arguments(arguments, count));
      } catch (RuntimeException e) {
        throw failure(name, e);
      }
    }

    @Override
    public void value(Cell result) {
      deliver(name, group::result, result);
    }
  }

  /** What a Java function computes. */
  private interface Body {
    @Nullable Object compute();
  }

  private static void deliver(String name, Body body, Cell result) {
    try {
      result.setObject(body.compute());
    } catch (RuntimeException e) {
      throw failure(name, e);
    }
  }

  private static RuntimeException failure(String name, RuntimeException cause) {
    if (cause instanceof StatementException) {
      return cause;
    }
    String message = cause.getMessage();
    return new StatementException(
        ResultCode.ERROR,
        "function " + name + " failed: " + (message == null ? cause.toString() : message),
        cause);
  }

  /** The cells of a call. */
  private record Arguments(Cell[] cells, int count) implements FunctionArguments {
    private Cell cell(int index) {
      if (index < 0 || index >= count) {
        throw new IndexOutOfBoundsException("argument " + index + " of " + count);
      }
      return cells[index];
    }

    @Override
    public ValueType type(int index) {
      return Types.of(cell(index).type);
    }

    @Override
    public long longValue(int index) {
      return cell(index).toInteger();
    }

    @Override
    public double doubleValue(int index) {
      return cell(index).toReal();
    }

    @Override
    public @Nullable String text(int index) {
      return Types.text(cell(index));
    }

    @Override
    public byte @Nullable [] blob(int index) {
      return Types.blob(cell(index));
    }

    @Override
    public @Nullable Object value(int index) {
      return cell(index).toObject();
    }
  }
}
