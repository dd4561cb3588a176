package org.braiddb.sql.function;

/**
 * How many arguments a function takes.
 *
 * @param minimum at least 0
 * @param maximum {@link #UNLIMITED} where there is no upper bound
 */
public record Arity(int minimum, int maximum) {
  /** No upper bound. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** Checks the bounds. */
  public Arity {
    if (minimum < 0 || maximum < minimum) {
      throw new IllegalArgumentException("arity from " + minimum + " to " + maximum);
    }
  }

  /** Exactly so many arguments. */
  public static Arity exactly(int count) {
    return new Arity(count, count);
  }

  /** So many arguments or more. */
  public static Arity atLeast(int count) {
    return new Arity(count, UNLIMITED);
  }

  /** Any number of arguments, none included. */
  public static Arity any() {
    return atLeast(0);
  }

  /** Whether a call with {@code count} arguments fits. */
  public boolean accepts(int count) {
    return count >= minimum && count <= maximum;
  }

  /** Whether only one count fits. */
  public boolean isExact() {
    return minimum == maximum;
  }
}
