package org.braiddb.sql.program;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * A table that computes its rows, perhaps from arguments: a name that FROM can use with or without
 * parentheses where no table, view or common table expression has it.
 *
 * <p>Immutable; one object serves all statements of a connection, and each use in a statement calls
 * {@link #rows} anew for every combination of arguments.
 */
public interface TableFunction {
  /** The name; letter case of ASCII letters does not matter when it is looked up. */
  String name();

  /** The columns that {@code *} stands for. */
  List<String> columns();

  /**
   * The hidden columns that follow them, in the order of the arguments. A condition "hidden column
   * = value" gives an argument too.
   */
  default List<String> parameters() {
    return List.of();
  }

  /** The numbers of the databases that must be open for reading when it runs. */
  default Set<Integer> reads(CompileContext context) {
    return Set.of();
  }

  /**
   * Computes rows of {@link #columns()} followed by {@link #parameters()}.
   *
   * @param context what the statement was compiled with: its schemas are those that the statement's
   *     transactions see
   * @param arguments one for each parameter, null where none was given; they are the caller's, and
   *     valid during this call only
   */
  Run rows(CompileContext context, RunContext run, @Nullable Cell[] arguments);
}
