package org.braiddb.shell.output;

import java.util.List;
import org.braiddb.sql.Statement;

/** Shows the rows of one result: {@link #row} once per row, {@link #end} once after the last. */
public interface RowPrinter {
  /**
   * Shows a row, or keeps it to be shown later.
   *
   * @param names the names of the columns, the same at every call
   * @param row a statement that stands on the row; read before this returns
   */
  void row(List<String> names, Statement row);

  /** Shows what is still to be shown. Also called where a result failed in the middle. */
  void end();
}
