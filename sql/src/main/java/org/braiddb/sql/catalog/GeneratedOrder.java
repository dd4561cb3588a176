package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.error.StatementException;

/** The order in which generated columns can be computed: each after those that it uses. */
final class GeneratedOrder {
  private final List<TableColumn> columns;
  private final List<TableColumn> order = new ArrayList<>();
  private final List<TableColumn> open = new ArrayList<>();

  private GeneratedOrder(List<TableColumn> columns) {
    this.columns = columns;
  }

  /**
   * The generated columns among these in that order.
   *
   * @throws StatementException where a column would depend on itself
   */
  static List<TableColumn> of(List<TableColumn> columns) {
    GeneratedOrder all = new GeneratedOrder(columns);
    columns.forEach(all::add);
    return all.order;
  }

  private void add(TableColumn column) {
    if (column.generated().isEmpty() || order.contains(column)) {
      return;
    }
    if (open.contains(column)) {
      throw new StatementException("generated column loop on \"" + open.getLast().name() + "\"");
    }
    open.add(column);
    usedBy(column.generated().get().value(), this::add);
    open.removeLast();
    order.add(column);
  }

  private void usedBy(Expr value, Consumer<TableColumn> visitor) {
    ExprChildren.walk(
        value,
        node -> {
          if (node instanceof Expr.Column(var schema, var table, Name name, var span)) {
            assert span.start() <= span.end() && (schema.isEmpty() || table.isPresent());
            for (TableColumn column : columns) {
              if (name.is(column.name())) {
                visitor.accept(column);
              }
            }
          }
        });
  }
}
