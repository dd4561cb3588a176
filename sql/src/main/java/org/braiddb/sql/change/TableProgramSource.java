package org.braiddb.sql.change;

import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;

/** Compiles tables for a statement when its foreign keys first reach them. */
interface TableProgramSource {
  /** The schemas that the statement was compiled for. */
  SchemaScopes schemas();

  /** The program of a table. */
  TableProgram program(int database, TableDefinition table);
}
