package org.braiddb.sql.session;

import java.util.HashMap;
import java.util.Map;

/**
 * What was known of schemas before a transaction changed them: since its beginning, or since a
 * savepoint.
 */
final class SchemasBefore {
  /** Made when it is first needed: most transactions change no schema. */
  private Map<SessionDatabase, KnownSchema.Remembered> known = Map.of();

  /** Remembers what is known now, before it changes for the first time. */
  void add(SessionDatabase database) {
    if (!has(database)) {
      put(database, database.schema().remember());
    }
  }

  /** Adds what was remembered later; what was known before that stays. */
  void addAll(SchemasBefore later) {
    later.known.forEach((database, then) -> {
      if (!has(database)) {
        put(database, then);
      }
    });
  }

  private void put(SessionDatabase database, KnownSchema.Remembered then) {
    if (known.isEmpty()) {
      known = new HashMap<>();
    }
    known.put(database, then);
  }

  boolean has(SessionDatabase database) {
    return known.containsKey(database);
  }

  /** The changes of a database's schema are not to be undone any more. */
  void forget(SessionDatabase database) {
    if (has(database)) {
      known.remove(database);
    }
  }

  /** The changes are undone; nothing is remembered afterwards. */
  void restore() {
    known.forEach((database, then) -> database.schema().restore(then));
    known = Map.of();
  }
}
