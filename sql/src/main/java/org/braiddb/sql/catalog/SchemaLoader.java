package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.CreateView;
import org.braiddb.sql.ast.CreateVirtualTable;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.error.NotYet;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.parse.SyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link SchemaCatalog} of the rows of the catalogue tree. Tables and views all of whose
 * rows are those of a catalogue that was made before are taken from there.
 *
 * <p>Never fails for what a row says: an object that cannot be understood is kept with the reason.
 */
public final class SchemaLoader {
  private final KeyBuilder keys;
  private final SchemaFormat format;

  private final Map<String, TableDraft> drafts = new LinkedHashMap<>();
  private final Map<String, Relation> others = new LinkedHashMap<>();
  private final Map<String, List<TriggerDefinition>> viewTriggers = new HashMap<>();
  private final Map<String, SchemaRow> rowsByName = new HashMap<>();
  private final Map<String, TriggerDefinition> triggers = new LinkedHashMap<>();
  private final List<String> order = new ArrayList<>();

  /** The rows that each table or view is made of. */
  private final Map<String, RelationRows> relationRows = new HashMap<>();

  /** One of the same format and collations; null where there is none. */
  private final @Nullable SchemaCatalog before;

  private SchemaLoader(
      CollationSource collations, SchemaFormat format, @Nullable SchemaCatalog before) {
    this.keys = new KeyBuilder(collations, format);
    this.format = format;
    this.before = before != null && before.format().equals(format) ? before : null;
  }

  /** Makes the catalogue of these rows, which are in the order of their rowids. */
  public static SchemaCatalog load(
      int cookie, SchemaFormat format, List<SchemaRow> rows, CollationSource collations) {
    return load(cookie, format, SchemaRows.of(rows), collations, null);
  }

  /**
   * The same, where much may be as it was before.
   *
   * @param before made with the same collations; null where there is none
   */
  public static SchemaCatalog load(
      int cookie,
      SchemaFormat format,
      SchemaRows stored,
      CollationSource collations,
      @Nullable SchemaCatalog before) {
    SchemaLoader loader = new SchemaLoader(collations, format, before);
    List<SchemaRow> rows = stored.rows();
    List<RelationRows> groups = new ArrayList<>(rows.size());
    for (SchemaRow row : rows) {
      groups.add(loader.group(row));
    }
    loader.takeUnchanged(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      loader.addRelation(rows.get(i), groups.get(i));
    }
    for (int i = 0; i < rows.size(); i++) {
      loader.addDependent(rows.get(i), groups.get(i));
    }
    return loader.finish(cookie, stored);
  }

  // ---- what has not changed

  private RelationRows group(SchemaRow row) {
    RelationRows group = relationRows.computeIfAbsent(row.relationKey(), key -> new RelationRows());
    group.add(row);
    rowsByName.putIfAbsent(row.nameKey(), row);
    return group;
  }

  /** Where two objects have one name, which of them is meant may depend on all others. */
  private void takeUnchanged(int rowCount) {
    SchemaCatalog known = before;
    if (known == null || !known.hasOwnNames() || rowsByName.size() < rowCount) {
      return;
    }
    relationRows.forEach((key, rows) -> {
      RelationRows last = known.rowsOf(key);
      if (last != null && last.agreesWith(rows)) {
        rows.setRelation(last.relation());
      }
    });
  }

  // ---- first pass: tables and views

  private void addRelation(SchemaRow row, RelationRows group) {
    String key = row.nameKey();
    switch (row.type()) {
      case "table", "view" -> {
        order.add(key);
        if (group.relation() == null) {
          define(row, key);
        }
      }
      default -> {
        // Indexes and triggers belong to the second pass, when their tables are known.
      }
    }
  }

  private void define(SchemaRow row, String key) {
    try {
      switch (parse(row)) {
        case CreateTable table when table.body() instanceof CreateTable.Body.Columns columns -> {
          // The catalogue's name decides, not the one in the text.
          drafts.put(key, TableDefiner.define(row.name(), row.sql(), row.root(), columns, keys));
        }
        case CreateView view ->
            others.put(
                key,
                new ViewDefinition(
                    row.name(),
                    view.columns().stream().map(Name::text).toList(),
                    view.query(),
                    row.sql(),
                    List.of()));
        case CreateVirtualTable virtual ->
            others.put(
                key,
                new UnsupportedRelation(
                    row.name(),
                    "table",
                    String.valueOf(NotYet.module(virtual.module().text()).getMessage()),
                    row.sql(),
                    true));
        default -> unsupported(row, key, "not a definition of a " + row.type());
      }
    } catch (SyntaxException e) {
      unsupported(row, key, e.problem());
    } catch (StatementException e) {
      unsupported(row, key, String.valueOf(e.getMessage()));
    }
  }

  private void unsupported(SchemaRow row, String key, String reason) {
    others.put(
        key,
        new UnsupportedRelation(
            row.name(),
            row.type(),
            "malformed database schema (" + row.name() + ") - " + reason,
            row.sql(),
            false));
  }

  private static Statement parse(SchemaRow row) {
    return Parser.parseSchemaEntry(row.sql()).statement();
  }

  // ---- second pass: indexes and triggers

  private void addDependent(SchemaRow row, RelationRows group) {
    SchemaCatalog known = before;
    if (known != null && group.relation() != null) {
      if (row.type().equals("trigger")) {
        known.trigger(row.name()).ifPresent(trigger -> triggers.put(row.nameKey(), trigger));
      }
      return;
    }
    switch (row.type()) {
      case "index" -> addIndex(row);
      case "trigger" -> addTrigger(row);
      default -> {
        // Tables and views were taken in the first pass.
      }
    }
  }

  private void addIndex(SchemaRow row) {
    TableDraft table = drafts.get(NameKey.of(row.tableName()));
    if (table == null) {
      return;
    }
    if (row.sql().isEmpty()) {
      addAutomaticIndex(row, table);
      return;
    }
    try {
      if (parse(row) instanceof CreateIndex statement) {
        IndexDefinition index =
            new IndexDefiner(table, keys).define(statement, row.sql(), row.root());
        if (!index.usable()) {
          table.unsupported.add(unknownCollation(index));
        }
        table.indexes.add(index);
      } else {
        table.unsupported.add(malformed(row, "not a definition of an index"));
      }
    } catch (SyntaxException e) {
      table.unsupported.add(malformed(row, e.problem()));
    } catch (StatementException e) {
      table.unsupported.add(malformed(row, String.valueOf(e.getMessage())));
    }
  }

  private void addAutomaticIndex(SchemaRow row, TableDraft table) {
    String key = NameKey.of(row.name());
    for (IndexDefinition index : table.automaticIndexes) {
      if (NameKey.of(index.name()).equals(key)) {
        IndexDefinition withTree = keys.withTree(index, row.root());
        if (!withTree.usable()) {
          table.unsupported.add(unknownCollation(withTree));
        }
        table.indexes.add(withTree);
        return;
      }
    }
    table.unsupported.add(malformed(row, "orphan index"));
  }

  private static String malformed(SchemaRow row, String reason) {
    return "malformed database schema (" + row.name() + ") - " + reason;
  }

  private String unknownCollation(IndexDefinition index) {
    return index.keyColumns().stream()
        .map(IndexColumn::collation)
        .filter(name -> !keys.knows(name))
        .findFirst()
        .map(name -> "no such collation sequence: " + name)
        .orElse("index " + index.name() + " cannot be used");
  }

  private void addTrigger(SchemaRow row) {
    String tableKey = NameKey.of(row.tableName());
    TableDraft table = drafts.get(tableKey);
    try {
      if (parse(row) instanceof CreateTrigger statement) {
        TriggerDefinition trigger =
            new TriggerDefinition(row.name(), row.tableName(), statement, row.sql());
        triggers.put(NameKey.of(row.name()), trigger);
        if (table != null) {
          table.triggers.add(trigger);
        } else {
          viewTriggers.computeIfAbsent(tableKey, k -> new ArrayList<>()).add(trigger);
        }
      } else if (table != null) {
        table.unsupported.add(malformed(row, "not a definition of a trigger"));
      }
    } catch (SyntaxException e) {
      if (table != null) {
        table.unsupported.add(malformed(row, e.problem()));
      }
    }
  }

  // ---- the end

  private SchemaCatalog finish(int cookie, SchemaRows rows) {
    Map<String, Relation> relations = new LinkedHashMap<>();
    for (String key : order) {
      RelationRows group = Objects.requireNonNull(relationRows.get(key), key);
      Relation relation = group.relation() == null ? made(key) : group.relation();
      if (relation != null) {
        group.setRelation(relation);
        relations.put(key, relation);
      }
    }
    return new SchemaCatalog(cookie, format, rows, relationRows, relations, triggers, rowsByName);
  }

  private @Nullable Relation made(String key) {
    TableDraft draft = drafts.get(key);
    if (draft != null) {
      checkAutomaticIndexes(draft);
      return new TableDefinition(draft);
    }
    Relation other = others.get(key);
    return other == null ? null : withTriggers(other, key);
  }

  private Relation withTriggers(Relation relation, String key) {
    return relation instanceof ViewDefinition view
        ? new ViewDefinition(
            view.name(),
            view.columns(),
            view.query(),
            view.sql(),
            viewTriggers.getOrDefault(key, List.of()))
        : relation;
  }

  /** A UNIQUE without its tree cannot be enforced. */
  private static void checkAutomaticIndexes(TableDraft draft) {
    for (IndexDefinition index : draft.automaticIndexes) {
      boolean present =
          draft.indexes.stream().anyMatch(i -> i.name().equalsIgnoreCase(index.name()));
      if (!present && draft.unsupported.isEmpty()) {
        draft.unsupported.add(
            "malformed database schema (" + draft.name + ") - missing index " + index.name());
      }
    }
  }
}
