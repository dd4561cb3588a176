package org.braiddb.sql.parse;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The parameters of a statement: how many there are, and which number a name has. A statement with
 * {@code ?5} alone has five parameters, of which one has a name.
 */
public final class ParameterTable {
  /** The greatest number of a parameter. */
  public static final int MAX_NUMBER = 250_000;

  /** That of a statement without parameters. */
  public static final ParameterTable EMPTY = new ParameterTable();

  // Most statements have no parameters with names.
  private Map<String, Integer> numbers = Map.of();
  private Map<Integer, String> names = Map.of();
  private int count;

  ParameterTable() {}

  /** The greatest number in use; parameters are numbered from 1 to it. */
  public int count() {
    return count;
  }

  /** The name of a parameter as written, mark included; empty for {@code ?} and unused numbers. */
  public Optional<String> nameOf(int number) {
    return Optional.ofNullable(names.get(number));
  }

  /** The number of the parameter with this name, mark included and letter case as written. */
  public OptionalInt numberOf(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The number for a plain {@code ?}. */
  int addAnonymous() {
    return ++count;
  }

  int addNumbered(int number, String name) {
    count = Math.max(count, number);
    if (numbers.isEmpty()) {
      numbers = new HashMap<>();
      names = new HashMap<>();
    }
    numbers.putIfAbsent(name, number);
    names.putIfAbsent(number, name);
    return number;
  }

  int addNamed(String name) {
    Integer known = numbers.get(name);
    return known != null ? known : addNumbered(count + 1, name);
  }
}
