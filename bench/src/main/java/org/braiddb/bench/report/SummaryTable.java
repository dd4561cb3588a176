package org.braiddb.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.braiddb.bench.run.Result;
import org.braiddb.bench.run.Task;

/** Braid's modes as multiples of SQLite and of the best of all others, task by task. */
final class SummaryTable {
  private static final List<String> MODES = List.of("braid-wal", "braid-pagelock", "braid-mvcc");

  private final StringBuilder page;

  SummaryTable(StringBuilder page) {
    this.page = page;
  }

  void write(Map<Task, List<Result>> tasks) {
    page.append("<h2>At a glance</h2>\n<p>Each of Braid's modes as a multiple of the better of")
        .append(" SQLite's two settings, and of the best of the other engines.</p>\n")
        .append("<div class=\"table\"><table>\n")
        .append(
            Html.head(
                List.of(
                    "task",
                    "wal / SQLite",
                    "pagelock / SQLite",
                    "mvcc / SQLite",
                    "best other",
                    "wal / it",
                    "pagelock / it",
                    "mvcc / it")));
    tasks.forEach(this::row);
    page.append("</table></div>\n");
  }

  private void row(Task task, List<Result> results) {
    Optional<Result> sqlite = best(results, id -> id.startsWith("sqlite"));
    Optional<Result> other =
        best(results, id -> !id.startsWith("sqlite") && !id.startsWith("braid-"));
    if (sqlite.isEmpty() && other.isEmpty()) {
      return; // nobody to compare with: see the task itself
    }
    page.append("<tr><td><a href=\"#")
        .append(task.workload().id())
        .append("\">")
        .append(Html.text(task.workload().id() + ", " + task.conditions()))
        .append("</a></td>");
    MODES.forEach(mode -> page.append(ratio(results, mode, sqlite)));
    page.append(
        Html.cell(
            other
                .map(o -> o.cell().contender().title() + " " + Numbers.rate(o.mean()))
                .orElse("")));
    MODES.forEach(mode -> page.append(ratio(results, mode, other)));
    page.append("</tr>\n");
  }

  private static Optional<Result> best(List<Result> results, Predicate<String> who) {
    return results.stream()
        .filter(r -> r.failure().isEmpty() && who.test(r.cell().contender().id()))
        .max(Comparator.comparingDouble(Result::mean));
  }

  private static String ratio(List<Result> results, String mode, Optional<Result> to) {
    return Html.cell(
        best(results, mode::equals)
            .flatMap(r -> to.map(t -> String.format(Locale.ROOT, "%.2f", r.mean() / t.mean())))
            .orElse(""));
  }
}
