package org.braiddb.shell.output;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.Statement;

/** Shows each row as the INSERT statement that would add it; headers name the columns. */
final class InsertPrinter implements RowPrinter {
  private final Output out;
  private final String table;
  private final boolean headers;

  InsertPrinter(Output out, String table, boolean headers) {
    this.out = out;
    this.table = table;
    this.headers = headers;
  }

  @Override
  public void row(List<String> names, Statement row) {
    String columns =
        headers ? names.stream().map(SqlText::name).collect(Collectors.joining(",", "(", ")")) : "";
    String values =
        IntStream.range(0, names.size())
            .mapToObj(i -> SqlText.lineLiteral(row, i))
            .collect(Collectors.joining(","));
    out.line("INSERT INTO " + SqlText.name(table) + columns + " VALUES(" + values + ");");
  }

  @Override
  public void end() {
    // Every row was printed when it came.
  }
}
