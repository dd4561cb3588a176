package org.braiddb.storage.mvcc;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.braiddb.storage.Transaction.Metadata;

/**
 * Which commit last changed the definition of a schema object, rows of its trees, or one of the
 * numbers kept with the database. Names are compared as SQLite compares them. Safe for use by any
 * thread.
 */
final class NamedClaims {
  private static final int FIRST_LIMIT = 256;

  private final Map<String, Fate> names = new HashMap<>();
  private final long[] numbers = new long[Metadata.values().length];
  private int limit = FIRST_LIMIT;
  private long lastDefinition;

  private static final class Fate {
    long definition;
    long rows;
  }

  /** The form under which names are equal. */
  static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  synchronized void definitionChanged(String folded, long commit) {
    fate(folded).definition = commit;
    lastDefinition = commit;
  }

  synchronized void rowsChanged(String folded, long commit) {
    fate(folded).rows = commit;
  }

  synchronized void numberSet(Metadata field, long commit) {
    numbers[field.ordinal()] = commit;
  }

  private Fate fate(String folded) {
    return names.computeIfAbsent(folded, name -> new Fate());
  }

  /** The last commit that changed the object's definition; 0 for none known. */
  synchronized long definition(String folded) {
    Fate fate = names.get(folded);
    return fate == null ? 0 : fate.definition;
  }

  /** The last commit that changed any definition; 0 for none. */
  synchronized long lastDefinition() {
    return lastDefinition;
  }

  /** The last commit that changed rows of the object's trees; 0 for none known. */
  synchronized long rows(String folded) {
    Fate fate = names.get(folded);
    return fate == null ? 0 : fate.rows;
  }

  /** The last commit that set the number; 0 for none known. */
  synchronized long number(Metadata field) {
    return numbers[field.ordinal()];
  }

  /** Commits were taken back. */
  synchronized void takeBack(VoidCommits gone) {
    for (Fate fate : names.values()) {
      fate.definition = gone.map(fate.definition);
      fate.rows = gone.map(fate.rows);
    }
    lastDefinition = gone.map(lastDefinition);
    Arrays.setAll(numbers, i -> gone.map(numbers[i]));
  }

  /** Whether there are so many names that some should be forgotten. */
  synchronized boolean isLarge() {
    return names.size() > limit;
  }

  /** Forgets what no open snapshot can ask for. */
  synchronized void forgetThrough(long horizon) {
    names.values().removeIf(fate -> Math.max(fate.definition, fate.rows) <= horizon);
    limit = Math.max(FIRST_LIMIT, names.size() * 2);
  }
}
