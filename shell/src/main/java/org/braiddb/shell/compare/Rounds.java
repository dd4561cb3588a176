package org.braiddb.shell.compare;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.braiddb.shell.output.Output;

/**
 * Lets the modes take turns, round after round, so that what else happens on the machine hits all
 * of them, and prints a line for each round: a waiting person sees what is done, and how much
 * rounds differ. Each round begins with another mode, since what a mode leaves to be done after its
 * turn, such as a checkpoint, falls into the next one's.
 */
final class Rounds {
  private static final int MEASURED = 5;
  private static final Duration WARM_UP_TURN = Duration.ofMillis(500);

  private final List<ModeRun> runs;
  private final Output out;
  private final BooleanSupplier interrupted;
  private int begun;

  /**
   * Rounds of these runs.
   *
   * @param interrupted whether no further round shall begin
   */
  Rounds(List<ModeRun> runs, Output out, BooleanSupplier interrupted) {
    this.runs = runs;
    this.out = out;
    this.interrupted = interrupted;
  }

  /**
   * Runs all rounds that a workload asks for.
   *
   * @return the modes that were still getting faster when the warm-up had to end
   */
  List<String> run(WorkloadFile workload) {
    line("commits/s", runs.stream().map(ModeRun::mode).toList());
    if (workload.transactions().isPresent()) {
      long transactions = workload.transactions().getAsLong();
      round("measured", run -> run.run(transactions));
      return List.of();
    }
    WarmUp warmUp = warmUp(workload.warmUp());
    Duration turn = workload.seconds().dividedBy(MEASURED);
    for (int i = 0; i < MEASURED && !interrupted.getAsBoolean(); i++) {
      round("measured", run -> run.run(turn, true));
    }
    return warmUp.rising();
  }

  private WarmUp warmUp(Duration longest) {
    List<String> modes = runs.stream().map(ModeRun::mode).toList();
    WarmUp warmUp = new WarmUp(modes, (int) longest.dividedBy(WARM_UP_TURN));
    while (!warmUp.isDone() && !interrupted.getAsBoolean()) {
      warmUp.add(round("warm-up", run -> run.run(WARM_UP_TURN, false)));
    }
    return warmUp;
  }

  /** Gives each mode a turn; the rates are in the order of the runs. */
  private List<Double> round(String kind, ToDoubleFunction<ModeRun> turn) {
    Double[] rates = new Double[runs.size()];
    int first = begun++;
    for (int i = 0; i < runs.size(); i++) {
      int next = (first + i) % runs.size();
      rates[next] = turn.applyAsDouble(runs.get(next));
    }
    List<Double> all = List.of(rates);
    line(kind, all.stream().map(rate -> String.format(Locale.ROOT, "%,.0f", rate)).toList());
    return all;
  }

  private void line(String kind, List<String> cells) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-10s", kind));
    cells.forEach(cell -> text.append(String.format(Locale.ROOT, " %12s", cell)));
    out.line(text.toString());
    out.flush();
  }
}
