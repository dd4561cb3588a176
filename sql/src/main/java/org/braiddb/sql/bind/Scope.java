package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/**
 * The names that the expressions of one SELECT can use: the columns of its sources, the aliases of
 * its result columns, and whatever the SELECT around it can use.
 */
final class Scope {
  private static final Collation BINARY = org.braiddb.storage.record.Collations.BINARY;

  private final @Nullable Scope parent;
  private final int core;
  private final List<Item> items = new ArrayList<>();
  private final List<Merged> merged = new ArrayList<>();
  private final List<Alias> aliases = new ArrayList<>();
  private final boolean qualifiedOnly;
  private boolean aggregated;

  /**
   * A source in FROM.
   *
   * @param key the folded name it goes by
   * @param schemaKey the folded schema name, where it is a table
   * @param rowid the table whose rowid is visible here
   * @param hidden how many columns, the last ones, {@code *} and NATURAL do not see
   */
  record Item(
      BoundSource source,
      String key,
      Optional<String> schemaKey,
      List<OutputColumn> columns,
      Optional<TableDefinition> rowid,
      int hidden) {
    Item(
        BoundSource source,
        String key,
        Optional<String> schemaKey,
        List<OutputColumn> columns,
        Optional<TableDefinition> rowid) {
      this(source, key, schemaKey, columns, rowid, 0);
    }

    /** The columns that {@code *} stands for. */
    List<OutputColumn> visible() {
      return hidden == 0 ? columns : columns.subList(0, columns.size() - hidden);
    }

    BoundExpr.Column column(int index) {
      OutputColumn column = columns.get(index);
      boolean isRowid = rowid.isPresent() && rowid.get().rowidAlias() == index;
      Optional<Collation> collation =
          isRowid ? Optional.empty() : Optional.of(column.collation().orElse(BINARY));
      return new BoundExpr.Column(source.id(), index, column.affinity(), collation, column.name());
    }

    int find(String nameKey) {
      if (columns instanceof TableColumnList table) {
        return table.find(nameKey);
      }
      for (int i = 0; i < columns.size(); i++) {
        if (NameKey.of(columns.get(i).name()).equals(nameKey)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** A column that USING or NATURAL made of several. */
  private record Merged(String key, BoundExpr value, Set<Integer> items) {}

  private record Alias(String key, BoundExpr value) {}

  /** What a name means here; {@code count} is 0 where it means nothing, 2 or more if ambiguous. */
  record Match(int count, @Nullable BoundExpr value) {
    static final Match NONE = new Match(0, null);

    Match and(BoundExpr other) {
      return new Match(count + 1, count == 0 ? other : value);
    }
  }

  Scope(@Nullable Scope parent, int core) {
    this(parent, core, false);
  }

  private Scope(@Nullable Scope parent, int core, boolean qualifiedOnly) {
    this.parent = parent;
    this.core = core;
    this.qualifiedOnly = qualifiedOnly;
  }

  /** The outermost scope of a trigger: OLD and NEW, whose columns must be said with them. */
  static Scope ofTrigger(int core) {
    return new Scope(null, core, true);
  }

  /** The scope of OLD and NEW that is around another; null where there is none. */
  static @Nullable Scope triggerOf(@Nullable Scope inner) {
    Scope scope = inner;
    while (scope != null && !scope.isOfTrigger()) {
      scope = scope.parent;
    }
    return scope;
  }

  /** Whether it is the scope of OLD and NEW. */
  boolean isOfTrigger() {
    return qualifiedOnly;
  }

  @Nullable Scope parent() {
    return parent;
  }

  int core() {
    return core;
  }

  List<Item> items() {
    return items;
  }

  boolean aggregated() {
    return aggregated;
  }

  void markAggregated() {
    aggregated = true;
  }

  void add(Item item) {
    items.add(item);
  }

  void addAlias(String name, BoundExpr value) {
    aliases.add(new Alias(NameKey.of(name), value));
  }

  boolean definesAny(SourceSet sources) {
    for (Item item : items) {
      if (sources.contains(item.source().id())) {
        return true;
      }
    }
    return false;
  }

  /** A bare column name among the items of a range. */
  Match column(String nameKey, int from, int to) {
    Match match = Match.NONE;
    Set<Merged> seen = merged.isEmpty() ? Set.of() : new HashSet<>();
    for (int i = from; i < to; i++) {
      int index = items.get(i).find(nameKey);
      if (index < 0) {
        continue;
      }
      Merged group = mergedAt(nameKey, i);
      if (group == null) {
        match = match.and(items.get(i).column(index));
      } else if (seen.add(group)) {
        match = match.and(group.value());
      }
    }
    return match;
  }

  /** A bare column name, or a rowid name where no column has it. */
  Match column(String nameKey) {
    if (qualifiedOnly) {
      return Match.NONE;
    }
    Match match = column(nameKey, 0, items.size());
    return match.count() > 0 ? match : rowid(nameKey, items);
  }

  /** A column name after a table's. */
  Match column(@Nullable String schemaKey, String tableKey, String nameKey) {
    List<Item> named = new ArrayList<>();
    Match match = Match.NONE;
    for (Item item : items) {
      if (item.key().equals(tableKey) && inSchema(item, schemaKey)) {
        named.add(item);
        int index = item.find(nameKey);
        if (index >= 0) {
          match = match.and(item.column(index));
        }
      }
    }
    return match.count() > 0 ? match : rowid(nameKey, named);
  }

  /** An alias of a result column. */
  Match alias(String nameKey) {
    for (Alias alias : aliases) {
      if (alias.key().equals(nameKey)) {
        return new Match(1, alias.value());
      }
    }
    return Match.NONE;
  }

  /** The columns of that name of a range of items, one by one. */
  List<BoundExpr> columns(String nameKey, int from, int to) {
    List<BoundExpr> columns = new ArrayList<>();
    for (Item item : items.subList(from, to)) {
      int index = item.find(nameKey);
      if (index >= 0) {
        columns.add(item.column(index));
      }
    }
    return columns;
  }

  /**
   * Makes one column of the leftmost of that name on the left of a join, with what was merged into
   * it before, and of those on the right.
   */
  void merge(String nameKey, BoundExpr value, int from, int middle, int to) {
    Set<Integer> covered = new HashSet<>();
    for (int i = from; i < to; i++) {
      if (items.get(i).find(nameKey) >= 0 && (i >= middle || covered.isEmpty())) {
        Merged group = mergedAt(nameKey, i);
        covered.addAll(group == null ? Set.of(i) : group.items());
      }
    }
    merged.removeIf(group -> group.key().equals(nameKey) && covered.containsAll(group.items()));
    merged.add(new Merged(nameKey, value, covered));
  }

  /** The columns that {@code *} stands for, those that were merged only once. */
  List<NamedValue> star() {
    List<NamedValue> result = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      refuseAmbiguousStar(i);
      for (int column = 0; column < item.visible().size(); column++) {
        OutputColumn output = item.columns().get(column);
        Merged group = mergedAt(NameKey.of(output.name()), i);
        if (group == null) {
          result.add(new NamedValue(output, item.column(column)));
        } else if (i == Collections.min(group.items())) {
          result.add(new NamedValue(output, group.value()));
        }
      }
    }
    return result;
  }

  /**
   * Fails where a column that a star stands for is also one of another source that goes by the same
   * name: it could not be named.
   *
   * @param place of the source among the items
   */
  void refuseAmbiguousStar(int place) {
    Item item = items.get(place);
    for (int other = 0; other < items.size(); other++) {
      Item twin = items.get(other);
      if (other == place
          || !twin.key().equals(item.key())
          || !twin.schemaKey().equals(item.schemaKey())) {
        continue;
      }
      for (OutputColumn column : item.visible()) {
        String nameKey = NameKey.of(column.name());
        if (twin.find(nameKey) >= 0 && mergedAt(nameKey, other) == null) {
          throw new StatementException(
              "ambiguous column name: "
                  + item.schemaKey().orElse("*")
                  + "."
                  + item.source().name()
                  + "."
                  + column.name());
        }
      }
    }
  }

  /** A value and the column it is shown as. */
  record NamedValue(OutputColumn column, BoundExpr value) {}

  private @Nullable Merged mergedAt(String nameKey, int item) {
    for (Merged group : merged) {
      if (group.key().equals(nameKey) && group.items().contains(item)) {
        return group;
      }
    }
    return null;
  }

  private static boolean inSchema(Item item, @Nullable String schemaKey) {
    return schemaKey == null || item.schemaKey().filter(schemaKey::equals).isPresent();
  }

  private static Match rowid(String nameKey, List<Item> candidates) {
    Match match = Match.NONE;
    for (Item item : candidates) {
      TableDefinition table = item.rowid().orElse(null);
      if (table != null && table.isRowidName(nameKey)) {
        match = match.and(rowidOf(item.source().id(), table));
      }
    }
    return match;
  }

  static BoundExpr.Column rowidOf(int source, TableDefinition table) {
    int alias = table.rowidAlias();
    String name = alias < 0 ? "rowid" : table.columns().get(alias).name();
    int column = alias < 0 ? BoundExpr.Column.ROWID : alias;
    return new BoundExpr.Column(
        source, column, Optional.of(Affinity.INTEGER), Optional.empty(), name);
  }
}
