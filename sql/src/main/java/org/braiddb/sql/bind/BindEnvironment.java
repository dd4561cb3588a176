package org.braiddb.sql.bind;

import java.util.IdentityHashMap;
import java.util.Map;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.catalog.MissingCollation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/**
 * What all binders of one statement share: where names are looked up, and the numbers given out.
 */
final class BindEnvironment {
  private final CompileContext compiling;
  private final NameLog names;
  private final boolean runs;
  private @Nullable Map<With.CommonTable, Integer> definitions;
  private int lastNumber;

  BindEnvironment(CompileContext compiling, NameLog names) {
    this(compiling, names, !compiling.functions().isForNames());
  }

  private BindEnvironment(CompileContext compiling, NameLog names, boolean runs) {
    this.compiling = compiling;
    this.names = names;
    this.runs = runs;
  }

  /** Is told which names mean tables and columns. */
  NameLog names() {
    return names;
  }

  /** What the statement is compiled with. */
  CompileContext compiling() {
    return compiling;
  }

  /** Whether only names of tables and columns matter. */
  boolean onlyNames() {
    return compiling.functions().isForNames();
  }

  /**
   * Whether a program is made of what is bound. Where none is, nobody minds what SQLite finds out
   * no earlier than then: how many columns a subquery has, for one.
   */
  boolean runs() {
    return runs;
  }

  /**
   * One for finding out the columns of a view: all names matter, those of functions, too. Its
   * numbers have nothing to do with those of this one.
   */
  BindEnvironment forColumns() {
    return new BindEnvironment(compiling.forUse(), NameLog.NONE, false);
  }

  SchemaScopes schemas() {
    return compiling.schemas();
  }

  /** The number of a common table expression, the same for all its uses. */
  int definition(With.CommonTable table) {
    Map<With.CommonTable, Integer> known = definitions;
    if (known == null) {
      known = new IdentityHashMap<>(); // most statements define none
      definitions = known;
    }
    return known.computeIfAbsent(table, _ -> nextNumber());
  }

  /** A number for a source or a core that no other one of the statement has. */
  int nextNumber() {
    return ++lastNumber;
  }

  /** A collation; one that is missing is an error only where something is compared by it. */
  Collation collation(String name) {
    return compiling.collations().find(name).orElseGet(() -> new MissingCollation(name));
  }

  FunctionDefinition function(String name, int arguments, int offset) {
    try {
      return compiling.functions().resolve(name, arguments);
    } catch (StatementException e) {
      throw new StatementException(String.valueOf(e.getMessage()), offset); // with the place
    }
  }

  FunctionDefinition.Scalar scalar(String name, int arguments, int offset) {
    if (function(name, arguments, offset) instanceof FunctionDefinition.Scalar scalar) {
      return scalar;
    }
    throw new StatementException("misuse of aggregate function " + name + "()", offset);
  }
}
