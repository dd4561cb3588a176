package org.braiddb.storage.tck.naive;

import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted set as a weight-balanced binary tree: changes copy the path to the root and
 * share the rest.
 *
 * <p>The invariant, kept by {@link #join}: of two siblings none holds more than three times the
 * entries of the other (plus one). Source: Adams, "Efficient sets: a balancing act" (1993), with
 * the parameters (3, 2) that Hirai and Yamamoto (2011) proved right.
 *
 * <p>Searches take a probe: a function that is positive for the entries before the place looked
 * for, zero on it and negative after it, as {@code compare(key, entry)} is.
 */
final class SortedTree<E> {
  private static final int DELTA = 3;
  private static final int RATIO = 2;

  private final E entry;
  private final @Nullable SortedTree<E> left;
  private final @Nullable SortedTree<E> right;
  private final int size;

  private SortedTree(E entry, @Nullable SortedTree<E> left, @Nullable SortedTree<E> right) {
    this.entry = entry;
    this.left = left;
    this.right = right;
    this.size = 1 + size(left) + size(right);
  }

  /** The number of entries; the empty tree is null. */
  static int size(@Nullable SortedTree<?> tree) {
    return tree == null ? 0 : tree.size;
  }

  /** The tree with the entry, in place of one that compares equal. */
  static <E> SortedTree<E> with(
      @Nullable SortedTree<E> tree, E entry, Comparator<? super E> order) {
    if (tree == null) {
      return new SortedTree<>(entry, null, null);
    }
    int side = order.compare(entry, tree.entry);
    if (side == 0) {
      return new SortedTree<>(entry, tree.left, tree.right);
    }
    return side < 0
        ? join(with(tree.left, entry, order), tree.entry, tree.right)
        : join(tree.left, tree.entry, with(tree.right, entry, order));
  }

  /** The tree without the entry that the probe finds; the same tree where it finds none. */
  static <E> @Nullable SortedTree<E> without(
      @Nullable SortedTree<E> tree, ToIntFunction<? super E> probe) {
    if (tree == null) {
      return null;
    }
    int side = probe.applyAsInt(tree.entry);
    if (side == 0) {
      return glue(tree.left, tree.right);
    }
    return side < 0
        ? join(without(tree.left, probe), tree.entry, tree.right)
        : join(tree.left, tree.entry, without(tree.right, probe));
  }

  private static <E> @Nullable SortedTree<E> glue(
      @Nullable SortedTree<E> left, @Nullable SortedTree<E> right) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    if (left.size > right.size) {
      return join(withoutEnd(left, true), last(left), right);
    }
    return join(left, first(right), withoutEnd(right, false));
  }

  /** The tree without its last (or first) entry. */
  private static <E> @Nullable SortedTree<E> withoutEnd(SortedTree<E> tree, boolean last) {
    SortedTree<E> next = last ? tree.right : tree.left;
    if (next == null) {
      return last ? tree.left : tree.right;
    }
    SortedTree<E> rest = withoutEnd(next, last);
    return last ? join(tree.left, tree.entry, rest) : join(rest, tree.entry, tree.right);
  }

  private static <E> SortedTree<E> join(
      @Nullable SortedTree<E> left, E entry, @Nullable SortedTree<E> right) {
    int leftSize = size(left);
    int rightSize = size(right);
    if (leftSize + rightSize > 1) {
      if (right != null && rightSize > DELTA * leftSize) {
        return rotateLeft(left, entry, right);
      }
      if (left != null && leftSize > DELTA * rightSize) {
        return rotateRight(left, entry, right);
      }
    }
    return new SortedTree<>(entry, left, right);
  }

  private static <E> SortedTree<E> rotateLeft(
      @Nullable SortedTree<E> left, E entry, SortedTree<E> right) {
    SortedTree<E> inner = right.left;
    if (inner == null || inner.size < RATIO * size(right.right)) {
      return new SortedTree<>(right.entry, new SortedTree<>(entry, left, inner), right.right);
    }
    return new SortedTree<>(
        inner.entry,
        new SortedTree<>(entry, left, inner.left),
        new SortedTree<>(right.entry, inner.right, right.right));
  }

  private static <E> SortedTree<E> rotateRight(
      SortedTree<E> left, E entry, @Nullable SortedTree<E> right) {
    SortedTree<E> inner = left.right;
    if (inner == null || inner.size < RATIO * size(left.left)) {
      return new SortedTree<>(left.entry, left.left, new SortedTree<>(entry, inner, right));
    }
    return new SortedTree<>(
        inner.entry,
        new SortedTree<>(left.entry, left.left, inner.left),
        new SortedTree<>(entry, inner.right, right));
  }

  /** The first entry. */
  static <E> E first(SortedTree<E> tree) {
    SortedTree<E> at = tree;
    while (at.left != null) {
      at = at.left;
    }
    return at.entry;
  }

  /** The last entry. */
  static <E> E last(SortedTree<E> tree) {
    SortedTree<E> at = tree;
    while (at.right != null) {
      at = at.right;
    }
    return at.entry;
  }

  /** The first entry whose probe is negative, or zero where that counts; null where none is. */
  static <E> @Nullable E firstAfter(
      @Nullable SortedTree<E> tree, ToIntFunction<? super E> probe, boolean orAt) {
    E found = null;
    SortedTree<E> at = tree;
    while (at != null) {
      int side = probe.applyAsInt(at.entry);
      if (side < 0 || orAt && side == 0) {
        found = at.entry;
        at = at.left;
      } else {
        at = at.right;
      }
    }
    return found;
  }

  /** The last entry whose probe is positive, or zero where that counts; null where none is. */
  static <E> @Nullable E lastBefore(
      @Nullable SortedTree<E> tree, ToIntFunction<? super E> probe, boolean orAt) {
    E found = null;
    SortedTree<E> at = tree;
    while (at != null) {
      int side = probe.applyAsInt(at.entry);
      if (side > 0 || orAt && side == 0) {
        found = at.entry;
        at = at.right;
      } else {
        at = at.left;
      }
    }
    return found;
  }

  /** The first entry whose probe is zero; null where none is. */
  static <E> @Nullable E find(@Nullable SortedTree<E> tree, ToIntFunction<? super E> probe) {
    E found = firstAfter(tree, probe, true);
    return found != null && probe.applyAsInt(found) == 0 ? found : null;
  }

  /** Calls the consumer for every entry, in order. */
  static <E> void forEach(@Nullable SortedTree<E> tree, Consumer<? super E> consumer) {
    if (tree != null) {
      forEach(tree.left, consumer);
      consumer.accept(tree.entry);
      forEach(tree.right, consumer);
    }
  }
}
