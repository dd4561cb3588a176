package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;

/** Each row of a stream only once. */
final class Distinct extends RowStream implements RunState {
  private final RowStream input;
  private final Collation[] collations;
  private final KeyTable seen = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();

  Distinct(RowStream input, Collation[] collations) {
    super(input.row());
    this.input = input;
    this.collations = collations;
  }

  @Override
  void open(Frame frame) {
    seen.clear();
    input.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    while (input.next(frame)) {
      encoder.clear();
      Cell[] row = row();
      for (int i = 0; i < collations.length; i++) {
        encoder.add(row[i], collations[i]);
      }
      int known = seen.size();
      if (seen.add(encoder.bytes(), encoder.length()) == known) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void endRun() {
    seen.clear();
    encoder.forget();
  }
}
