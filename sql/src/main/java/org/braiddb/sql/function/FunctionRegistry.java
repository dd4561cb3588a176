package org.braiddb.sql.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.sql.error.NotYet;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.AsciiCase;
import org.jspecify.annotations.Nullable;

/**
 * The functions that one connection sees: its own, in front of the shared built-ins.
 *
 * <p>A call finds the connection's own function of that name which takes so many arguments, one
 * declared for exactly that number before one with a range; only where there is none, the built-in.
 * Not safe for use by several threads; the built-in layer is immutable and shared.
 */
public final class FunctionRegistry {
  /** Stands for a function that is not there, where only names are looked at. */
  public static final FunctionDefinition.Scalar STAND_IN =
      new FunctionDefinition.Scalar(
          "stand_in",
          Arity.any(),
          Set.of(),
          (context, arguments, count, result) -> {
            throw new StatementException("no such function");
          });

  private final Map<String, List<FunctionDefinition>> own;
  private final boolean forNames;

  /** A registry with the built-ins only. */
  public FunctionRegistry() {
    this(new HashMap<>(), false);
  }

  private FunctionRegistry(Map<String, List<FunctionDefinition>> own, boolean forNames) {
    this.own = own;
    this.forNames = forNames;
  }

  /**
   * The same functions for looking at the names of tables and columns in definitions: ALTER TABLE
   * minds no function that is missing, or that this connection has not been given.
   */
  public FunctionRegistry forNames() {
    return new FunctionRegistry(own, true);
  }

  /** What {@link #forNames} has made this one of. */
  public FunctionRegistry forUse() {
    return new FunctionRegistry(own, false);
  }

  /** Whether it is what {@link #forNames} has made. */
  public boolean isForNames() {
    return forNames;
  }

  /** All built-in functions. */
  public static Collection<FunctionDefinition> builtIn() {
    return BuiltInFunctions.BY_NAME.values().stream().flatMap(List::stream).toList();
  }

  /** The functions that were added, without the built-ins. */
  public Collection<FunctionDefinition> added() {
    return own.values().stream().flatMap(List::stream).toList();
  }

  /** Whether there are any of those. */
  public boolean hasAdded() {
    return !own.isEmpty() && own.values().stream().anyMatch(sameName -> !sameName.isEmpty());
  }

  /** Adds a function; one of the same name and arity is replaced. */
  public void add(FunctionDefinition definition) {
    List<FunctionDefinition> sameName =
        own.computeIfAbsent(AsciiCase.lower(definition.name()), name -> new ArrayList<>());
    sameName.removeIf(present -> present.arity().equals(definition.arity()));
    sameName.add(definition);
  }

  /** Removes an added function; built-ins stay. Says whether there was one. */
  public boolean remove(String name, Arity arity) {
    List<FunctionDefinition> sameName = own.getOrDefault(AsciiCase.lower(name), List.of());
    return sameName.removeIf(present -> present.arity().equals(arity));
  }

  /**
   * The function that a call means.
   *
   * @throws StatementException "no such function" or "wrong number of arguments", in SQLite's
   *     words; "not supported yet" where SQLite has the function
   */
  public FunctionDefinition resolve(String name, int argumentCount) {
    FunctionDefinition found = find(name, argumentCount);
    if (found != null) {
      return found;
    }
    if (forNames) {
      return STAND_IN;
    }
    if (exists(name)) {
      throw new StatementException("wrong number of arguments to function " + name + "()");
    }
    throw NotYet.function(name)
        .orElseGet(() -> new StatementException("no such function: " + name));
  }

  /** The function that a call means, or null where {@link #resolve} would fail. */
  public @Nullable FunctionDefinition find(String name, int argumentCount) {
    String folded = AsciiCase.lower(name);
    FunctionDefinition mine = best(own.getOrDefault(folded, List.of()), argumentCount);
    return mine != null ? mine : best(BuiltInFunctions.named(folded), argumentCount);
  }

  /** Whether there is a function of that name, for whatever number of arguments. */
  public boolean exists(String name) {
    String folded = AsciiCase.lower(name);
    return !BuiltInFunctions.named(folded).isEmpty()
        || !own.getOrDefault(folded, List.of()).isEmpty();
  }

  private static @Nullable FunctionDefinition best(
      List<FunctionDefinition> candidates, int argumentCount) {
    FunctionDefinition best = null;
    for (FunctionDefinition candidate : candidates) {
      if (candidate.arity().accepts(argumentCount)
          && (best == null || candidate.arity().isExact())) {
        best = candidate;
      }
    }
    return best;
  }
}
