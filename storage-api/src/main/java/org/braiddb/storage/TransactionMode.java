package org.braiddb.storage;

/** How a transaction begins and what it may become. */
public enum TransactionMode {
  /** Reads only; {@link Transaction#makeWritable()} is refused. */
  READ_ONLY,
  /** Reads first; becomes the writer at {@link Transaction#makeWritable()}. */
  DEFERRED,
  /** Holds the writer lock from the beginning and cannot lose it. */
  IMMEDIATE,
  /** As {@link #IMMEDIATE}; also keeps readers out where the engine's format would let them in. */
  EXCLUSIVE,
  /** Writes beside other writers and may fail with a {@link ConflictException}. */
  CONCURRENT
}
