package org.braiddb.sql.program;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.value.AsciiCase;

/** The table-valued functions that one connection sees. Used by its thread. */
public final class TableFunctions {
  private final Map<String, TableFunction> byName = new HashMap<>();

  /** None yet. */
  public TableFunctions() {}

  /** Adds a function; one of the same name is replaced. */
  public void add(TableFunction function) {
    byName.put(AsciiCase.lower(function.name()), function);
  }

  /** Adds several. */
  public void addAll(Collection<? extends TableFunction> functions) {
    functions.forEach(this::add);
  }

  /** The function of that name. */
  public Optional<TableFunction> find(String name) {
    return Optional.ofNullable(byName.get(AsciiCase.lower(name)));
  }
}
