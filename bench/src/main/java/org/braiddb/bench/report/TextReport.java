package org.braiddb.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.braiddb.bench.run.Result;
import org.braiddb.bench.run.Task;
import org.braiddb.bench.trial.Figure;

/** The results as a table of fixed width. */
final class TextReport {
  private final StringBuilder text = new StringBuilder();

  String write(Map<String, String> environment, List<Result> results) {
    environment.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    Grouping.byTask(results).forEach(this::task);
    return text.toString();
  }

  private void task(Task task, List<Result> results) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s: %s (%s)%n%-16s %14s %27s %9s %9s %9s %8s %9s %9s%n",
            task.workload().id(),
            task.workload().title(),
            task.conditions(),
            "",
            task.workload().unit() + "/s",
            "slowest to fastest",
            "p50",
            "p99",
            "p99.9",
            "retries",
            "alloc.",
            "written"));
    for (Result result : results) {
      text.append(row(result)).append('\n');
      role(result, "read");
      role(result, "write");
    }
  }

  private static String row(Result result) {
    String title = String.format(Locale.ROOT, "%-16s ", result.cell().contender().title());
    return title
        + result
            .shortFailure()
            .orElseGet(() ->
                String.format(
                    Locale.ROOT,
                    "%14s %27s %9s %9s %9s %8s %9s %9s",
                    Numbers.rate(result.mean()),
                    Numbers.rate(result.least()) + " to " + Numbers.rate(result.most()),
                    figure(result, Figure.P50, Numbers::time),
                    figure(result, Figure.P99, Numbers::time),
                    figure(result, Figure.P999, Numbers::time),
                    figure(result, Figure.RETRIES, Numbers::rate),
                    figure(result, Figure.ALLOCATED, Numbers::size),
                    figure(result, Figure.WRITTEN, Numbers::size)));
  }

  private void role(Result result, String role) {
    result
        .figure(new Figure("rate." + role))
        .ifPresent(rate ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-14s %14s %27s %9s %9s %9s%n",
                    role + "s",
                    Numbers.rate(rate),
                    "",
                    figure(result, new Figure("p50." + role), Numbers::time),
                    figure(result, new Figure("p99." + role), Numbers::time),
                    figure(result, new Figure("p99.9." + role), Numbers::time))));
  }

  static String figure(Result result, Figure figure, DoubleFunction<String> form) {
    return result.figure(figure).map(form::apply).orElse("");
  }
}
