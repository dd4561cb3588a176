package org.braiddb.sql.function;

import java.util.HashSet;
import java.util.Set;

/** A function under a name, for some numbers of arguments. */
public sealed interface FunctionDefinition {
  /** The name; letter case of ASCII letters does not matter when it is looked up. */
  String name();

  /** The numbers of arguments it takes. */
  Arity arity();

  /** What may be assumed of it. */
  Set<FunctionTrait> traits();

  /** Whether it has the trait. */
  default boolean has(FunctionTrait trait) {
    return traits().contains(trait);
  }

  /** Whether equal arguments give equal results within one statement, at least. */
  default boolean isConstantInStatement() {
    return has(FunctionTrait.DETERMINISTIC) || has(FunctionTrait.STATEMENT_CONSTANT);
  }

  /**
   * Whether BLOBs are given to it as they are: it takes them for bytes, or only compares its
   * arguments or hands one of them on.
   */
  default boolean takesBlobs() {
    return has(FunctionTrait.TAKES_BLOBS)
        || has(FunctionTrait.NEEDS_COLLATION)
        || has(FunctionTrait.SHORT_CIRCUIT)
        || has(FunctionTrait.TRANSPARENT);
  }

  /** A function of one row's values. */
  record Scalar(String name, Arity arity, Set<FunctionTrait> traits, ScalarFunction function)
      implements FunctionDefinition {
    /** Copies the set. */
    public Scalar {
      traits = Set.copyOf(traits);
    }

    /** The same with one more trait. */
    public Scalar with(FunctionTrait trait) {
      Set<FunctionTrait> more = new HashSet<>(traits);
      more.add(trait);
      return new Scalar(name, arity, more, function);
    }
  }

  /** A function of the rows of a group. */
  record Aggregate(String name, Arity arity, Set<FunctionTrait> traits, AggregateFunction function)
      implements FunctionDefinition {
    /** Copies the set. */
    public Aggregate {
      traits = Set.copyOf(traits);
    }
  }
}
