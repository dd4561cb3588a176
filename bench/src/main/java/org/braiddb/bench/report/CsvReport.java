package org.braiddb.bench.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.braiddb.bench.run.Result;
import org.braiddb.bench.run.Task;
import org.braiddb.bench.trial.Figure;

/** The results as comma-separated values, a row for each cell, nothing rounded away. */
final class CsvReport {
  private CsvReport() {}

  static void write(Path file, List<Result> results) throws IOException {
    List<Figure> figures =
        results.stream()
            .flatMap(result -> result.figures().keySet().stream())
            .map(Figure::name)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .map(Figure::new)
            .toList();
    try (CsvWriter csv = CsvWriter.builder().build(file)) {
      List<String> header =
          new ArrayList<>(
              List.of("workload", "contender", "durability", "threads", "virtual", "unit"));
      header.addAll(List.of("per_second", "slowest", "fastest"));
      figures.forEach(figure -> header.add(figure.name()));
      header.add("failure");
      csv.writeRecord(header);
      for (Result result : results) {
        csv.writeRecord(row(result, figures));
      }
    }
  }

  private static List<String> row(Result result, List<Figure> figures) {
    Task task = result.cell().task();
    List<String> row =
        new ArrayList<>(
            List.of(
                task.workload().id(),
                result.cell().contender().id(),
                task.workload().writes() ? task.durability().name().toLowerCase(Locale.ROOT) : "",
                Integer.toString(task.threads()),
                Boolean.toString(task.virtual()),
                task.workload().unit(),
                number(result.mean()),
                number(result.least()),
                number(result.most())));
    figures.forEach(figure -> row.add(result.figure(figure).map(CsvReport::number).orElse("")));
    row.add(result.failure().orElse(""));
    return row;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
  }
}
