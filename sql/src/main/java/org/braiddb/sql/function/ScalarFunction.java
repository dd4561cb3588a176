package org.braiddb.sql.function;

import org.braiddb.sql.value.Cell;

/** The body of a scalar function. Stateless: one instance serves all connections and threads. */
@FunctionalInterface
public interface ScalarFunction {
  /**
   * Computes the result of one call.
   *
   * <p>The argument cells belong to the call: the function may convert them in place (a number to
   * its text, say). The result may refer to an argument's bytes; it is never one of the argument
   * cells. A function keeps no reference to a cell or its bytes.
   *
   * @param arguments the arguments, in the first {@code count} places
   * @param count how many arguments this call has; within the arity of the definition
   * @param result takes the value; its content before the call means nothing
   * @throws org.braiddb.sql.error.StatementException if there is no result; the statement fails
   */
  void call(FunctionContext context, Cell[] arguments, int count, Cell result);
}
