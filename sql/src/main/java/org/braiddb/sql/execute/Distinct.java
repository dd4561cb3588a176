package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/**
 * Each row of a stream only once, in the order they come. Once the rows seen take as much memory as
 * they may, further ones are put aside and follow in the end.
 */
final class Distinct extends RowStream implements RunState {
  private final RowStream input;
  private final Collation[] collations;
  private final KeyTable seen = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final long budgetBytes;

  /** The rows that did not fit; null while all do. */
  private @Nullable DistinctOverflow overflow;

  private boolean inputEnded;

  /**
   * @param budgetBytes how much memory the rows seen may take
   */
  Distinct(RowStream input, Collation[] collations, long budgetBytes) {
    super(input.row());
    this.input = input;
    this.collations = collations;
    this.budgetBytes = budgetBytes;
  }

  @Override
  void open(Frame frame) {
    endRun();
    input.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    while (!inputEnded && input.next(frame)) {
      encoder.clear();
      Cell[] row = row();
      for (int i = 0; i < collations.length; i++) {
        encoder.add(row[i], collations[i]);
      }
      if (isNew()) {
        return true;
      }
    }
    DistinctOverflow further = overflow;
    if (further == null) {
      return false;
    }
    if (!inputEnded) {
      inputEnded = true;
      further.end();
    }
    return further.next(row(), frame);
  }

  /** Whether the present row is the first of its kind; one that is put aside is not, yet. */
  private boolean isNew() {
    DistinctOverflow further = overflow;
    if (further != null) {
      if (seen.find(encoder.bytes(), encoder.length()) < 0) {
        further.add(encoder, row());
      }
      return false;
    }
    int known = seen.size();
    boolean fresh = seen.add(encoder.bytes(), encoder.length()) == known;
    if (fresh && seen.inMemory() > budgetBytes) {
      overflow = new DistinctOverflow(row().length, budgetBytes);
    }
    return fresh;
  }

  @Override
  public void endRun() {
    seen.clear();
    encoder.forget();
    inputEnded = false;
    DistinctOverflow ended = overflow;
    overflow = null;
    if (ended != null) {
      ended.close();
    }
  }
}
