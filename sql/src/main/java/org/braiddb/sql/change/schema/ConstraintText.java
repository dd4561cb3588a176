package org.braiddb.sql.change.schema;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.braiddb.sql.error.StatementException;

/** Adds constraints to the text of a table's definition and takes them out. */
final class ConstraintText {
  /** What begins another constraint, or ends the column. */
  private static final Set<String> NEXT =
      Set.of(
          "CONSTRAINT",
          "PRIMARY",
          "NOT",
          "UNIQUE",
          "CHECK",
          "DEFAULT",
          "COLLATE",
          "REFERENCES",
          "FOREIGN",
          "AS",
          "GENERATED",
          "NULL",
          ",",
          ")");

  private final String sql;
  private final SqlTokens tokens;

  ConstraintText(String sql) {
    this.sql = sql;
    this.tokens = new SqlTokens(sql);
  }

  /** Where the list of columns begins. */
  private int body() {
    int at = 0;
    while (!tokens.is(at, "(")) {
      at++;
    }
    return at;
  }

  /** The definition with a table constraint more, behind all others. */
  String withConstraint(String constraint) {
    int close = tokens.get(tokens.afterParentheses(body()) - 1).start();
    return sql.substring(0, close) + ", " + constraint + sql.substring(close);
  }

  /** The place of the word CONSTRAINT before a name; empty where no constraint is called that. */
  OptionalInt find(String name) {
    int end = tokens.afterParentheses(body());
    for (int at = body(); at < end; at++) {
      if (tokens.is(at, "(") && at > body()) {
        at = tokens.afterParentheses(at) - 1;
      } else if (tokens.is(at, "CONSTRAINT") && tokens.name(at + 1).equalsIgnoreCase(name)) {
        return OptionalInt.of(at);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The definition without a named constraint.
   *
   * @throws StatementException where it is one that has an index, or there is none
   */
  String without(String name) {
    int start = find(name).orElseThrow(() -> new StatementException("no such constraint: " + name));
    int kind = start + 2;
    int end =
        switch (tokens.word(kind)) {
          case "PRIMARY", "UNIQUE", "NULL" ->
              throw new StatementException("constraint may not be dropped: " + name);
          case "CHECK", "NOT", "REFERENCES", "FOREIGN" -> endOf(kind);
          default -> kind; // only the name goes
        };
    return cut(start, end);
  }

  /** The token after a constraint. */
  private int endOf(int kind) {
    boolean key = tokens.is(kind, "REFERENCES") || tokens.is(kind, "FOREIGN");
    int at = kind + (tokens.is(kind, "NOT") ? 2 : 1);
    while (at < tokens.size()) {
      if (tokens.is(at, "(")) {
        at = tokens.afterParentheses(at);
      } else if (key && isPartOfKey(at)) {
        at++;
      } else if (NEXT.contains(tokens.word(at))) {
        return at;
      } else {
        at++;
      }
    }
    return at;
  }

  /** Words of a foreign key that could begin another constraint elsewhere. */
  private boolean isPartOfKey(int at) {
    return tokens.is(at, "REFERENCES") && tokens.is(at - 1, ")")
        || (tokens.is(at, "NULL") || tokens.is(at, "DEFAULT")) && tokens.is(at - 1, "SET")
        || tokens.is(at, "NOT") && tokens.is(at + 1, "DEFERRABLE");
  }

  /** Without the tokens of a range, and without the comma that nobody needs then. */
  private String cut(int from, int to) {
    boolean ends = tokens.is(to, ",") || tokens.is(to, ")");
    boolean wholeItem = ends && tokens.is(from - 1, ",");
    int start = wholeItem ? tokens.get(from - 1).start() : tokens.get(from - 1).end();
    return sql.substring(0, start) + (ends ? "" : " ") + sql.substring(tokens.get(to).start());
  }

  /**
   * The definition without the first NOT NULL of a column.
   *
   * @param column where the column's name begins
   * @return empty where it has none
   */
  Optional<String> withoutNotNull(int column) {
    int at = tokens.indexAt(column) + 1;
    while (!tokens.is(at, ",") && !tokens.is(at, ")")) {
      if (tokens.is(at, "(")) {
        at = tokens.afterParentheses(at);
      } else if (tokens.is(at, "NOT") && tokens.is(at + 1, "NULL")) {
        int start = tokens.is(at - 2, "CONSTRAINT") ? at - 2 : at;
        return Optional.of(cut(start, endOf(at)));
      } else {
        at++;
      }
    }
    return Optional.empty();
  }

  /**
   * The definition with a constraint more at the end of a column.
   *
   * @param column where the column's name begins
   */
  String withColumnConstraint(int column, String constraint) {
    int at = tokens.indexAt(column) + 1;
    while (!tokens.is(at, ",") && !tokens.is(at, ")")) {
      at = tokens.is(at, "(") ? tokens.afterParentheses(at) : at + 1;
    }
    int place = tokens.get(at).start();
    return sql.substring(0, place) + " " + constraint + sql.substring(place);
  }
}
