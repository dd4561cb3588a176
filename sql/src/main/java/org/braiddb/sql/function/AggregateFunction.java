package org.braiddb.sql.function;

/** The body of an aggregate function: makes the state of one group. Stateless itself. */
@FunctionalInterface
public interface AggregateFunction {
  /** The state of a group that has seen no row. */
  AggregateState newState(FunctionContext context);
}
