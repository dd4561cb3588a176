package org.braiddb.shell.output;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.Statement;

/**
 * Draws the rows of EXPLAIN QUERY PLAN, each with its id, its parent's id and a text, as the tree
 * that they describe.
 */
public final class PlanPrinter implements RowPrinter {
  private static final List<String> COLUMNS = List.of("id", "parent", "notused", "detail");

  private final Output out;
  private final List<Step> steps = new ArrayList<>();

  private record Step(long id, long parent, String detail) {}

  /** A printer for one plan. */
  public PlanPrinter(Output out) {
    this.out = out;
  }

  /** Whether the columns are those of a plan. */
  public static boolean isFor(List<String> columns) {
    return columns.equals(COLUMNS);
  }

  @Override
  public void row(List<String> names, Statement row) {
    steps.add(new Step(row.columnLong(0), row.columnLong(1), String.valueOf(row.columnText(3))));
  }

  @Override
  public void end() {
    if (!steps.isEmpty()) {
      out.line("QUERY PLAN");
      printBelow(0, "");
    }
  }

  private void printBelow(long parent, String indent) {
    List<Step> children = steps.stream().filter(step -> step.parent == parent).toList();
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      Step child = children.get(i);
      out.line(indent + (last ? "`--" : "|--") + child.detail);
      printBelow(child.id, indent + (last ? "   " : "|  "));
    }
  }
}
