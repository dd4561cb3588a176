package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Cell;

/**
 * Encodes the values by which rows are joined, so that those that compare equal have equal keys.
 */
final class JoinKey {
  private final ComparisonRule[] rules;
  private final KeyEncoder encoder = new KeyEncoder();

  JoinKey(ComparisonRule[] rules) {
    this.rules = rules;
  }

  /** The key that was encoded last. */
  KeyEncoder encoder() {
    return encoder;
  }

  /**
   * Encodes a key; false where a value is NULL, which equals nothing.
   *
   * @param sought whether it is looked for: then also false where no key equals it
   */
  boolean encode(Evaluator[] values, boolean sought, Frame frame) {
    encoder.clear();
    for (int i = 0; i < values.length; i++) {
      if (values[i].eval(frame) == Cell.NULL) {
        return false;
      }
      ComparisonAffinity.applyToKey(rules[i].affinity(), frame);
      if (!sought) {
        encoder.add(frame, rules[i].collation());
      } else if (!encoder.addSought(frame, rules[i].collation())) {
        return false;
      }
    }
    return true;
  }
}
