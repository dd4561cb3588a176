package org.braiddb.blackbox.history;

import java.util.List;

/** What an engine promises of all its histories, the order of real time included. */
public enum Promise {
  /** Nothing but {@link Anomaly#G2} may be seen. */
  SNAPSHOT,
  /** Nothing may be seen. */
  SERIALIZABLE;

  /** The findings that break it. */
  public List<Finding> broken(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> this == SERIALIZABLE || finding.anomaly() != Anomaly.G2)
        .toList();
  }
}
