package org.braiddb.sql.execute;

import java.util.Optional;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.plan.Access;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;

/**
 * A condition that bounds a scan: the scanned column compared with a value.
 *
 * @param affinity is applied to the value first
 * @param pattern where the value is a pattern whose prefix is the bound
 */
record KeyBound(
    ComparisonOperator operator,
    Evaluator value,
    Affinity affinity,
    Optional<Access.Pattern> pattern) {
  /** Whether it is a lower bound. */
  boolean isLow() {
    return operator == ComparisonOperator.GREATER
        || operator == ComparisonOperator.GREATER_OR_EQUAL;
  }

  /**
   * Leaves the prefix of the pattern in the frame, as a bound; false where it has none: then all
   * texts and BLOBs may match.
   */
  boolean readPattern(Access.Pattern kind, Frame frame) {
    if (frame.isNumber()) {
      frame.convertToText();
    }
    if (frame.type != Cell.TEXT) {
      return false;
    }
    byte[] text = frame.copyOfBytes();
    Optional<byte[]> bound = isLow() ? kind.low(text) : kind.high(text);
    bound.ifPresent(frame::setText);
    return bound.isPresent();
  }
}
