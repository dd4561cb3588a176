package org.braiddb.storage.mvcc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;

/**
 * The order of one tree's keys as claims keep them. Immutable; used by every transaction at once,
 * unlike {@link KeyMaker}, which makes the keys.
 */
sealed interface KeyOrdering extends Comparator<Object> {
  /** As many columns as the record has: an ordinary index tells its entries apart by all. */
  int ALL_COLUMNS = Integer.MAX_VALUE;

  /** The order of a tree's keys. */
  static KeyOrdering of(Tree tree) {
    return switch (tree) {
      case Tree.Table table -> Rowids.ORDER;
      case Tree.Index index -> of(index.order(), ALL_COLUMNS);
      case Tree.Clustered clustered -> of(clustered.key(), clustered.key().columns().size());
    };
  }

  private static KeyOrdering of(KeyOrder order, int columns) {
    for (KeyOrder.Column column : order.columns()) {
      if (!(column.collation() instanceof Collations)) {
        return new Collated(order, columns, new RecordComparator(order));
      }
    }
    return new Encoded(order, columns);
  }

  /** Whether keys made under one order may be compared under the other. */
  boolean agreesWith(KeyOrdering other);

  /** Keys are {@link Long}. */
  enum Rowids implements KeyOrdering {
    ORDER;

    @Override
    public int compare(Object left, Object right) {
      return Long.compare((Long) left, (Long) right);
    }

    @Override
    public boolean agreesWith(KeyOrdering other) {
      return other == this;
    }
  }

  /** Keys are byte arrays in unsigned order, as {@link org.braiddb.storage.record.KeyCodec}. */
  record Encoded(KeyOrder order, int columns) implements KeyOrdering {
    @Override
    public int compare(Object left, Object right) {
      return Arrays.compareUnsigned((byte[]) left, (byte[]) right);
    }

    @Override
    public boolean agreesWith(KeyOrdering other) {
      return other instanceof Encoded encoded
          && columns == encoded.columns
          && order.equals(encoded.order);
    }
  }

  /**
   * Under a collation that knows no more than comparing, keys are the records themselves, cut off
   * after the key's columns, and {@link Bound}s.
   */
  record Collated(KeyOrder order, int columns, RecordComparator comparator) implements KeyOrdering {
    @Override
    public int compare(Object left, Object right) {
      if (left instanceof Bound bound) {
        return right instanceof Bound other ? compareBounds(bound, other) : side(bound, right);
      }
      return right instanceof Bound bound ? -side(bound, left) : compareRecords(left, right);
    }

    private int compareBounds(Bound left, Bound right) {
      byte[] a = left.prefix;
      byte[] b = right.prefix;
      int result = a.length == 0 || b.length == 0 ? 0 : compareRecords(a, b);
      return result != 0 ? result : Boolean.compare(left.above, right.above);
    }

    /** On which side of a key the bound stands. */
    private int side(Bound bound, Object key) {
      int result = bound.prefix.length == 0 ? 0 : compareRecords(bound.prefix, key);
      return result != 0 ? result : bound.above ? 1 : -1;
    }

    private int compareRecords(Object left, Object right) {
      byte[] a = (byte[]) left;
      byte[] b = (byte[]) right;
      return comparator.compare(a, 0, a.length, b, 0, b.length, columns);
    }

    /** Collations are the same if their names are: connections bring objects of their own. */
    @Override
    public boolean agreesWith(KeyOrdering other) {
      return other instanceof Collated collated
          && columns == collated.columns
          && order.encoding() == collated.order.encoding()
          && sameColumns(order.columns(), collated.order.columns());
    }

    private static boolean sameColumns(List<KeyOrder.Column> left, List<KeyOrder.Column> right) {
      if (left.size() != right.size()) {
        return false;
      }
      for (int i = 0; i < left.size(); i++) {
        KeyOrder.Column a = left.get(i);
        KeyOrder.Column b = right.get(i);
        if (a.descending() != b.descending()
            || !a.collation().name().equalsIgnoreCase(b.collation().name())) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A place before or after all keys that begin with a prefix; an empty one is that of all keys.
   */
  record Bound(byte[] prefix, boolean above) {}
}
