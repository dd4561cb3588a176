package org.braiddb.storage.mvcc;

/**
 * What a transaction made of one key, in a byte: whether there was an entry before it, and whether
 * there is one now.
 */
final class NetChange {
  /** Nothing is known of the key. */
  static final byte NONE = 0;

  private static final int KNOWN = 4;
  private static final int BEFORE = 1;
  private static final int NOW = 2;

  private NetChange() {}

  /** After an entry is put in, in place of one or not. */
  static byte afterInsert(byte state, boolean replaced) {
    int before = state == NONE ? (replaced ? BEFORE : 0) : state & BEFORE;
    return (byte) (KNOWN | before | NOW);
  }

  /** After an entry is taken out. */
  static byte afterDelete(byte state) {
    return (byte) (KNOWN | (state == NONE ? BEFORE : state & BEFORE));
  }

  /** Whether there was an entry when the transaction began. */
  static boolean before(byte state) {
    return (state & BEFORE) != 0;
  }

  /** Whether there is one now. */
  static boolean now(byte state) {
    return (state & NOW) != 0;
  }

  /** Whether anything differs from before: an entry put in and taken out again is no change. */
  static boolean isChange(byte state) {
    return (state & (BEFORE | NOW)) != 0;
  }
}
