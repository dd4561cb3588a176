package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/** Computes result columns for each row of a loop. */
final class Project extends RowStream {
  private final Loop loop;
  private final Evaluator[] outputs;

  Project(Loop loop, Evaluator[] outputs) {
    super(outputs.length);
    this.loop = loop;
    this.outputs = outputs;
  }

  @Override
  void limit(long rows) {
    loop.limit(rows);
  }

  @Override
  void open(Frame frame) {
    loop.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (!loop.next(frame)) {
      return false;
    }
    compute(frame);
    return true;
  }

  /** The same, but it may pass rows: see {@link Loop#nextOther}. */
  boolean nextOther(Frame frame, int columns) {
    if (!loop.nextOther(frame, columns)) {
      return false;
    }
    compute(frame);
    return true;
  }

  @Override
  boolean move(Frame frame) {
    return loop.next(frame);
  }

  @Override
  @Nullable Cursor record() {
    TreeCursor table = loop.onlyTable();
    return table == null ? null : table.cursor();
  }

  @Override
  boolean skip(Frame frame, long rows) {
    return loop.skip(frame, rows);
  }

  @Override
  long count(Frame frame) {
    return loop.count(frame);
  }

  @Override
  void compute(Frame frame) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].eval(frame);
      row()[i].copyFrom(frame);
    }
  }

  @Override
  void compute(Frame frame, int[] wanted) {
    for (int output : wanted) {
      outputs[output].eval(frame);
      row()[output].copyFrom(frame);
    }
  }
}
