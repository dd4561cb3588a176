package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes schemas down, so that they can be compared. */
public final class SchemaText {
  private SchemaText() {}

  /** All that can be asked of a schema. */
  public static String of(SchemaCatalog catalog) {
    List<String> lines = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      lines.add(relation.name() + ": " + describe(relation));
      lines.add(
          catalog.referencesTo(relation.name()).stream()
              .map(reference -> reference.child().name())
              .collect(Collectors.joining(", ", "referred to by ", "")));
    }
    catalog.triggers().forEach(trigger -> lines.add("trigger " + trigger.name()));
    for (SchemaRow row : catalog.rows()) {
      lines.add(
          row
              + ", index "
              + catalog.index(row.name()).map(IndexDefinition::toString)
              + ", trigger "
              + catalog.trigger(row.name()).map(TriggerDefinition::toString)
              + ", row "
              + catalog.row(row.name()));
    }
    return String.join("\n", lines);
  }

  private static String describe(Relation relation) {
    return relation instanceof TableDefinition table
        ? table.columns()
            + " tree "
            + table.tree()
            + " indexes "
            + table.indexes()
            + " keys "
            + table.foreignKeys()
            + " triggers "
            + table.triggers()
            + " unsupported "
            + table.unsupported()
        : relation.toString();
  }
}
