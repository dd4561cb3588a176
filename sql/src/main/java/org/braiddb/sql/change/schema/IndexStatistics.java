package org.braiddb.sql.change.schema;

import java.util.Arrays;
import java.util.Optional;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;

/**
 * Counts how many different keys an index has, for each of its prefixes: what {@code sqlite_stat1}
 * keeps. NULLs count as equal to each other here.
 */
final class IndexStatistics {
  /** The pragma that says how many entries are looked at; 0 for all. */
  static final String LIMIT = "analysis_limit";

  private static final int ROWS_BETWEEN_CHECKS = 4096;

  private final RecordComparator comparator;
  private final long[] distinct;
  private final long limit;
  private long rows;

  /** How many entries there are, where not all were looked at; 0 where they were. */
  private long all;

  private byte[] previous = {};
  private int previousLength;

  private IndexStatistics(KeyOrder order, int columns, int limit) {
    this.limit = limit == 0 ? Long.MAX_VALUE : limit;
    comparator = new RecordComparator(order);
    distinct = new long[columns];
  }

  /**
   * The text of the column {@code stat}.
   *
   * @param columns how many key columns are counted
   * @return empty where the index has no entry; where there are more entries than {@code
   *     analysis_limit}, what the first of them say of the rest
   */
  static Optional<String> of(
      Transaction transaction, Tree tree, KeyOrder order, int columns, RunContext run) {
    IndexStatistics statistics = new IndexStatistics(order, columns, run.settings().bound(LIMIT));
    try (Cursor cursor = transaction.open(tree, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        cursor.fetch(cursor.payloadSize());
        if (statistics.rows == statistics.limit) {
          statistics.all = transaction.count(tree);
          break;
        }
        statistics.add(cursor.bytes(), cursor.offset(), cursor.payloadSize());
        if (statistics.rows % ROWS_BETWEEN_CHECKS == 0) {
          run.limits().checkCancelled();
        }
      }
    }
    return statistics.rows == 0 ? Optional.empty() : Optional.of(statistics.text());
  }

  private void add(byte[] record, int offset, int length) {
    for (int i = rows == 0 ? 0 : firstDifference(record, offset, length);
        i < distinct.length;
        i++) {
      distinct[i]++;
    }
    rows++;
    if (previous.length < length) {
      previous = new byte[Math.max(length, previous.length * 2)];
    }
    System.arraycopy(record, offset, previous, 0, length);
    previousLength = length;
  }

  /** The first key column that is not as in the entry before; the number of columns if all are. */
  private int firstDifference(byte[] record, int offset, int length) {
    boolean sameBytes = Arrays.equals(record, offset, offset + length, previous, 0, previousLength);
    for (int i = 0; !sameBytes && i < distinct.length; i++) {
      if (comparator.compare(previous, 0, previousLength, record, offset, length, i + 1) != 0) {
        return i;
      }
    }
    return distinct.length;
  }

  /** The number of rows, then for each prefix how many rows share one of its values on average. */
  private String text() {
    StringBuilder text = new StringBuilder().append(Math.max(rows, all));
    for (long different : distinct) {
      long average = (rows + different - 1) / different;
      boolean nearlyUnique = average == 2 && rows * 10 <= different * 11;
      text.append(' ').append(nearlyUnique ? 1 : average);
    }
    return text.toString();
  }
}
