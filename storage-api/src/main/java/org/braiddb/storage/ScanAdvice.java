package org.braiddb.storage;

import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * What a caller knows of a scan before it begins. A mutable carrier, so that re-executed statements
 * allocate none; engines copy what they keep.
 */
public final class ScanAdvice {
  /** Whether the scan goes towards larger keys. */
  public boolean ascending = true;

  /** How many entries it will probably read; negative where unknown. */
  public long expectedRows = -1;

  /** Bounds of a table tree's scan, inclusive. */
  public long lowestRowid = Long.MIN_VALUE;

  /** The upper bound, inclusive. */
  public long highestRowid = Long.MAX_VALUE;

  /** Bounds of an index tree's scan, as prefixes, inclusive; null where unbounded. */
  public @Nullable SearchKey lowestKey;

  /** The upper bound, inclusive. */
  public @Nullable SearchKey highestKey;
}
