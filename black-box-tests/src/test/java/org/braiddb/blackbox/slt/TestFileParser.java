package org.braiddb.blackbox.slt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.braiddb.blackbox.slt.TestRecord.Condition;
import org.braiddb.blackbox.slt.TestRecord.SortMode;

/** Reads the records of one test file. A line that fits nowhere is an error, not skipped. */
final class TestFileParser {

  private static final String SEPARATOR = "----";

  private final String file;
  private final List<String> lines;
  private int next;

  TestFileParser(String file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  List<TestRecord> parse() {
    List<TestRecord> records = new ArrayList<>();
    List<Condition> conditions = new ArrayList<>();
    while (next < lines.size()) {
      String[] words = withoutComment(lines.get(next)).split("\\s+", -1);
      switch (words[0]) {
        case "" -> next++;
        case "skipif", "onlyif" -> {
          conditions.add(new Condition(words[0].equals("onlyif"), words[1]));
          next++;
        }
        default -> {
          records.add(record(words, List.copyOf(conditions)));
          conditions.clear();
        }
      }
    }
    return records;
  }

  private TestRecord record(String[] words, List<Condition> conditions) {
    int line = ++next;
    return switch (words[0]) {
      case "statement" -> new TestRecord.Statement(line, conditions, succeeds(words, line), sql());
      case "query" -> query(words, line, conditions);
      case "hash-threshold" ->
          new TestRecord.HashThreshold(line, conditions, Integer.parseInt(words[1]));
      case "halt" -> new TestRecord.Halt(line, conditions);
      default -> throw malformed(line, "unknown record: " + words[0]);
    };
  }

  private boolean succeeds(String[] words, int line) {
    return switch (words.length > 1 ? words[1] : "") {
      case "ok" -> true;
      case "error" -> false;
      default -> throw malformed(line, "a statement is expected to be ok or error");
    };
  }

  private TestRecord query(String[] words, int line, List<Condition> conditions) {
    if (words.length < 2) {
      throw malformed(line, "a query needs the types of its columns");
    }
    SortMode sortMode =
        words.length > 2 ? SortMode.valueOf(words[2].toUpperCase(Locale.ROOT)) : SortMode.NOSORT;
    Optional<String> label = words.length > 3 ? Optional.of(words[3]) : Optional.empty();
    String sql = sql();
    List<String> expected = new ArrayList<>();
    if (next < lines.size() && lines.get(next).equals(SEPARATOR)) {
      next++;
      while (next < lines.size() && !lines.get(next).isEmpty()) {
        expected.add(lines.get(next++));
      }
    }
    return new TestRecord.Query(line, conditions, words[1], sortMode, label, sql, expected);
  }

  private String sql() {
    List<String> sql = new ArrayList<>();
    while (next < lines.size()
        && !lines.get(next).isEmpty()
        && !lines.get(next).equals(SEPARATOR)) {
      sql.add(lines.get(next++));
    }
    return String.join("\n", sql);
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).strip();
  }

  private IllegalArgumentException malformed(int line, String problem) {
    return new IllegalArgumentException(file + ":" + line + ": " + problem);
  }
}
