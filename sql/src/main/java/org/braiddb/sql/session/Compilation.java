package org.braiddb.sql.session;

import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.parse.ParsedStatement;
import org.braiddb.sql.program.Program;

/**
 * What became of a statement's text.
 *
 * @param databases those that the program uses
 * @param schemas those that it was compiled for
 * @param functionsVersion the functions and settings that it was compiled for
 */
record Compilation(
    ParsedStatement parsed,
    Program program,
    DatabaseUse databases,
    SchemaScopes schemas,
    long functionsVersion) {

  Compilation(
      ParsedStatement parsed, Program program, SchemaScopes schemas, long functionsVersion) {
    this(parsed, program, DatabaseUse.of(program), schemas, functionsVersion);
  }

  /** Whether its program is one for the schemas, functions and settings as they are known now. */
  boolean isCurrent(Session session) {
    return functionsVersion == session.functionsVersion() && session.knowsStill(schemas);
  }

  /** Whether the same text means the same as long as it {@linkplain #isCurrent is current}. */
  boolean lasts() {
    return switch (parsed.statement()) {
      case Select _, Insert _, Update _, Delete _ -> true;
      default -> false;
    };
  }
}
