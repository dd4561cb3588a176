package org.braiddb.sql.session;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.catalog.SchemaFormat;
import org.braiddb.sql.catalog.SchemaLoader;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.storage.record.TextEncoding;

/** The schema of a temporary database that nothing was put into yet. */
final class EmptySchema {
  static final SchemaScopes.Scope TEMP =
      new SchemaScopes.Scope(
          SchemaScopes.TEMP,
          "temp",
          SchemaLoader.load(
              0, SchemaFormat.current(TextEncoding.UTF_8), List.of(), name -> Optional.empty()));

  private EmptySchema() {}
}
