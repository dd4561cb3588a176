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

  /**
   * Whether what the caller concludes from an entry that it does not find is covered by a change or
   * claim of its own, as an insert covers the look for duplicates before it: an engine that
   * validates reads need not validate this one.
   */
  public boolean missesCovered;

  /** The same of an entry that it does find, as where it then requires it to stay. */
  public boolean findsCovered;

  /** Bounds of a table tree's scan, inclusive. */
  public long lowestRowid = Long.MIN_VALUE;

  /** The upper bound, inclusive. */
  public long highestRowid = Long.MAX_VALUE;

  /** Bounds of an index tree's scan, as prefixes, inclusive; null where unbounded. */
  public @Nullable SearchKey lowestKey;

  /** The upper bound, inclusive. */
  public @Nullable SearchKey highestKey;
}
