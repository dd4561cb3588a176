package org.braiddb.sql.vector;

/** Whether something holds, for all rows of a batch; computed anew when these change. */
public abstract sealed class VectorCondition
    permits VectorComparison,
        VectorNullTest,
        VectorLogic,
        VectorRange,
        VectorNot,
        VectorPattern,
        VectorTruthTest {
  /** In {@link #truth}: it holds. With these bits AND and OR are those of bits. */
  static final byte TRUE = 0b11;

  /** In {@link #truth}: it does not hold. */
  static final byte FALSE = 0b00;

  /** In {@link #truth}: NULL. */
  static final byte UNKNOWN = 0b01;

  private byte[] truth = {};
  private int epoch;
  private boolean known;

  VectorCondition() {}

  /** Decides for the rows that are left in a batch, which has some; false to decline. */
  final boolean evaluate(Batch batch) {
    if (epoch != batch.epoch()) {
      if (truth.length < batch.count()) {
        truth = new byte[Vector.room(batch.count())];
      }
      known = decide(batch, truth);
      epoch = batch.epoch();
    }
    return known;
  }

  /** The answers. */
  final byte[] truth() {
    return truth;
  }

  abstract boolean decide(Batch batch, byte[] answers);
}
