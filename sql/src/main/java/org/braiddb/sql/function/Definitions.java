package org.braiddb.sql.function;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the definitions of one family of built-in functions. */
final class Definitions {
  private static final Set<FunctionTrait> PURE =
      Set.of(FunctionTrait.DETERMINISTIC, FunctionTrait.INNOCUOUS);

  private final List<FunctionDefinition> list = new ArrayList<>();

  List<FunctionDefinition> list() {
    return list;
  }

  /** Adds a deterministic, harmless function with a fixed number of arguments. */
  Definitions pure(String name, int arguments, ScalarFunction body) {
    return pure(name, Arity.exactly(arguments), body);
  }

  /** Adds a deterministic, harmless function that never fails. */
  Definitions total(String name, int arguments, ScalarFunction body) {
    return pure(name, Arity.exactly(arguments), FunctionTrait.TOTAL, body);
  }

  /** Adds a deterministic, harmless function that never fails and takes BLOBs for bytes. */
  Definitions totalOfBytes(String name, int arguments, ScalarFunction body, FunctionTrait... more) {
    Set<FunctionTrait> traits = new HashSet<>(PURE);
    traits.addAll(List.of(more));
    traits.add(FunctionTrait.TOTAL);
    traits.add(FunctionTrait.TAKES_BLOBS);
    return scalar(name, Arity.exactly(arguments), traits, body);
  }

  /** Adds a deterministic, harmless function that takes BLOBs for bytes. */
  Definitions bytes(String name, int arguments, ScalarFunction body) {
    return pure(name, Arity.exactly(arguments), FunctionTrait.TAKES_BLOBS, body);
  }

  /** Adds a deterministic, harmless function. */
  Definitions pure(String name, Arity arity, ScalarFunction body) {
    list.add(new FunctionDefinition.Scalar(name, arity, PURE, body));
    return this;
  }

  /** Adds a deterministic, harmless function with one more trait. */
  Definitions pure(String name, Arity arity, FunctionTrait extra, ScalarFunction body) {
    Set<FunctionTrait> traits = Set.of(FunctionTrait.DETERMINISTIC, FunctionTrait.INNOCUOUS, extra);
    list.add(new FunctionDefinition.Scalar(name, arity, traits, body));
    return this;
  }

  /** Adds a function with just these traits. */
  Definitions scalar(String name, Arity arity, Set<FunctionTrait> traits, ScalarFunction body) {
    list.add(new FunctionDefinition.Scalar(name, arity, traits, body));
    return this;
  }

  /** Adds an aggregate. */
  Definitions aggregate(
      String name, Arity arity, Set<FunctionTrait> traits, AggregateFunction body) {
    list.add(new FunctionDefinition.Aggregate(name, arity, traits, body));
    return this;
  }
}
