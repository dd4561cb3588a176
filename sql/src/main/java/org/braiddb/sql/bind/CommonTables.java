package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.catalog.NameKey;
import org.jspecify.annotations.Nullable;

/**
 * The common table expressions that a query can name: those of its own WITH clause, then those of
 * the queries around it. Immutable.
 */
final class CommonTables {
  /** Where there are none. */
  static final CommonTables NONE = new CommonTables(null, List.of());

  private final @Nullable CommonTables outer;
  private final List<Entry> entries;

  /** One that can be named; bound anew for each use. */
  sealed interface Entry {
    String key();

    /** A common table expression and the ones that it can name itself. */
    record Definition(String key, With.CommonTable table) implements Entry {}

    /**
     * Inside the steps of a recursive one: the row that the recursion is at.
     *
     * @param depth how deep the query that may name it is nested; deeper ones must not
     */
    record SelfReference(String key, String name, int recursion, List<OutputColumn> columns)
        implements Entry {}
  }

  /** An entry, and the tables visible where it was defined. */
  record Found(Entry entry, CommonTables visible) {}

  private CommonTables(@Nullable CommonTables outer, List<Entry> entries) {
    this.outer = outer;
    this.entries = entries;
  }

  CommonTables with(With with) {
    List<Entry> definitions = new ArrayList<>();
    for (With.CommonTable table : with.tables()) {
      definitions.add(new Entry.Definition(NameKey.of(table.name().text()), table));
    }
    return new CommonTables(this, definitions);
  }

  CommonTables with(Entry.SelfReference reference) {
    return new CommonTables(this, List.of(reference));
  }

  Optional<Found> find(String key) {
    for (CommonTables level = this; level != null; level = level.outer) {
      for (Entry entry : level.entries) {
        if (entry.key().equals(key)) {
          return Optional.of(new Found(entry, level));
        }
      }
    }
    return Optional.empty();
  }
}
