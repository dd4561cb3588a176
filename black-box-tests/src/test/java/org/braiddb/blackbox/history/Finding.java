package org.braiddb.blackbox.history;

/**
 * An anomaly that was found.
 *
 * @param anomaly which
 * @param realTime whether it takes the order in which transactions ended and began to see it
 * @param explanation who did what
 */
public record Finding(Anomaly anomaly, boolean realTime, String explanation) {
  static Finding of(Anomaly anomaly, String explanation) {
    return new Finding(anomaly, false, explanation);
  }

  @Override
  public String toString() {
    return anomaly + (realTime ? " with real time: " : ": ") + explanation;
  }
}
