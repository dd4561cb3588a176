package org.braiddb.shell.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in words which mode suits a workload, and why the others do not. */
final class Verdict {
  /** Less is noise. */
  private static final double NOTABLE = 1.1;

  private static final double MUCH_TIME = 0.25;
  private static final double MOST_TIME = 0.5;
  private static final double MANY_LOSSES = 0.01;

  private final List<ModeResult> results;
  private final List<String> sentences = new ArrayList<>();

  private Verdict(List<ModeResult> results) {
    this.results = results.stream().filter(result -> result.failure().isEmpty()).toList();
  }

  /** The sentences, one for each line. */
  static List<String> of(List<ModeResult> results) {
    Verdict verdict = new Verdict(results);
    verdict.judge();
    return verdict.sentences;
  }

  private void judge() {
    Optional<ModeResult> fastest =
        results.stream().max(Comparator.comparingDouble(result -> result.rate().perSecond()));
    if (fastest.isEmpty()) {
      sentences.add("No mode could run the workload.");
      return;
    }
    ModeResult chosen = simplestAsFastAs(fastest.get());
    sentences.add(choice(chosen, fastest.get()));
    results.forEach(result -> explain(result, chosen));
  }

  /**
   * Among those that are as fast, one that loses less goes before one that has to try again more.
   */
  private ModeResult simplestAsFastAs(ModeResult fastest) {
    return results.stream()
        .filter(result -> !differ(fastest, result))
        .min(
            Comparator.comparingLong(Verdict::lossesInHundred)
                .thenComparingDouble(result -> -result.rate().perSecond()))
        .orElse(fastest);
  }

  /** By more than what may be the machine's doing: a tenth, and what rounds differ by. */
  private static boolean differ(ModeResult one, ModeResult other) {
    return !isNear(one, other) && one.isApartFrom(other);
  }

  private static boolean isNear(ModeResult one, ModeResult other) {
    double factor = one.rateAgainst(other);
    return factor < NOTABLE && factor > 1 / NOTABLE;
  }

  private static long lossesInHundred(ModeResult result) {
    return Math.round(100 * result.lossesPerCommit());
  }

  private String choice(ModeResult chosen, ModeResult fastest) {
    List<String> slower = new ArrayList<>();
    List<String> near = new ArrayList<>();
    List<String> unclear = new ArrayList<>();
    for (ModeResult other : results) {
      if (other == chosen) {
        continue;
      }
      if (isNear(chosen, other)) {
        near.add(other.mode());
      } else if (chosen.isApartFrom(other)) {
        slower.add(
            String.format(Locale.ROOT, "%.1f times %s", chosen.rateAgainst(other), other.mode()));
      } else {
        unclear.add(other.mode());
      }
    }
    List<String> parts = new ArrayList<>();
    if (!slower.isEmpty()) {
      parts.add("it commits " + String.join(" and ", slower));
    }
    if (!near.isEmpty()) {
      parts.add(are(near) + " within a tenth of it" + moreLosses(chosen, fastest));
    }
    if (!unclear.isEmpty()) {
      parts.add(
          are(unclear)
              + " not faster or slower in every round: a longer run (.seconds) tells more");
    }
    String text = chosen.mode() + " suits this workload";
    return parts.isEmpty() ? text + "." : text + ": " + String.join("; ", parts) + ".";
  }

  private static String are(List<String> modes) {
    return String.join(" and ", modes) + (modes.size() == 1 ? " is" : " are");
  }

  private static String moreLosses(ModeResult chosen, ModeResult fastest) {
    return lossesInHundred(chosen) < lossesInHundred(fastest)
        ? ", but more has to be run again there"
        : "";
  }

  private void explain(ModeResult result, ModeResult chosen) {
    if (result.shares().turn() >= MUCH_TIME) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "%s: the clients spent %.0f%% of their time waiting for their turn to write.",
              result.mode(),
              100 * result.shares().turn()));
    }
    if (result.lossesPerCommit() >= MANY_LOSSES) {
      sentences.add(losses(result));
    }
    if (result == chosen && result.shares().commit() >= MOST_TIME) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "%s: %.0f%% of the time is COMMIT, which is mostly the force of the log; more clients"
                  + " share a force, and synchronous = normal does without it.",
              result.mode(),
              100 * result.shares().commit()));
    }
  }

  private static String losses(ModeResult result) {
    long all = result.conflicts().stream().mapToLong(ModeResult.ConflictCount::conflicts).sum();
    String text =
        String.format(
            Locale.ROOT,
            "%s: %.2f runs were lost for each commit (%.0f%% of the time)",
            result.mode(),
            result.lossesPerCommit(),
            100 * result.shares().lost());
    if (all == 0) {
      return text + ".";
    }
    ModeResult.ConflictCount first = result.conflicts().getFirst();
    return text
        + String.format(
            Locale.ROOT,
            "; %.0f%% of the conflicts were about a %s of %s.%s",
            100.0 * first.conflicts() / all,
            first.kind(),
            first.object(),
            advice(first.kind()));
  }

  private static String advice(String kind) {
    return switch (kind) {
      case "page" -> " Modes that compare rows do not see those between different rows.";
      case "row", "key" ->
          " Many transactions change the same: it is the workload's, whatever the mode.";
      default -> "";
    };
  }
}
