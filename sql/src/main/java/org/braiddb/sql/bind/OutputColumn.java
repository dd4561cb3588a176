package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collation;

/**
 * A result column of a query.
 *
 * @param name what it is called
 * @param affinity what a comparison with it applies; empty where the expression has none
 * @param collation what it is compared by; empty where the expression has none of its own
 * @param origin the table column it shows; empty for anything else
 */
public record OutputColumn(
    String name,
    Optional<Affinity> affinity,
    Optional<Collation> collation,
    Optional<Origin> origin) {
  /**
   * Where the values of a result column come from.
   *
   * @param schema the schema name of the database
   * @param declaredType as written; empty where there is none
   */
  public record Origin(String schema, String table, String column, String declaredType) {}

  /** The same columns, a name that was there before followed by a number. */
  static List<OutputColumn> distinct(List<OutputColumn> columns) {
    List<OutputColumn> distinct = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (OutputColumn column : columns) {
      String name = column.name();
      for (int i = 1; !taken.add(NameKey.of(name)); i++) {
        name = column.name() + ":" + i;
      }
      distinct.add(name.equals(column.name()) ? column : column.named(name));
    }
    return distinct;
  }

  /** The same in OLD or NEW, where it shows no table's column. */
  OutputColumn ofTrigger(boolean keepAffinity) {
    Optional<Affinity> kept = keepAffinity ? affinity : Optional.empty();
    return new OutputColumn(name, kept, collation, Optional.empty());
  }

  /** The same where its values are those of an expression. */
  OutputColumn withoutType() {
    return new OutputColumn(name, Optional.empty(), Optional.empty(), origin);
  }

  /** The same under another name. */
  public OutputColumn named(String newName) {
    return new OutputColumn(newName, affinity, collation, origin);
  }
}
