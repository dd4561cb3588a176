package org.braiddb.sql.bind;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where a query stands: what its names can mean besides columns.
 *
 * @param text the text that its spans count in
 * @param onlyDatabase inside a view or trigger: the one database in which its tables are looked up
 * @param tables the common table expressions it can name
 * @param open the views and common table expressions being bound, to notice circles
 * @param inTrigger whether RAISE may be used
 * @param fromSchema whether the text is that of a definition in a file, which somebody else may
 *     have written: not every function may be called
 */
record BindContext(
    String text,
    OptionalInt onlyDatabase,
    CommonTables tables,
    Set<Object> open,
    boolean inTrigger,
    boolean fromSchema) {
  static BindContext of(String text) {
    return new BindContext(text, OptionalInt.empty(), CommonTables.NONE, Set.of(), false, false);
  }

  /** Of a table's or an index's definition. */
  static BindContext ofDefinition(String text, boolean fromSchema) {
    return new BindContext(
        text, OptionalInt.empty(), CommonTables.NONE, Set.of(), false, fromSchema);
  }

  /** A temporary one may use every database. */
  static BindContext ofTrigger(String text, OptionalInt database) {
    return new BindContext(text, database, CommonTables.NONE, Set.of(), true, database.isPresent());
  }

  BindContext with(CommonTables newTables) {
    return new BindContext(text, onlyDatabase, newTables, open, inTrigger, fromSchema);
  }

  BindContext inside(Object definition) {
    Set<Object> deeper = new HashSet<>(open);
    deeper.add(definition);
    return new BindContext(text, onlyDatabase, tables, deeper, inTrigger, fromSchema);
  }

  /** A temporary one may use every database. */
  BindContext inView(String viewText, OptionalInt database, Object view) {
    return new BindContext(
        viewText, database, CommonTables.NONE, inside(view).open(), false, database.isPresent());
  }
}
