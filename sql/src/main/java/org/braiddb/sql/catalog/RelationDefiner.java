package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
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
 * Makes a table or view of its rows in the catalogue.
 *
 * <p>Never fails for what a row says: what cannot be understood is kept with the reason.
 */
final class RelationDefiner {
  private final KeyBuilder keys;
  private @Nullable TableDraft table;
  private @Nullable Relation other;
  private final List<TriggerDefinition> triggers = new ArrayList<>();

  private RelationDefiner(KeyBuilder keys) {
    this.keys = keys;
  }

  /** Takes the rows that have one {@link SchemaRow#relationKey}, in the order of their rowids. */
  static RelationRows define(List<SchemaRow> rows, KeyBuilder keys) {
    RelationDefiner definer = new RelationDefiner(keys);
    for (SchemaRow row : rows) {
      if (row.isRelation()) {
        definer.addRelation(row);
      }
    }
    for (SchemaRow row : rows) {
      switch (row.type()) {
        case "index" -> definer.addIndex(row);
        case "trigger" -> definer.addTrigger(row);
        default -> {
          // Tables and views are known by now.
        }
      }
    }
    return new RelationRows(rows, definer.relation(), definer.triggers);
  }

  // ---- tables and views

  private void addRelation(SchemaRow row) {
    try {
      switch (parse(row)) {
        case CreateTable created
            when created.body() instanceof CreateTable.Body.Columns columns -> {
          // The catalogue's name decides, not the one in the text.
          table = TableDefiner.define(row.name(), row.sql(), row.root(), columns, keys);
        }
        case CreateView view ->
            other =
                new ViewDefinition(
                    row.name(),
                    view.columns().stream().map(Name::text).toList(),
                    view.query(),
                    row.sql(),
                    List.of());
        case CreateVirtualTable virtual ->
            other =
                new UnsupportedRelation(
                    row.name(),
                    "table",
                    String.valueOf(NotYet.module(virtual.module().text()).getMessage()),
                    row.sql(),
                    true);
        default -> addUnsupported(row, "not a definition of a " + row.type());
      }
    } catch (SyntaxException e) {
      addUnsupported(row, e.problem());
    } catch (StatementException e) {
      addUnsupported(row, String.valueOf(e.getMessage()));
    }
  }

  private void addUnsupported(SchemaRow row, String reason) {
    other =
        new UnsupportedRelation(row.name(), row.type(), malformed(row, reason), row.sql(), false);
  }

  private static Statement parse(SchemaRow row) {
    return Parser.parseSchemaEntry(row.sql()).statement();
  }

  private @Nullable Relation relation() {
    TableDraft draft = table;
    if (draft != null) {
      checkAutomaticIndexes(draft);
      return new TableDefinition(draft);
    }
    return other instanceof ViewDefinition view
        ? new ViewDefinition(view.name(), view.columns(), view.query(), view.sql(), triggers)
        : other;
  }

  // ---- what belongs to them

  private void addIndex(SchemaRow row) {
    TableDraft draft = table;
    if (draft == null) {
      return;
    }
    if (row.sql().isEmpty()) {
      addAutomaticIndex(row, draft);
      return;
    }
    try {
      if (parse(row) instanceof CreateIndex statement) {
        IndexDefinition index =
            new IndexDefiner(draft, keys).define(statement, row.sql(), row.root());
        if (!index.usable()) {
          draft.unsupported.add(unknownCollation(index));
        }
        draft.indexes.add(index);
      } else {
        draft.unsupported.add(malformed(row, "not a definition of an index"));
      }
    } catch (SyntaxException e) {
      draft.unsupported.add(malformed(row, e.problem()));
    } catch (StatementException e) {
      draft.unsupported.add(malformed(row, String.valueOf(e.getMessage())));
    }
  }

  private void addAutomaticIndex(SchemaRow row, TableDraft draft) {
    String key = NameKey.of(row.name());
    for (IndexDefinition index : draft.automaticIndexes) {
      if (NameKey.of(index.name()).equals(key)) {
        IndexDefinition withTree = keys.withTree(index, row.root());
        if (!withTree.usable()) {
          draft.unsupported.add(unknownCollation(withTree));
        }
        draft.indexes.add(withTree);
        return;
      }
    }
    draft.unsupported.add(malformed(row, "orphan index"));
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
    TableDraft draft = table;
    try {
      if (parse(row) instanceof CreateTrigger statement) {
        TriggerDefinition trigger =
            new TriggerDefinition(row.name(), row.tableName(), statement, row.sql());
        triggers.add(trigger);
        if (draft != null) {
          draft.triggers.add(trigger);
        }
      } else if (draft != null) {
        draft.unsupported.add(malformed(row, "not a definition of a trigger"));
      }
    } catch (SyntaxException e) {
      if (draft != null) {
        draft.unsupported.add(malformed(row, e.problem()));
      }
    }
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
