package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/**
 * REFERENCES and what follows it.
 *
 * @param columns the parent's columns; empty means its primary key
 * @param match the name after MATCH, which changes nothing
 * @param initiallyDeferred DEFERRABLE INITIALLY DEFERRED; every other form is immediate
 */
public record ForeignKeyClause(
    Name table,
    List<Name> columns,
    Action onDelete,
    Action onUpdate,
    Optional<Name> match,
    boolean initiallyDeferred) {
  public ForeignKeyClause {
    columns = List.copyOf(columns);
  }

  /** The same clause with another deferral. */
  public ForeignKeyClause withInitiallyDeferred(boolean deferred) {
    return new ForeignKeyClause(table, columns, onDelete, onUpdate, match, deferred);
  }

  /** What happens to the children of a parent that goes away or changes its key. */
  public enum Action {
    NO_ACTION("NO ACTION"),
    RESTRICT("RESTRICT"),
    SET_NULL("SET NULL"),
    SET_DEFAULT("SET DEFAULT"),
    CASCADE("CASCADE");

    private final String sql;

    Action(String sql) {
      this.sql = sql;
    }

    /** The action as SQL writes it and foreign_key_list reports it. */
    public String sql() {
      return sql;
    }
  }
}
