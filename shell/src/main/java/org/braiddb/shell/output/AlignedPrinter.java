package org.braiddb.shell.output;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.shell.text.DisplayText;
import org.braiddb.sql.Statement;

/**
 * Shows rows in columns as wide as their widest value. Only the first rows are measured, so that a
 * result of any size takes bounded memory: a later value that is wider pushes its line out.
 */
final class AlignedPrinter implements RowPrinter {
  private static final int MEASURED_ROWS = 10_000;
  private static final long MEASURED_CHARACTERS = 16_000_000;

  private final Output out;
  private final ValueText values;
  private final TableStyle style;
  private final boolean headers;
  private final List<List<Cell>> kept = new ArrayList<>();
  private long keptCharacters;
  private List<Cell> names = List.of();
  private int[] widths = {};
  private boolean measured;
  private boolean rules;
  private boolean first = true;

  /** A value: its lines, free of control characters. */
  private record Cell(List<String> lines) {
    static Cell of(String text) {
      return new Cell(text.lines().map(DisplayText::printable).toList());
    }

    String line(int number) {
      return number < lines.size() ? lines.get(number) : "";
    }

    int width() {
      return lines.stream().mapToInt(DisplayText::width).max().orElse(0);
    }
  }

  AlignedPrinter(Output out, ValueText values, TableStyle style, boolean headers) {
    this.out = out;
    this.values = values;
    this.style = style;
    this.headers = headers;
  }

  @Override
  public void row(List<String> columns, Statement row) {
    if (names.isEmpty()) {
      names = columns.stream().map(Cell::of).toList();
    }
    List<Cell> cells = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      String text = values.of(row, i);
      keptCharacters += text.length();
      cells.add(Cell.of(escaped(text)));
    }
    if (measured) {
      printRow(cells);
      return;
    }
    kept.add(cells);
    if (kept.size() >= MEASURED_ROWS || keptCharacters >= MEASURED_CHARACTERS) {
      printKept();
    }
  }

  private String escaped(String text) {
    return style == TableStyle.MARKDOWN ? text.replace("|", "\\|") : text;
  }

  @Override
  public void end() {
    if (!measured && !kept.isEmpty()) {
      printKept();
    }
    if (measured) {
      printRule(style.bottom());
    }
  }

  private void printKept() {
    measure();
    measured = true;
    printRule(style.top());
    if (headers) {
      printCells(names, style.centred());
      printRule(style.middle());
    }
    kept.forEach(this::printRow);
    kept.clear();
  }

  private void measure() {
    widths = new int[names.size()];
    if (headers) {
      measure(names);
    }
    for (List<Cell> row : kept) {
      measure(row);
      rules |= style.rulesBetweenRows() && height(row) > 1;
    }
  }

  private void measure(List<Cell> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).width());
    }
  }

  private static int height(List<Cell> row) {
    return row.stream().mapToInt(cell -> cell.lines().size()).max().orElse(1);
  }

  private void printRow(List<Cell> row) {
    if (rules && !first) {
      printRule(style.middle());
    }
    first = false;
    printCells(row, false);
  }

  private void printCells(List<Cell> cells, boolean centred) {
    for (int line = 0; line < Math.max(1, height(cells)); line++) {
      StringBuilder text = new StringBuilder(style.left());
      for (int i = 0; i < widths.length; i++) {
        if (i > 0) {
          text.append(style.between());
        }
        String cell = cells.get(i).line(line);
        int blanks = Math.max(0, widths[i] - DisplayText.width(cell));
        int before = centred ? blanks / 2 : 0;
        text.repeat(' ', before).append(cell).repeat(' ', blanks - before);
      }
      out.line(text.append(style.right()).toString());
    }
  }

  private void printRule(TableStyle.Rule rule) {
    if (!rule.isDrawn()) {
      return;
    }
    StringBuilder text = new StringBuilder(rule.left());
    for (int i = 0; i < widths.length; i++) {
      text.append(i > 0 ? rule.junction() : "").repeat(rule.fill(), widths[i] + rule.padding());
    }
    out.line(text.append(rule.right()).toString());
  }
}
