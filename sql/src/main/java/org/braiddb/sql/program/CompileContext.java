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
    CollationSource collations,
    Settings settings,
    ConnectionControl control) {}
