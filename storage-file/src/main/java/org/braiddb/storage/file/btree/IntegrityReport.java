package org.braiddb.storage.file.btree;

import java.util.ArrayList;
import java.util.List;

/** What an integrity check has found, in SQLite's words where SQLite has words for it. */
public final class IntegrityReport {
  private final int limit;
  private final List<String> messages = new ArrayList<>();

  /**
   * An empty report.
   *
   * @param limit the check stops when it has so many messages
   */
  public IntegrityReport(int limit) {
    this.limit = limit;
  }

  /** Adds a message, unless the report is full. */
  public void add(String message) {
    if (!isFull()) {
      messages.add(message);
    }
  }

  /** How many messages there are. */
  public int size() {
    return messages.size();
  }

  /** Whether the limit is reached. */
  public boolean isFull() {
    return messages.size() >= limit;
  }

  /** The messages so far, in the order found; none where all is well. */
  public List<String> messages() {
    return List.copyOf(messages);
  }
}
