package org.braiddb.shell.output;

import java.util.List;
import org.braiddb.shell.text.DisplayText;
import org.braiddb.sql.Statement;

/** Shows each value on a line of its own after the name of its column. */
final class LinePrinter implements RowPrinter {
  private static final int NARROWEST = 5;

  private final Output out;
  private final ValueText values;
  private boolean first = true;

  LinePrinter(Output out, ValueText values) {
    this.out = out;
    this.values = values;
  }

  @Override
  public void row(List<String> names, Statement row) {
    int width = names.stream().mapToInt(DisplayText::width).max().orElse(0);
    StringBuilder text = new StringBuilder(first ? "" : "\n");
    first = false;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      text.repeat(' ', Math.max(width, NARROWEST) - DisplayText.width(name))
          .append(name)
          .append(" = ")
          .append(values.of(row, i))
          .append('\n');
    }
    out.print(text.toString());
  }

  @Override
  public void end() {
    // Every row was printed when it came.
  }
}
