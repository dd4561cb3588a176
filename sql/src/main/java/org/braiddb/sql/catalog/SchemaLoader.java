package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link SchemaCatalog} of the rows of the catalogue tree, or of another one and the rows
 * in which they differ: then only the tables and views are made that those rows are about.
 *
 * <p>Never fails for what a row says: an object that cannot be understood is kept with the reason.
 */
public final class SchemaLoader {
  private final KeyBuilder keys;
  private final SortedMap<String, @Nullable RelationRows> relations = new TreeMap<>();
  private final SortedMap<String, @Nullable SchemaRow> objects = new TreeMap<>();
  private final SortedMap<String, @Nullable SchemaRow> triggers = new TreeMap<>();

  private SchemaLoader(CollationSource collations, SchemaFormat format) {
    this.keys = new KeyBuilder(collations, format);
  }

  /** Makes the catalogue of these rows, which are in the order of their rowids. */
  public static SchemaCatalog load(
      int cookie, SchemaFormat format, List<SchemaRow> rows, CollationSource collations) {
    return load(cookie, format, SchemaRows.of(rows), collations);
  }

  private static SchemaCatalog load(
      int cookie, SchemaFormat format, SchemaRows rows, CollationSource collations) {
    SchemaLoader loader = new SchemaLoader(collations, format);
    Map<String, List<SchemaRow>> groups = new HashMap<>();
    for (SchemaRow row : rows.list()) {
      groups.computeIfAbsent(row.relationKey(), key -> new ArrayList<>(2)).add(row);
      loader.namesakes(row).putIfAbsent(row.nameKey(), row);
    }
    groups.forEach(loader::define);
    return new SchemaCatalog(
        cookie,
        format,
        rows,
        NameTable.<RelationRows>empty().with(loader.relations),
        NameTable.<SchemaRow>empty().with(loader.objects),
        NameTable.<SchemaRow>empty().with(loader.triggers));
  }

  /**
   * Makes a catalogue that differs from another in a few rows.
   *
   * @param before made with the same collations
   */
  public static SchemaCatalog change(
      SchemaCatalog before, int cookie, SchemaChanges changes, CollationSource collations) {
    SchemaRows rows = before.storedRows().with(changes);
    if (before.hasOwnNames()) {
      SchemaCatalog changed =
          new SchemaLoader(collations, before.format()).change(before, cookie, changes, rows);
      if (changed.hasOwnNames()) {
        return changed;
      }
    }
    // Where two objects have one name, which of them is meant depends on all others.
    return load(cookie, before.format(), rows, collations);
  }

  private SchemaCatalog change(
      SchemaCatalog before, int cookie, SchemaChanges changes, SchemaRows rows) {
    Map<String, List<SchemaRow>> groups = new HashMap<>();
    changes
        .entries()
        .forEach(change -> {
          SchemaRow old = before.storedRows().find(change.getKey());
          if (old != null) {
            namesakes(old).put(old.nameKey(), null);
            group(before, old, groups).remove(old);
          }
        });
    // Only now: a name that one row has given up may be another's.
    changes
        .entries()
        .forEach(change -> {
          SchemaRow row = change.getValue();
          if (row != null) {
            namesakes(row).put(row.nameKey(), row);
            group(before, row, groups).add(row);
          }
        });
    groups.forEach((key, group) -> {
      group.sort(Comparator.comparingLong(SchemaRow::rowid));
      define(key, group);
    });
    return before.with(cookie, rows, relations, objects, triggers);
  }

  private static List<SchemaRow> group(
      SchemaCatalog before, SchemaRow row, Map<String, List<SchemaRow>> groups) {
    return groups.computeIfAbsent(
        row.relationKey(), key -> new ArrayList<>(before.rowsOf(key).rows()));
  }

  /** Triggers share no names with other objects. */
  private SortedMap<String, @Nullable SchemaRow> namesakes(SchemaRow row) {
    return row.isTrigger() ? triggers : objects;
  }

  private void define(String key, List<SchemaRow> rows) {
    relations.put(key, rows.isEmpty() ? null : RelationDefiner.define(rows, keys));
  }
}
