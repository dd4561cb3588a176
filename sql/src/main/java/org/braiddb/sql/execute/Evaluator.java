package org.braiddb.sql.execute;

/**
 * Computes an expression. State that it needs (rows of sources, scratch cells) belongs to the
 * object: one evaluator is used by one program, and never by itself while it runs.
 */
public abstract class Evaluator {
  /** The answer of {@link #truth}: holds. */
  static final int TRUE = 1;

  /** The answer of {@link #truth}: does not hold. */
  static final int FALSE = 0;

  /** The answer of {@link #truth}: NULL. */
  static final int UNKNOWN = -1;

  /**
   * Computes the value for the present rows.
   *
   * @return the type, one of {@link org.braiddb.sql.value.Cell}'s tags; {@code frame} holds the
   *     value, whose bytes are good until a source moves
   */
  public abstract byte eval(Frame frame);

  /**
   * The same for who looks at the type alone, and at the length in bytes of a TEXT or BLOB: the
   * bytes need not be there.
   */
  byte evalLength(Frame frame) {
    return eval(frame);
  }

  /** Computes the value as a condition. */
  int truth(Frame frame) {
    byte type = eval(frame);
    if (type == org.braiddb.sql.value.Cell.INTEGER) {
      return frame.integer != 0 ? TRUE : FALSE;
    }
    return type == org.braiddb.sql.value.Cell.NULL ? UNKNOWN : frame.isTrue() ? TRUE : FALSE;
  }

  /** Whether the condition holds: neither false nor NULL. */
  public final boolean holds(Frame frame) {
    return truth(frame) == TRUE;
  }
}
