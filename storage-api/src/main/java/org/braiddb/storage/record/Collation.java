package org.braiddb.storage.record;

/**
 * An order of text values.
 *
 * <p>Arguments are ranges of bytes in the database's text encoding, valid during the call only. An
 * implementation must be a total preorder, must not keep or change the arrays, and may be called
 * from any thread at any time: an index is only as sound as the collation it is sorted by.
 */
public interface Collation {
  /** The name by which {@code COLLATE} finds it, in the letter case it was defined with. */
  String name();

  /** Negative, zero or positive as the first text sorts before, with or after the second. */
  int compare(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      TextEncoding encoding);
}
