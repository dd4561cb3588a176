package org.braiddb.sql.change;

import java.util.Optional;
import java.util.OptionalInt;
import org.braiddb.sql.ast.ConflictAction;

/**
 * Where an INSERT, UPDATE or DELETE is written: it is a statement, or a step of a trigger.
 *
 * @param expressions what its expressions are compiled by
 * @param onlyDatabase the one database that the names of tables are looked up in; empty for any
 * @param override in a trigger: the conflict clause of the statement that fires it, which goes
 *     before its own
 */
record ChangeSite(
    ChangeCompiler compiler,
    StatementExpressions expressions,
    OptionalInt onlyDatabase,
    Optional<ConflictAction> override) {
  /** Whether it is a statement. */
  boolean isStatement() {
    return expressions == compiler.expressions();
  }

  /** The conflict clause that counts. */
  Optional<ConflictAction> conflict(Optional<ConflictAction> own) {
    return override.or(() -> own);
  }
}
