package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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
  private final NameTable<RelationRows> relations;
  private final NameTable<SchemaRow> objects;
  private final NameTable<SchemaRow> triggerRows;

  /** Made when it is first asked for; two threads may both make it. */
  private volatile @Nullable Map<String, List<ForeignKeyReference>> references;

  /** As {@link #references}. */
  private volatile @Nullable List<TriggerDefinition> triggers;

  /** Set before anybody else has the catalogue. */
  private SchemaStatistics statistics = SchemaStatistics.NONE;

  /** A foreign key seen from the parent's side. */
  public record ForeignKeyReference(TableDefinition child, ForeignKeyDefinition foreignKey) {}

  /**
   * Puts one together of nothing that was known before.
   *
   * @param relations by the names of tables and views, there or not, that rows are about
   * @param objects the rows of all but triggers by their names
   * @param triggerRows those of triggers
   */
  SchemaCatalog(
      int cookie,
      SchemaFormat format,
      SchemaRows rows,
      NameTable<RelationRows> relations,
      NameTable<SchemaRow> objects,
      NameTable<SchemaRow> triggerRows) {
    this.cookie = cookie;
    this.format = format;
    this.rows = rows;
    this.relations = relations;
    this.objects = objects;
    this.triggerRows = triggerRows;
  }

  /** Keeps what another one has found, where that is the same but for some relations. */
  private void takeOver(SchemaCatalog other, Collection<String> changed) {
    boolean sameReferences = true;
    boolean sameTriggers = true;
    for (String key : changed) {
      RelationRows now = rowsOf(key);
      RelationRows before = other.rowsOf(key);
      sameReferences &= !now.refersToOthers() && !before.refersToOthers();
      sameTriggers &= now.triggers().isEmpty() && before.triggers().isEmpty();
    }
    references = sameReferences ? other.references : null;
    triggers = sameTriggers ? other.triggers : null;
  }

  /**
   * The same but for what has changed.
   *
   * @param newRelations null where there are no rows about one any more
   * @param newObjects null for names that nothing has any more
   * @param newTriggers the same
   */
  SchemaCatalog with(
      int newCookie,
      SchemaRows newRows,
      SortedMap<String, @Nullable RelationRows> newRelations,
      SortedMap<String, @Nullable SchemaRow> newObjects,
      SortedMap<String, @Nullable SchemaRow> newTriggers) {
    SchemaCatalog changed =
        new SchemaCatalog(
            newCookie,
            format,
            newRows,
            relations.with(newRelations),
            objects.with(newObjects),
            triggerRows.with(newTriggers));
    changed.takeOver(this, newRelations.keySet());
    changed.statistics =
        statistics.without(
            newObjects.entrySet().stream()
                .filter(e -> e.getValue() == null)
                .map(e -> e.getKey())
                .toList());
    return changed;
  }

  /** The same with what is known of the sizes of its tables. */
  public SchemaCatalog with(SchemaStatistics newStatistics) {
    if (newStatistics.isEmpty() && statistics.isEmpty()) {
      return this;
    }
    SchemaCatalog copy = new SchemaCatalog(cookie, format, rows, relations, objects, triggerRows);
    copy.takeOver(this, Set.of());
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
    return rows.list();
  }

  SchemaRows storedRows() {
    return rows;
  }

  /** Whether no two objects have the same name; a trigger may have that of another object. */
  boolean hasOwnNames() {
    return objects.size() + triggerRows.size() == rows.size();
  }

  /** The rows that the table or view of a folded name was made of. */
  RelationRows rowsOf(String key) {
    RelationRows found = relations.get(key);
    return found == null ? RelationRows.NONE : found;
  }

  /** All tables and views in the order of the catalogue, the catalogue itself not among them. */
  public Collection<Relation> relations() {
    List<Relation> found = new ArrayList<>();
    for (SchemaRow row : rows.list()) {
      if (row.isRelation()) {
        RelationRows group = rowsOf(row.relationKey());
        Relation relation = group.relation();
        if (relation != null && group.isFirst(row)) {
          found.add(relation);
        }
      }
    }
    return found;
  }

  /** All triggers in the order of the catalogue. */
  public List<TriggerDefinition> triggers() {
    List<TriggerDefinition> known = triggers;
    if (known == null) {
      known =
          rows.list().stream()
              .filter(SchemaRow::isTrigger)
              .flatMap(row -> trigger(row).stream())
              .toList();
      triggers = known;
    }
    return known;
  }

  private Optional<TriggerDefinition> trigger(SchemaRow row) {
    return rowsOf(row.relationKey()).triggers().stream()
        .filter(trigger -> trigger.name().equals(row.name()))
        .findFirst();
  }

  /** The table or view of that name; the names of the catalogue itself are not known here. */
  public Optional<Relation> relation(String name) {
    return Optional.ofNullable(rowsOf(NameKey.of(name)).relation());
  }

  /** The index of that name, automatic ones included. */
  public Optional<IndexDefinition> index(String name) {
    SchemaRow row = objects.get(NameKey.of(name));
    return row != null && rowsOf(row.relationKey()).relation() instanceof TableDefinition table
        ? table.indexes().stream().filter(index -> NameKey.same(index.name(), name)).findFirst()
        : Optional.empty();
  }

  /** The trigger of that name. */
  public Optional<TriggerDefinition> trigger(String name) {
    SchemaRow row = triggerRows.get(NameKey.of(name));
    return row == null ? Optional.empty() : trigger(row);
  }

  /** The catalogue's row of the table, view or index of that name. */
  public Optional<SchemaRow> row(String name) {
    return Optional.ofNullable(objects.get(NameKey.of(name)));
  }

  /** The catalogue's row of the trigger of that name. */
  public Optional<SchemaRow> triggerRow(String name) {
    return Optional.ofNullable(triggerRows.get(NameKey.of(name)));
  }

  /** The catalogue's rows of the table or view of that name and of all that belongs to it. */
  public List<SchemaRow> rows(String relation) {
    return rowsOf(NameKey.of(relation)).rows();
  }

  /** The catalogue's rows of a table's indexes, but for automatic ones. */
  public List<SchemaRow> indexRows(TableDefinition table) {
    return rows(table.name()).stream()
        .filter(row -> row.type().equals("index") && !row.sql().isEmpty())
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
    for (Relation relation : relations()) {
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
