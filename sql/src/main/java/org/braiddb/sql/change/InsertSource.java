package org.braiddb.sql.change;

import java.util.function.Consumer;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of an INSERT come from, and what goes where.
 *
 * @param rows null for DEFAULT VALUES
 * @param buffered whether they are read as a whole first, since what is written or triggers may
 *     change them
 * @param lasting whether the bytes of its values stay as they are until the row is written
 * @param places for each column of the table the column of the source, or -1 for its default
 * @param rowidPlace the column of the source that gives the rowid, or -1
 */
record InsertSource(
    @Nullable RowQuery rows, boolean buffered, boolean lasting, int[] places, int rowidPlace) {
  /** Takes a row of the source; null stands for one of nothing but defaults. */
  interface Visitor extends Consumer<@Nullable RowQuery> {}

  /** Visits all rows, whose values are still to be computed. */
  void forEachRecord(RunContext context, Visitor visitor) {
    forEach(context, visitor, true);
  }

  /** Visits all rows. */
  void forEach(RunContext context, Visitor visitor) {
    forEach(context, visitor, false);
  }

  private void forEach(RunContext context, Visitor visitor, boolean records) {
    RowQuery source = rows;
    if (source == null) {
      visitor.accept(null);
      return;
    }
    source.open();
    RowQuery input = source;
    try {
      input = buffered ? BufferedRows.of(source, context) : source;
      long count = 0;
      while (records ? input.move() : input.next()) {
        visitor.accept(input);
        if ((++count & 0xfff) == 0) {
          context.limits().checkCancelled();
        }
      }
    } finally {
      input.close();
      source.close();
    }
  }

  /** Sets the columns of a row; the rowid cell is NULL where nothing is given for it. */
  void fill(RowImage row, @Nullable RowQuery input, @Nullable RowExpression[] defaults) {
    int alias = row.table().rowidAlias();
    for (int column = 0; column < places.length; column++) {
      Cell value = row.value(column);
      if (places[column] >= 0 && input != null) {
        value.copyFrom(input.cell(places[column]));
        if (!lasting) {
          value.own();
        }
      } else {
        setDefault(column == alias ? null : defaults[column], value); // as SQLite: a new rowid
      }
    }
    if (rowidPlace >= 0 && input != null) {
      row.rowidCell().copyFrom(input.cell(rowidPlace));
    } else if (alias >= 0) {
      row.rowidCell().copyFrom(row.value(alias));
    } else {
      row.rowidCell().setNull();
    }
  }

  /** Sets some columns of a row; of the rowid's other name, which the source gives, its cell. */
  void fill(RowImage row, RowQuery input, int[] columns, @Nullable RowExpression[] defaults) {
    int alias = row.table().rowidAlias();
    for (int column : columns) {
      Cell target = column == alias ? row.rowidCell() : row.value(column);
      if (places[column] >= 0) {
        target.copyFrom(input.cell(places[column]));
      } else {
        setDefault(defaults[column], target);
      }
    }
  }

  private static void setDefault(@Nullable RowExpression expression, Cell value) {
    if (expression == null) {
      value.setNull();
    } else {
      expression.eval(value);
      value.own();
    }
  }
}
