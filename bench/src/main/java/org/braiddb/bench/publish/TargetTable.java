package org.braiddb.bench.publish;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.report.Numbers;

/** The table of targets in Markdown, with the command and the machine that made its figures. */
final class TargetTable {
  private final RawData data;
  private int modesWithTarget;
  private int modesThere;
  private int rowsThere;

  TargetTable(RawData data) {
    this.data = data;
  }

  String write() {
    StringBuilder rows = new StringBuilder();
    List<Target> measured =
        Target.all().stream().filter(target -> !data.contenders(target.task()).isEmpty()).toList();
    measured.forEach(target -> rows.append(row(target)));
    return """
    %s, %s × %s, %s, %s; %s rows; %s.

    ```sh
    %s
    ```

    | workload, per second | SQLite tuned | best other | Braid wal | pagelock | mvcc | Braid to reach | reached |
    |---|---|---|---|---|---|---|---|
    %s
    In %d of %d rows every mode has reached what it is to reach (%d of %d figures). Reads are the same in all modes and shown for `wal`; mean of the iterations, except for times (the median).
    """
        .formatted(
            data.fact("Begun").substring(0, 10),
            data.fact("Processor").replaceFirst(" × .*", ""),
            data.fact("Processor").replaceFirst(".* × ", ""),
            data.fact("System"),
            "Java " + data.fact("Java").replaceFirst(",.*", ""),
            data.fact("Rows of the data sets"),
            data.fact("Measured"),
            data.fact("Command"),
            rows,
            rowsThere,
            measured.size(),
            modesThere,
            modesWithTarget);
  }

  private String row(Target target) {
    String other = target.bestOther(data);
    StringBuilder row = new StringBuilder("| " + target.title());
    row.append(" | ").append(show(target, target.value(data, Target.TUNED)));
    row.append(" | ")
        .append(
            other.isEmpty()
                ? ""
                : Contenders.named(other).title() + " " + show(target, target.value(data, other)));
    Target.MODES.forEach(mode -> row.append(" | ").append(figure(target, mode)));
    row.append(" | ").append(goal(target)).append(" | ").append(reached(target));
    return row.append(" |\n").toString();
  }

  private String figure(Target target, String mode) {
    OptionalDouble value = target.value(data, mode);
    OptionalDouble base = target.base(data, mode);
    if (value.isEmpty()) {
      return "";
    }
    boolean relative = base.isPresent() && target.base() != Target.Base.NOTHING;
    return show(target, value)
        + (relative
            ? String.format(Locale.ROOT, " (%.2f)", value.getAsDouble() / base.getAsDouble())
            : "");
  }

  private static String show(Target target, OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    return switch (target.measure()) {
      case RATE, READS, WRITES -> Numbers.rate(value.getAsDouble());
      case MEDIAN_TIME -> Numbers.time(value.getAsDouble());
      case SIZE -> Numbers.size(value.getAsDouble());
    };
  }

  private static String goal(Target target) {
    String goals =
        Target.MODES.stream()
            .filter(mode -> target.factors().containsKey(mode))
            .map(mode -> goal(target, target.factors().getOrDefault(mode, 0.0)))
            .distinct()
            .reduce((one, next) -> one + " / " + next)
            .orElse("");
    boolean most = target.measure().moreIsBetter;
    return switch (target.base()) {
      case TUNED_SQLITE -> goals + (most ? " times tuned" : " times tuned at most");
      case BEST_OTHER -> goals + " times the best other";
      case BEST_OF_ALL -> goals + " times the best";
      case ITSELF_WITH_ONE_THREAD -> goals + " times its own with 1 thread";
      case NOTHING -> most ? goals : goals + " at most";
    };
  }

  private static String goal(Target target, double factor) {
    return target.base() == Target.Base.NOTHING
        ? show(target, OptionalDouble.of(factor))
        : String.format(Locale.ROOT, "%.1f", factor);
  }

  private String reached(Target target) {
    StringBuilder words = new StringBuilder();
    boolean all = true;
    for (String mode : Target.MODES) {
      Optional<Boolean> reached = target.reached(data, mode);
      if (reached.isPresent()) {
        modesWithTarget++;
        modesThere += reached.get() ? 1 : 0;
        all &= reached.get();
        words.append(words.isEmpty() ? "" : ", ");
        words.append(mode.substring("braid-".length())).append(reached.get() ? " yes" : " **no**");
      }
    }
    rowsThere += all && !words.isEmpty() ? 1 : 0;
    return words.toString();
  }
}
