package org.braiddb.sql.catalog;

import java.util.Optional;
import org.braiddb.storage.record.Collation;

/** Finds collations by name: the built-in ones and those a connection has registered. */
@FunctionalInterface
public interface CollationSource {
  /** The collation of that name, without regard to the case of ASCII letters. */
  Optional<Collation> find(String name);
}
