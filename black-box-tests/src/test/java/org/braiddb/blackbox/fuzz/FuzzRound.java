package org.braiddb.blackbox.fuzz;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The script of a seed, run to the first difference that means something. */
final class FuzzRound {
  private static final String[] MODES = {"wal", "pagelock", "mvcc"};

  /** In one round of so many queries are given to Braid with parameters for their literals. */
  private static final int BOUND = 4;

  private final String journalMode;
  private final String without;
  private final boolean bound;
  private final long seed;
  private final List<String> script;
  private int ambiguous;

  /**
   * @param without an optimization that Braid does without; empty for none
   */
  FuzzRound(long seed, List<String> script, String without) {
    this.without = without;
    this.seed = seed;
    this.script = script;
    journalMode = MODES[Math.floorMod(seed, MODES.length)];
    bound = Math.floorMod(seed / MODES.length, BOUND) == 0;
  }

  /** How many statements it has. */
  int statements() {
    return script.size();
  }

  /** How many statements had several right answers, as far as it ran. */
  int ambiguous() {
    return ambiguous;
  }

  /** A report of a difference, with a short script that shows it. */
  Optional<String> failure() {
    Duel duel = new Duel(journalMode, without, bound);
    Set<Integer> ignored = new HashSet<>();
    while (true) {
      Optional<Duel.Difference> found = duel.fight(script, ignored);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Duel.Difference difference = found.get();
      if (!Ambiguity.of(
          script.subList(0, difference.index() + 1), difference.expected(), difference.actual())) {
        return Optional.of(report(duel, difference));
      }
      ambiguous++;
      if (!Duel.isQuery(difference.sql())) {
        return Optional.empty(); // the databases may differ from here on
      }
      ignored.add(difference.index());
    }
  }

  private String report(Duel duel, Duel.Difference difference) {
    List<String> short_ =
        new Reducer(script -> failsAlike(duel, script, difference.kind()))
            .reduce(script.subList(0, difference.index() + 1));
    Duel.Difference reduced = duel.fight(short_, Set.of()).orElse(difference);
    String off = without.isEmpty() ? "" : " without " + without;
    return "seed "
        + seed
        + " in "
        + journalMode
        + " mode"
        + off
        + (bound ? " with parameters" : "")
        + ":\n  "
        + String.join(";\n  ", short_)
        + ";\n  SQLite: "
        + reduced.expected()
        + "\n  Braid: "
        + reduced.actual();
  }

  private static boolean failsAlike(Duel duel, List<String> script, String kind) {
    Optional<Duel.Difference> found = duel.fight(script, Set.of());
    return found.isPresent()
        && found.get().index() == script.size() - 1
        && found.get().kind().equals(kind)
        && !Ambiguity.of(script, found.get().expected(), found.get().actual());
  }
}
