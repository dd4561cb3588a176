package org.braiddb.storage.mvcc;

import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one tree that a serializable transaction looked for and covers by a stronger claim: the
 * entry that it then put there, or that it requires to stay. The claim may go, by a rollback to a
 * savepoint or because the entry is deleted again; the look stays what it was, a read.
 */
final class CoveredReads {
  private static final int ENTRY_BYTES = 48;

  private final TreeSet<Object> keys;
  private long keyBytes;

  CoveredReads(KeyOrdering ordering) {
    keys = new TreeSet<>(ordering);
  }

  void add(Object key) {
    if (keys.add(key)) {
      keyBytes += ENTRY_BYTES + KeyMaker.sizeBytes(key);
    }
  }

  long sizeBytes() {
    return keyBytes;
  }

  /** Gives the range of each key that neither a change nor a requirement covers now. */
  void forEachUncovered(
      TreeChanges changes, @Nullable RequiredKeys required, BiConsumer<Object, Object> visitor) {
    for (Object key : keys) {
      if ((required != null && required.contains(key)) || changes.isEverything()) {
        continue;
      }
      switch (changes) {
        case RowidChanges rows -> {
          if (!NetChange.isChange(rows.get((long) key))) {
            visitor.accept(key, key);
          }
        }
        case RecordChanges entries -> {
          if (!entries.hasNow(key)) {
            visitor.accept(entries.maker().below(key), entries.maker().above(key));
          }
        }
      }
    }
  }
}
