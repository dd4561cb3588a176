package org.braiddb.storage.tck.naive;

import org.braiddb.storage.record.TextEncoding;

/** What is committed: it outlives the stores that open it, one after the other. */
final class NaiveDatabase {
  final TextEncoding encoding;

  private volatile Committed newest = new Committed(1, Version.empty());
  private long nextTreeId = Version.FIRST_TREE_ID;
  private boolean open;

  /** A commit and what it left. */
  record Committed(long number, Version version) {}

  NaiveDatabase(TextEncoding encoding) {
    this.encoding = encoding;
  }

  Committed newest() {
    return newest;
  }

  /** Only the one writer calls it. */
  long commit(Version version) {
    long number = newest.number() + 1;
    newest = new Committed(number, version);
    return number;
  }

  /** Only the one writer calls it. */
  long newTreeId() {
    return nextTreeId++;
  }

  synchronized boolean markOpen() {
    boolean wasOpen = open;
    open = true;
    return !wasOpen;
  }

  synchronized void markClosed() {
    open = false;
  }
}
