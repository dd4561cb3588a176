package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one database at one schema cookie. Immutable; shared by the connections whose
 * collations are the same.
 */
public final class SchemaCatalog {
  private final int cookie;
  private final SchemaFormat format;
  private final SchemaRows rows;
  private final Map<String, RelationRows> relationRows;
  private final Map<String, Relation> relations;
  private final Map<String, TriggerDefinition> triggers;
  private final Map<String, SchemaRow> rowsByName;

  /** Made when it is first asked for; two threads may both make it. */
  private volatile @Nullable Map<String, List<ForeignKeyReference>> references;

  /** Set before anybody else has the catalogue. */
  private SchemaStatistics statistics = SchemaStatistics.NONE;

  /** A foreign key seen from the parent's side. */
  public record ForeignKeyReference(TableDefinition child, ForeignKeyDefinition foreignKey) {}

  SchemaCatalog(
      int cookie,
      SchemaFormat format,
      SchemaRows rows,
      Map<String, RelationRows> relationRows,
      Map<String, Relation> relations,
      Map<String, TriggerDefinition> triggers,
      Map<String, SchemaRow> rowsByName) {
    this.cookie = cookie;
    this.format = format;
    this.rows = rows;
    this.relationRows = relationRows;
    this.relations = relations;
    this.triggers = triggers;
    this.rowsByName = rowsByName;
  }

  /** The same with what is known of the sizes of its tables. */
  public SchemaCatalog with(SchemaStatistics newStatistics) {
    SchemaCatalog copy =
        new SchemaCatalog(cookie, format, rows, relationRows, relations, triggers, rowsByName);
    copy.statistics = newStatistics;
    return copy;
  }

  /** What is known of the sizes of its tables. */
  public SchemaStatistics statistics() {
    return statistics;
  }

  /** The schema cookie that it was read at. */
  public int cookie() {
    return cookie;
  }

  /** The text encoding of the database. */
  public TextEncoding encoding() {
    return format.encoding();
  }

  /** How its definitions are meant. */
  public SchemaFormat format() {
    return format;
  }

  /** The rows it was made from, in the order of their rowids. */
  public List<SchemaRow> rows() {
    return rows.rows();
  }

  /** The same with what they were read from. */
  public SchemaRows storedRows() {
    return rows;
  }

  /** Whether no two objects have the same name. */
  boolean hasOwnNames() {
    return rowsByName.size() == rows.rows().size();
  }

  /** The rows that the table or view of a folded name was made of; null where there are none. */
  @Nullable RelationRows rowsOf(String key) {
    return relationRows.get(key);
  }

  /** All tables and views in the order of the catalogue, the catalogue itself not among them. */
  public Collection<Relation> relations() {
    return relations.values();
  }

  /** All triggers. */
  public Collection<TriggerDefinition> triggers() {
    return triggers.values();
  }

  /** The table or view of that name; the names of the catalogue itself are not known here. */
  public Optional<Relation> relation(String name) {
    return Optional.ofNullable(relations.get(NameKey.of(name)));
  }

  /** The index of that name, automatic ones included. */
  public Optional<IndexDefinition> index(String name) {
    SchemaRow row = rowsByName.get(NameKey.of(name));
    return row != null && relations.get(row.relationKey()) instanceof TableDefinition table
        ? table.indexes().stream().filter(index -> NameKey.same(index.name(), name)).findFirst()
        : Optional.empty();
  }

  /** The trigger of that name. */
  public Optional<TriggerDefinition> trigger(String name) {
    return Optional.ofNullable(triggers.get(NameKey.of(name)));
  }

  /** The catalogue's row of that name, whatever its type. */
  public Optional<SchemaRow> row(String name) {
    return Optional.ofNullable(rowsByName.get(NameKey.of(name)));
  }

  /** The catalogue's rows of a table's indexes, but for automatic ones. */
  public List<SchemaRow> indexRows(TableDefinition table) {
    return rows().stream()
        .filter(row ->
            row.type().equals("index")
                && row.tableName().equalsIgnoreCase(table.name())
                && !row.sql().isEmpty())
        .toList();
  }

  /** The foreign keys whose parent is the table of that name. */
  public List<ForeignKeyReference> referencesTo(String parentName) {
    Map<String, List<ForeignKeyReference>> known = references;
    if (known == null) {
      known = findReferences();
      references = known;
    }
    return known.getOrDefault(NameKey.of(parentName), List.of());
  }

  private Map<String, List<ForeignKeyReference>> findReferences() {
    Map<String, List<ForeignKeyReference>> found = new HashMap<>();
    for (Relation relation : relations.values()) {
      if (relation instanceof TableDefinition child) {
        for (ForeignKeyDefinition foreignKey : child.foreignKeys()) {
          found
              .computeIfAbsent(NameKey.of(foreignKey.parentTable()), key -> new ArrayList<>())
              .add(new ForeignKeyReference(child, foreignKey));
        }
      }
    }
    return found;
  }

  /**
   * The table an index belongs to.
   *
   * @throws StatementException where the catalogue contradicts itself
   */
  public TableDefinition tableOf(IndexDefinition index) {
    if (relation(index.table()).orElse(null) instanceof TableDefinition table) {
      return table;
    }
    throw new StatementException(
        ResultCode.CORRUPT, "malformed database schema (" + index.name() + ")");
  }
}
