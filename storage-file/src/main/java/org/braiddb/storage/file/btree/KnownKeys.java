package org.braiddb.storage.file.btree;

import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;

/** What {@link KeyPlaces} remembers of the keys of one index: those of one column. */
final class KnownKeys {
  /** Of so many keys that were not where they were looked for one has its whole leaf learned. */
  private static final int LEAF_LEARNED_EACH = 32;

  /** The sizes of payload and header, and a type. */
  private static final int SHORTEST_ENTRY = 3;

  private final IndexTree tree;
  private final KeyPlaces places;

  /** How many keys were found elsewhere than where they were before. */
  private int learned;

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
  int place(long hash) {
    return places.find(hash);
  }

  /** Remembers where the key is that a path leads to; now and then, all keys of its leaf. */
  void learn(long hash, TreePath path) {
    places.learn(hash, path.cell, path.pointer(path.cell));
    if (++learned % LEAF_LEARNED_EACH == 0) {
      learnLeaf(path);
    }
  }

  private void learnLeaf(TreePath path) {
    long before = KeyPlaces.NO_HASH;
    for (int i = 0; i < path.count; i++) {
      long hash = hashOfFirst(path, i);
      if (hash != before && hash != KeyPlaces.NO_HASH) {
        places.learn(hash, i, path.pointer(i));
      }
      before = hash;
    }
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
