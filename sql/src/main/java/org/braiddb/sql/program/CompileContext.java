package org.braiddb.sql.program;

import java.util.Optional;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.function.FunctionRegistry;
import org.braiddb.storage.record.Collations;

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

  /** The same as {@link #forNames} was made of, but for the collations. */
  public CompileContext forUse() {
    return new CompileContext(
        text, schemas, functions.forUse(), tableFunctions, collations, settings, control);
  }

  /** The same for looking at names in definitions: functions and collations need not be there. */
  public CompileContext forNames() {
    return new CompileContext(
        text,
        schemas,
        functions.forNames(),
        tableFunctions,
        name -> collations.find(name).or(() -> Optional.of(Collations.BINARY)),
        settings,
        control);
  }

  /** The same with other schemas. */
  public CompileContext withSchemas(SchemaScopes newSchemas) {
    return new CompileContext(
        text, newSchemas, functions, tableFunctions, collations, settings, control);
  }
}
