package org.braiddb.sql.bind;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table as a query sees them. Most statements use few: each is made when asked.
 */
final class TableColumnList extends AbstractList<OutputColumn> implements RandomAccess {
  private final BindEnvironment environment;
  private final String schema;
  private final TableDefinition table;
  private final @Nullable OutputColumn[] made;

  TableColumnList(BindEnvironment environment, String schema, TableDefinition table) {
    this.environment = environment;
    this.schema = schema;
    this.table = table;
    made = new @Nullable OutputColumn[table.columns().size()];
  }

  @Override
  public int size() {
    return made.length;
  }

  @Override
  public OutputColumn get(int index) {
    OutputColumn known = made[index];
    if (known == null) {
      known = make(table.columns().get(index));
      made[index] = known;
    }
    return known;
  }

  private OutputColumn make(TableColumn column) {
    return new OutputColumn(
        column.name(),
        Optional.of(column.affinity()),
        Optional.of(environment.collation(column.collation())),
        Optional.of(
            new OutputColumn.Origin(schema, table.name(), column.name(), column.declaredType())));
  }

  /** The place of the column with a name; -1 if there is none. */
  int find(String nameKey) {
    List<TableColumn> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (NameKey.of(columns.get(i).name()).equals(nameKey)) {
        return i;
      }
    }
    return -1;
  }
}
