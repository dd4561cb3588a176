package org.braiddb.blackbox.slt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of the records of one or more files. */
final class LogicTestReport {

  private static final int FAILURES_SHOWN = 10;

  private final Map<String, Integer> skips = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> failedPlaces = new TreeSet<>();
  private int passed;
  private int failed;

  int passed() {
    return passed;
  }

  int failed() {
    return failed;
  }

  /** File and line of every record that failed. */
  Set<String> failedPlaces() {
    return failedPlaces;
  }

  /** How many records were not run, by cause. */
  Map<String, Integer> skips() {
    return skips;
  }

  void pass() {
    passed++;
  }

  void skip(String cause) {
    skips.merge(cause, 1, Integer::sum);
  }

  void fail(String file, int line, String sql, String problem) {
    failed++;
    failedPlaces.add(file + ":" + line);
    if (failures.size() < FAILURES_SHOWN) {
      failures.add(file + ":" + line + ": " + problem + "\n    " + sql.replace("\n", "\n    "));
    }
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("%d passed, %d failed, skipped %s".formatted(passed, failed, skips));
    for (String failure : failures) {
      text.append('\n').append(failure);
    }
    if (failed > failures.size()) {
      text.append("\nand ").append(failed - failures.size()).append(" more");
    }
    return text.toString();
  }
}
