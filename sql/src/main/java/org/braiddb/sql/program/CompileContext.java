package org.braiddb.sql.program;

import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.function.FunctionRegistry;

/**
 * What compiling a statement needs of its connection.
 *
 * @param text the text that the statement's spans count in
 * @param control what pragmas and the like may ask of the connection
 */
public record CompileContext(
    String text,
    SchemaScopes schemas,
    FunctionRegistry functions,
    TableFunctions tableFunctions,
    CollationSource collations,
    Settings settings,
    ConnectionControl control) {
  /** The same for what was parsed from another text. */
  public CompileContext withText(String newText) {
    return new CompileContext(
        newText, schemas, functions, tableFunctions, collations, settings, control);
  }

  /** The same with other schemas. */
  public CompileContext withSchemas(SchemaScopes newSchemas) {
    return new CompileContext(
        text, newSchemas, functions, tableFunctions, collations, settings, control);
  }
}
