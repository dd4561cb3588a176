package org.braiddb.shell.output;

import java.util.Optional;

/** What was set about the look of rows. Used by the thread of the shell alone. */
public final class OutputSettings {
  private OutputMode mode = OutputMode.BOX;
  private Optional<Boolean> headers = Optional.empty();
  private String nullValue = "";
  private String columnSeparator = "|";
  private String insertTable = "table";

  /** The mode. */
  public OutputMode mode() {
    return mode;
  }

  /** Sets the mode. */
  public void setMode(OutputMode value) {
    mode = value;
  }

  /** Whether names of columns are shown. */
  public boolean headers() {
    return headers.orElse(mode.showsHeaders());
  }

  /** Sets whether names of columns are shown, in every mode. */
  public void setHeaders(boolean value) {
    headers = Optional.of(value);
  }

  /** What is shown for NULL. */
  public String nullValue() {
    return nullValue;
  }

  /** Sets what is shown for NULL. */
  public void setNullValue(String value) {
    nullValue = value;
  }

  /** What parts values in mode list. */
  public String columnSeparator() {
    return columnSeparator;
  }

  /** Sets what parts values in mode list. */
  public void setColumnSeparator(String value) {
    columnSeparator = value;
  }

  /** The table that mode insert names. */
  public String insertTable() {
    return insertTable;
  }

  /** Sets the table that mode insert names. */
  public void setInsertTable(String value) {
    insertTable = value;
  }

  /** A printer for one result. */
  public RowPrinter printer(Output out) {
    ValueText values = new ValueText(nullValue);
    return switch (mode) {
      case BOX -> new AlignedPrinter(out, values, TableStyle.BOX, headers());
      case TABLE -> new AlignedPrinter(out, values, TableStyle.TABLE, headers());
      case COLUMN -> new AlignedPrinter(out, values, TableStyle.COLUMN, headers());
      case MARKDOWN -> new AlignedPrinter(out, values, TableStyle.MARKDOWN, headers());
      case LIST -> DelimitedPrinter.list(out, values, columnSeparator, headers());
      case TABS -> DelimitedPrinter.list(out, values, "\t", headers());
      case CSV -> DelimitedPrinter.csv(out, values, headers());
      case QUOTE -> DelimitedPrinter.quote(out, headers());
      case LINE -> new LinePrinter(out, values);
      case JSON -> new JsonPrinter(out);
      case INSERT -> new InsertPrinter(out, insertTable, headers());
    };
  }
}
