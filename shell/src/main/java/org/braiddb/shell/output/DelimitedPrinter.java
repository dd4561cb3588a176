package org.braiddb.shell.output;

import java.util.List;
import java.util.function.UnaryOperator;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.Statement;

/** Shows a row on a line, its values parted by a separator. */
final class DelimitedPrinter implements RowPrinter {
  /** Writes one value. */
  private interface Value {
    String of(Statement row, int column);
  }

  private final Output out;
  private final String separator;
  private final String lineEnd;
  private final Value value;
  private final UnaryOperator<String> header;
  private boolean headersDue;

  private DelimitedPrinter(
      Output out,
      String separator,
      String lineEnd,
      Value value,
      UnaryOperator<String> header,
      boolean headers) {
    this.out = out;
    this.separator = separator;
    this.lineEnd = lineEnd;
    this.value = value;
    this.header = header;
    this.headersDue = headers;
  }

  static DelimitedPrinter list(Output out, ValueText values, String separator, boolean headers) {
    return new DelimitedPrinter(
        out, separator, "\n", values::of, UnaryOperator.identity(), headers);
  }

  static DelimitedPrinter csv(Output out, ValueText values, boolean headers) {
    Value value =
        (row, column) ->
            row.columnIsNull(column) ? values.of(row, column) : csv(values.of(row, column));
    return new DelimitedPrinter(out, ",", "\r\n", value, DelimitedPrinter::csv, headers);
  }

  static DelimitedPrinter quote(Output out, boolean headers) {
    return new DelimitedPrinter(out, ",", "\n", SqlText::literal, SqlText::quoted, headers);
  }

  @Override
  public void row(List<String> names, Statement row) {
    StringBuilder line = new StringBuilder();
    if (headersDue) {
      headersDue = false;
      out.print(String.join(separator, names.stream().map(header).toList()) + lineEnd);
    }
    for (int i = 0; i < names.size(); i++) {
      line.append(i > 0 ? separator : "").append(value.of(row, i));
    }
    out.print(line.append(lineEnd).toString());
  }

  @Override
  public void end() {
    // Every row was printed when it came.
  }

  /** A field in quotes if it is empty, to tell it from NULL, or holds more than plain ASCII. */
  private static String csv(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != ',');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
