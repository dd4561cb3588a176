package org.braiddb.storage.file.btree;

import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;

/** What {@link KeyPlaces} remembers of the keys of one index: those of one column. */
final class KnownKeys {
  /** Of so many keys that were not where they were looked for one has its whole leaf learned. */
  private static final int LEAF_LEARNED_EACH = 32;

  /** The same where there is mostly no room for the keys of a leaf. */
  private static final int LEAF_SELDOM_LEARNED_EACH = 1024;

  /** Where more than one of so many keys of a leaf finds no room, there is little. */
  private static final int KEYS_FOR_A_LOSS = 4;

  /** The sizes of payload and header, and a type. */
  private static final int SHORTEST_ENTRY = 3;

  /** That of a record of two columns with short types: a key and a rowid. */
  private static final int HEADER_SIZE = 3;

  private final IndexTree tree;
  private final KeyPlaces places;

  /** How many keys will be found elsewhere than where they were before the next leaf is learned. */
  private int beforeLeaf = LEAF_LEARNED_EACH;

  KnownKeys(IndexTree tree, KeyPlaces places) {
    this.tree = tree;
    this.places = places;
  }

  /** The hash of a key that may be remembered, else {@link KeyPlaces#NO_HASH}. */
  long hash(SearchKey key) {
    if (key.size() != 1) {
      return KeyPlaces.NO_HASH;
    }
    return switch (key.type(0)) {
      case SearchKey.INTEGER -> KeyPlaces.hash(tree.root, key.integer(0));
      case SearchKey.TEXT -> hashOfText(key.bytes(0), key.offset(0), key.length(0));
      default -> KeyPlaces.NO_HASH;
    };
  }

  private long hashOfText(byte[] bytes, int offset, int length) {
    return tree.comparator.ordersFirstByBytes()
        ? KeyPlaces.hash(tree.root, bytes, offset, length)
        : KeyPlaces.NO_HASH;
  }

  /** Where a key was last, or {@link KeyPlaces#UNKNOWN}. */
  long place(long hash) {
    return places.find(hash);
  }

  /** Remembers where the key is that a path leads to; now and then, all keys of its leaf. */
  void learn(long hash, TreePath path) {
    places.learn(hash, path.cell, path.pointer(path.cell), rowid(path, path.cell));
    if (--beforeLeaf == 0) {
      beforeLeaf = learnLeaf(path) ? LEAF_LEARNED_EACH : LEAF_SELDOM_LEARNED_EACH;
    }
  }

  /** Remembers the keys of a leaf that there is room for; true where that is most of them. */
  private boolean learnLeaf(TreePath path) {
    int refused = 0;
    long before = KeyPlaces.NO_HASH;
    for (int i = 0; i < path.count; i++) {
      long hash = hashOfFirst(path, i);
      if (hash != before && hash != KeyPlaces.NO_HASH) {
        refused += places.offer(hash, i, path.pointer(i), rowid(path, i)) ? 0 : 1;
      }
      before = hash;
    }
    return refused * KEYS_FOR_A_LOSS < path.count;
  }

  /** The INTEGER after the first column of a short record in a leaf, if there is one. */
  private static long rowid(TreePath path, int index) {
    int offset = path.pointer(index);
    byte[] bytes = path.image;
    if (offset < 0
        || offset > bytes.length - HEADER_SIZE - 1
        || bytes[offset] < 0
        || bytes[offset + 1] != HEADER_SIZE) {
      return KeyPlaces.NO_ROWID;
    }
    int first = bytes[offset + 2];
    int second = bytes[offset + 3];
    if ((first | second) < 0 || !SerialType.isInteger(second)) {
      return KeyPlaces.NO_ROWID;
    }
    int at = offset + 1 + HEADER_SIZE + SerialType.size(first);
    return at + SerialType.size(second) <= path.format.usable
        ? SerialType.readInteger(second, bytes, at)
        : KeyPlaces.NO_ROWID;
  }

  /** The hash of the first column of a short record in a leaf. */
  private long hashOfFirst(TreePath path, int index) {
    int offset = path.pointer(index);
    byte[] bytes = path.image;
    if (offset < 0 || offset > bytes.length - SHORTEST_ENTRY) {
      return KeyPlaces.NO_HASH;
    }
    int size = bytes[offset];
    int header = bytes[offset + 1];
    int type = bytes[offset + 2];
    if ((size | header | type) < 0
        || header < 2
        || header + SerialType.size(type) > size
        || offset + 1 + size > path.format.usable) {
      return KeyPlaces.NO_HASH;
    }
    int body = offset + 1 + header;
    if (SerialType.isInteger(type)) {
      return KeyPlaces.hash(tree.root, SerialType.readInteger(type, bytes, body));
    }
    return SerialType.isText(type)
        ? hashOfText(bytes, body, SerialType.size(type))
        : KeyPlaces.NO_HASH;
  }
}
