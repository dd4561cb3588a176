package org.braiddb.bench.contender;

/** What a commit that has returned has survived; results are compared within one of these only. */
public enum Durability {
  /** Forced to the disk: it survives a power failure. */
  DURABLE,
  /** SQLite's synchronous=NORMAL or what is nearest to it: the disk is not waited for. */
  RELAXED;

  /** The level of {@code PRAGMA synchronous} that gives it in SQLite and in Braid. */
  String synchronous() {
    return switch (this) {
      case DURABLE -> "FULL";
      case RELAXED -> "NORMAL";
    };
  }
}
