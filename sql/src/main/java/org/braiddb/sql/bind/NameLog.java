package org.braiddb.sql.bind;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;

/** Tells somebody of the names that were found to mean tables and their columns. */
final class NameLog {
  /** Tells nobody. */
  static final NameLog NONE = new NameLog(use -> {});

  private final Consumer<NameUse> listener;

  /** Sources that go by another name than their table's. */
  private final Set<Integer> aliased = new HashSet<>();

  /** The common tables whose queries were looked at. */
  private final Set<With.CommonTable> commons = Collections.newSetFromMap(new IdentityHashMap<>());

  NameLog(Consumer<NameUse> listener) {
    this.listener = listener;
  }

  /** A common table that is used. */
  void common(With.CommonTable table) {
    if (this != NONE) {
      commons.add(table);
    }
  }

  /** Whether the names in a common table have not been told to somebody who listens. */
  boolean misses(With.CommonTable table) {
    return this != NONE && !commons.contains(table);
  }

  /** A table in FROM. */
  void table(String text, Name name, boolean hasAlias, BoundSource.Table source) {
    if (this == NONE) {
      return;
    }
    if (hasAlias) {
      aliased.add(source.id());
    }
    listener.accept(new NameUse.OfTable(text, name.span(), source.table()));
  }

  /** A name in double quotes that turned out to be a string. */
  void string(String text, Expr.Column written) {
    if (this != NONE) {
      listener.accept(new NameUse.OfString(text, written.name().span(), written.name().text()));
    }
  }

  /** A name in an expression that means a value of one of some items. */
  void column(String text, Expr.Column written, BoundExpr value, List<Scope.Item> items) {
    if (this == NONE || !(value instanceof BoundExpr.Column column)) {
      return;
    }
    for (Scope.Item item : items) {
      if (item.source().id() == column.source()) {
        switch (item.source()) {
          case BoundSource.Table table -> column(text, written, column, item, table.table());
          case BoundSource.Row row -> column(text, written, column, item, row.table());
          case BoundSource.Query _, BoundSource.Function _, BoundSource.Recursion _ -> {
            // Their columns are not a table's.
          }
        }
      }
    }
  }

  private void column(
      String text,
      Expr.Column written,
      BoundExpr.Column column,
      Scope.Item item,
      TableDefinition table) {
    int index = column.column();
    if (index >= 0) {
      TableColumn definition = table.columns().get(index);
      if (written.name().is(definition.name())) {
        listener.accept(new NameUse.OfColumn(text, written.name().span(), table, index));
      }
    }
    boolean byOwnName =
        !aliased.contains(item.source().id()) && item.key().equals(NameKey.of(table.name()));
    if (written.table().isPresent() && byOwnName) {
      listener.accept(new NameUse.OfTable(text, written.table().get().span(), table));
    }
  }
}
