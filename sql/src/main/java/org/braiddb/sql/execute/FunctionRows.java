package org.braiddb.sql.execute;

import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.TableFunction;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table-valued function. Where several values are given for an argument (IN), it is
 * called for each combination.
 */
final class FunctionRows extends Loop implements RunState {
  private final TableFunction function;
  private final CompileContext context;
  private final @Nullable KeyValues[] arguments;
  private final @Nullable Cell[] values;
  private final Cell[] row;
  private @Nullable Run run;

  FunctionRows(TableFunction function, CompileContext context, @Nullable KeyValues[] arguments) {
    this.function = function;
    this.context = context;
    this.arguments = arguments;
    values = new @Nullable Cell[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i] == null ? null : new Cell();
    }
    row = new Cell[function.columns().size() + function.parameters().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = new Cell();
    }
  }

  /** Where a column of the present row stands. */
  Cell cell(int column) {
    return row[column];
  }

  @Override
  void open(Frame frame) {
    endRun();
    if (begin(frame, 0)) {
      call(frame);
    }
  }

  /** Takes the first value of the arguments from a place on. */
  private boolean begin(Frame frame, int from) {
    for (int i = from; i < arguments.length; i++) {
      KeyValues given = arguments[i];
      Cell value = values[i];
      if (given != null && value != null) {
        given.open(frame);
        if (!given.next(value)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean nextCombination(Frame frame) {
    for (int i = arguments.length - 1; i >= 0; i--) {
      KeyValues given = arguments[i];
      Cell value = values[i];
      if (given != null && value != null && given.next(value)) {
        return begin(frame, i + 1);
      }
    }
    return false;
  }

  private void call(Frame frame) {
    run = function.rows(context, frame.context().run(), values);
  }

  @Override
  boolean next(Frame frame) {
    while (true) {
      Run present = run;
      if (present == null) {
        return false;
      }
      frame.countRow();
      if (present.next()) {
        for (int i = 0; i < row.length; i++) {
          row[i].copyFrom(present.cell(i));
        }
        return true;
      }
      endRun();
      if (nextCombination(frame)) {
        call(frame);
      }
    }
  }

  @Override
  void setAbsent() {
    for (Cell cell : row) {
      cell.setNull();
    }
  }

  @Override
  public void endRun() {
    Run present = run;
    run = null;
    if (present != null) {
      present.close();
    }
  }
}
