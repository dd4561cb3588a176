package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;

/** The columns that an expression can use: those of its own FROM clause, and those around it. */
final class Scope {
  static final Scope EMPTY = new Scope(List.of(), List.of());

  private final List<Source> own;
  private final List<Source> outer;

  /** What a FROM clause gives a name to; an empty alias is left away. */
  record Source(String alias, List<String> columns) {
    String named(String column) {
      return alias.isEmpty() ? column : alias + "." + column;
    }
  }

  private Scope(List<Source> own, List<Source> outer) {
    this.own = own;
    this.outer = outer;
  }

  /** A scope of sources alone. */
  static Scope of(List<Source> sources) {
    return new Scope(sources, List.of());
  }

  /** A scope of one source. */
  static Scope of(String alias, List<String> columns) {
    return of(List.of(new Source(alias, columns)));
  }

  /** Own sources within this scope. */
  Scope around(List<Source> sources) {
    List<Source> all = new ArrayList<>(own);
    all.addAll(outer);
    return new Scope(sources, all);
  }

  /** The own sources without those around them. */
  Scope alone() {
    return new Scope(own, List.of());
  }

  /** A column of any source, mostly an own one; a literal where there is none. */
  String column(Dice dice) {
    boolean inner = outer.isEmpty() || !own.isEmpty() && dice.chance(75);
    List<Source> sources = inner ? own : outer;
    return sources.isEmpty() ? "1" : columnOf(dice, dice.pick(sources));
  }

  /** A column of an own source. */
  String ownColumn(Dice dice) {
    return own.isEmpty() ? "1" : columnOf(dice, dice.pick(own));
  }

  static String columnOf(Dice dice, Source source) {
    return source.named(dice.pick(source.columns()));
  }
}
