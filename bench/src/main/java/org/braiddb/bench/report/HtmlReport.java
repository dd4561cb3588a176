package org.braiddb.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.run.Result;
import org.braiddb.bench.run.Task;
import org.braiddb.bench.trial.Figure;
import org.braiddb.bench.workload.Workload;

/** The results as one page that needs neither a network nor a script. */
final class HtmlReport {
  private static final int LINES_FROM = 3;
  private static final List<String> ROLES = List.of("read", "write");

  private final Map<String, String> environment;
  private final List<Contender> contenders;
  private final StringBuilder page = new StringBuilder();

  HtmlReport(Map<String, String> environment, List<Contender> contenders) {
    this.environment = environment;
    this.contenders = contenders;
  }

  String write(List<Result> results) {
    Map<Task, List<Result>> byTask = Grouping.byTask(results);
    Map<Workload, List<Task>> byWorkload = Grouping.byWorkload(byTask.keySet());
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Braid and its peers</title>\n<style>\n")
        .append(styleSheet())
        .append("</style></head><body>\n<h1>Braid and its peers</h1>\n")
        .append("<p class=\"soft\">Embedded SQL engines through JDBC, each transaction until it is")
        .append(" committed. Longer bars are better; the thin line goes from the slowest to the")
        .append(" fastest iteration. Every workload that writes has compared the database with")
        .append(
            " what was committed afterwards. Raw data: <a href=\"results.csv\">results.csv</a>,")
        .append(" <a href=\"jmh.json\">jmh.json</a>.</p>\n");
    navigation(byWorkload);
    new SummaryTable(page).write(byTask);
    byWorkload.forEach((workload, tasks) -> workload(workload, tasks, byTask));
    contenders();
    environment();
    return page.append("</body></html>\n").toString();
  }

  private static String styleSheet() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not among the classes");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void navigation(Map<Workload, List<Task>> workloads) {
    page.append("<nav>");
    workloads
        .keySet()
        .forEach(w -> page.append("<a href=\"#" + w.id() + "\">" + Html.text(w.id()) + "</a> "));
    page.append("<a href=\"#contenders\">contenders</a> <a href=\"#machine\">machine</a></nav>\n");
  }

  private void workload(Workload workload, List<Task> tasks, Map<Task, List<Result>> results) {
    page.append(
        "<h2 id=\""
            + workload.id()
            + "\">"
            + Html.text(sentence(workload.title()))
            + "</h2>\n<p class=\"soft\"><code>"
            + workload.id()
            + "</code>, "
            + Html.text(workload.unit())
            + " per second</p>\n<div class=\"charts\">\n");
    for (Durability level : Durability.values()) {
      List<Task> of = tasks.stream().filter(t -> t.durability() == level && !t.virtual()).toList();
      if (of.size() >= LINES_FROM) {
        String what = workload.writes() ? level.name().toLowerCase(Locale.ROOT) + ", " : "";
        page.append("<div><h3>" + what + "by threads</h3>\n")
            .append(LineChart.draw(of.stream().flatMap(t -> list(results, t).stream()).toList()))
            .append("</div>\n");
      }
    }
    for (Task task : tasks) {
      List<Result> of = list(results, task);
      List<String> roles = ROLES.stream().filter(role -> hasRole(of, role)).toList();
      if (roles.isEmpty()) {
        chart(task.conditions(), BarChart.draw(of));
      }
      for (String role : roles) {
        chart(task.conditions() + ": " + role + "s", BarChart.draw(of, rate(role)));
      }
    }
    page.append("</div>\n");
    details(tasks, results);
  }

  private void chart(String title, String svg) {
    page.append("<div><h3>" + title + "</h3>\n").append(svg).append("</div>\n");
  }

  private static boolean hasRole(List<Result> results, String role) {
    return results.stream().anyMatch(result -> result.figure(rate(role)).isPresent());
  }

  private static Figure rate(String role) {
    return new Figure("rate." + role);
  }

  private static List<Result> list(Map<Task, List<Result>> results, Task task) {
    return results.getOrDefault(task, List.of());
  }

  private static String sentence(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  private void details(List<Task> tasks, Map<Task, List<Result>> results) {
    page.append("<details><summary>latencies, retries, allocation, bytes</summary>")
        .append("<div class=\"table\"><table>\n")
        .append(
            Html.head(
                List.of(
                    "",
                    "conditions",
                    "per second",
                    "slowest",
                    "fastest",
                    "p50",
                    "p99",
                    "p99.9",
                    "retries per commit",
                    "allocated per transaction",
                    "written per commit",
                    "files",
                    "log")));
    for (Task task : tasks) {
      for (Result result : list(results, task)) {
        row(result);
        ROLES.forEach(role -> role(result, role));
      }
    }
    page.append("</table></div></details>\n");
  }

  private void row(Result result) {
    page.append(Grouping.isBraid(result) ? "<tr class=\"braid\">" : "<tr>")
        .append("<td>")
        .append(swatch(result.cell().contender()))
        .append(Html.text(result.cell().contender().title()))
        .append("</td>")
        .append(Html.cell(result.cell().task().conditions()));
    if (result.failure().isPresent()) {
      page.append("<td colspan=\"11\" class=\"text\">")
          .append(Html.text(result.shortFailure().orElseThrow()))
          .append("</td></tr>\n");
      return;
    }
    List<String> cells = new ArrayList<>();
    cells.add(Numbers.rate(result.mean()));
    cells.add(Numbers.rate(result.least()));
    cells.add(Numbers.rate(result.most()));
    cells.add(TextReport.figure(result, Figure.P50, Numbers::time));
    cells.add(TextReport.figure(result, Figure.P99, Numbers::time));
    cells.add(TextReport.figure(result, Figure.P999, Numbers::time));
    cells.add(TextReport.figure(result, Figure.RETRIES, Numbers::rate));
    cells.add(TextReport.figure(result, Figure.ALLOCATED, Numbers::size));
    cells.add(TextReport.figure(result, Figure.WRITTEN, Numbers::size));
    cells.add(TextReport.figure(result, Figure.SIZE, Numbers::size));
    cells.add(TextReport.figure(result, Figure.LOG_SIZE, Numbers::size));
    cells.forEach(cell -> page.append(Html.cell(cell)));
    page.append("</tr>\n");
  }

  private void role(Result result, String role) {
    result
        .figure(rate(role))
        .ifPresent(rate ->
            page.append("<tr><td class=\"soft\">&emsp;" + role + "s</td><td></td>")
                .append(Html.cell(Numbers.rate(rate)))
                .append("<td></td><td></td>")
                .append(time(result, "p50." + role))
                .append(time(result, "p99." + role))
                .append(time(result, "p99.9." + role))
                .append("</tr>\n"));
  }

  private static String time(Result result, String figure) {
    return Html.cell(TextReport.figure(result, new Figure(figure), Numbers::time));
  }

  private static String swatch(Contender contender) {
    return "<span class=\"swatch\" style=\"background:"
        + Html.colour(contender.id())
        + "\"></span>";
  }

  private void contenders() {
    page.append("<h2 id=\"contenders\">Contenders and their settings</h2>\n")
        .append("<p>Durable: a commit that has returned is on the disk. Relaxed: what is nearest")
        .append(" to SQLite's synchronous=NORMAL. Reads are run with relaxed settings.</p>\n")
        .append("<div class=\"table\"><table class=\"words\">\n")
        .append(Html.head(List.of("", "version", "durable", "relaxed")));
    for (Contender contender : contenders) {
      page.append("<tr><td>")
          .append(swatch(contender))
          .append(Html.text(contender.title()))
          .append("</td>")
          .append(Html.wide(contender.version()))
          .append(Html.wide(settings(contender, Durability.DURABLE)))
          .append(Html.wide(settings(contender, Durability.RELAXED)))
          .append("</tr>\n");
    }
    for (Contenders.Absent absent : Contenders.absent()) {
      page.append("<tr>" + Html.cell(absent.title()) + "<td colspan=\"3\" class=\"wide\">absent: ")
          .append(Html.text(absent.why()))
          .append("</td></tr>\n");
    }
    page.append("</table></div>\n");
  }

  private static String settings(Contender contender, Durability level) {
    return contender
        .absence(level)
        .map(why -> "absent: " + why)
        .orElseGet(() -> contender.settings(level));
  }

  private void environment() {
    page.append("<h2 id=\"machine\">Machine and measurement</h2>\n<table>\n");
    environment.forEach(
        (name, value) -> page.append("<tr>" + Html.cell(name) + Html.wide(value) + "</tr>\n"));
    page.append("</table>\n");
  }
}
