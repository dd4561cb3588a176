package org.braiddb.bench.publish;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a comparison has left in its directory. */
final class RawData {
  /** What a task is called in raw data; no durability where it makes no difference. */
  record TaskKey(String workload, String durability, int threads, boolean virtual) {}

  private final Map<TaskKey, Map<String, NamedCsvRecord>> cells = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();

  private RawData() {}

  static RawData read(Path directory) throws IOException {
    RawData data = new RawData();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(directory.resolve("results.csv"))) {
      for (NamedCsvRecord cell : csv) {
        TaskKey task =
            new TaskKey(
                cell.getField("workload"),
                cell.getField("durability"),
                Integer.parseInt(cell.getField("threads")),
                Boolean.parseBoolean(cell.getField("virtual")));
        data.cells
            .computeIfAbsent(task, same -> new LinkedHashMap<>())
            .put(cell.getField("contender"), cell);
      }
    }
    for (String line : Files.readAllLines(directory.resolve("report.txt"))) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        break;
      }
      data.facts.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return data;
  }

  /** A line of the head of the report. */
  String fact(String name) {
    String value = facts.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the report does not say: " + name);
    }
    return value;
  }

  /** Who took part in a task. */
  List<String> contenders(TaskKey task) {
    return List.copyOf(cells.getOrDefault(task, Map.of()).keySet());
  }

  /** A number of a cell; none where it was not measured or the cell has failed. */
  OptionalDouble number(TaskKey task, String contender, String column) {
    return Optional.ofNullable(cells.getOrDefault(task, Map.of()).get(contender))
        .flatMap(cell -> cell.findField(column))
        .filter(value -> !value.isEmpty())
        .map(value -> OptionalDouble.of(Double.parseDouble(value)))
        .orElse(OptionalDouble.empty());
  }
}
