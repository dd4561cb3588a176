package com.example.ledger;

/**
 * The entries of one tree in their order: an immutable list, addressed by position. A change makes
 * a new list that shares almost all of the old one, so that who holds the old list goes on reading
 * it; that is all there is to snapshots, savepoints and rollback.
 *
 * <p>It is a balanced binary tree: of two siblings none has more than three times the entries of
 * the other. Every operation takes logarithmic time.
 */
final class Entries {
  static final Entries EMPTY = new Entries();

  private final Entries left;
  private final Entry entry;
  private final Entries right;
  private final int size;

  private Entries() {
    left = this;
    entry = null;
    right = this;
    size = 0;
  }

  private Entries(Entries left, Entry entry, Entries right) {
    this.left = left;
    this.entry = entry;
    this.right = right;
    this.size = left.size + 1 + right.size;
  }

  int size() {
    return size;
  }

  Entry get(int position) {
    Entries at = this;
    int left = position;
    while (left != at.left.size) {
      if (left < at.left.size) {
        at = at.left;
      } else {
        left -= at.left.size + 1;
        at = at.right;
      }
    }
    return at.entry;
  }

  /** How many entries are before the place, which is also the position of the first that is not. */
  int countBefore(Place place) {
    return count(place, 0);
  }

  /** How many entries are before the place or at it. */
  int countUpTo(Place place) {
    return count(place, 1);
  }

  private int count(Place place, int limit) {
    int count = 0;
    for (Entries at = this; at.size > 0; ) {
      if (place.compare(at.entry) < limit) {
        count += at.left.size + 1;
        at = at.right;
      } else {
        at = at.left;
      }
    }
    return count;
  }

  Entries insert(int position, Entry added) {
    if (size == 0) {
      return new Entries(EMPTY, added, EMPTY);
    }
    return position <= left.size
        ? balanced(left.insert(position, added), entry, right)
        : balanced(left, entry, right.insert(position - left.size - 1, added));
  }

  Entries replace(int position, Entry other) {
    if (position < left.size) {
      return new Entries(left.replace(position, other), entry, right);
    }
    return position == left.size
        ? new Entries(left, other, right)
        : new Entries(left, entry, right.replace(position - left.size - 1, other));
  }

  Entries remove(int position) {
    if (position < left.size) {
      return balanced(left.remove(position), entry, right);
    }
    if (position > left.size) {
      return balanced(left, entry, right.remove(position - left.size - 1));
    }
    if (right.size == 0) {
      return left;
    }
    return balanced(left, right.get(0), right.remove(0));
  }

  private static Entries balanced(Entries left, Entry entry, Entries right) {
    if (left.size + right.size > 1) {
      if (right.size > 3 * left.size) {
        return right.left.size < 2 * right.right.size
            ? new Entries(new Entries(left, entry, right.left), right.entry, right.right)
            : new Entries(
                new Entries(left, entry, right.left.left),
                right.left.entry,
                new Entries(right.left.right, right.entry, right.right));
      }
      if (left.size > 3 * right.size) {
        return left.right.size < 2 * left.left.size
            ? new Entries(left.left, left.entry, new Entries(left.right, entry, right))
            : new Entries(
                new Entries(left.left, left.entry, left.right.left),
                left.right.entry,
                new Entries(left.right.right, entry, right));
      }
    }
    return new Entries(left, entry, right);
  }
}
