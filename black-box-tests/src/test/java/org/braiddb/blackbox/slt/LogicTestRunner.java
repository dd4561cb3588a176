package org.braiddb.blackbox.slt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.blackbox.slt.TestRecord.Condition;
import org.braiddb.blackbox.slt.TestRecord.Query;
import org.braiddb.blackbox.slt.TestRecord.SortMode;
import org.braiddb.blackbox.slt.TestRecord.Statement;
import org.braiddb.blackbox.slt.TestedDatabase.StatementFailedException;

/** Runs the records of one file against one database and says how each ended. */
final class LogicTestRunner {

  /** The engine whose conditions and answers are Braid's. */
  private static final String ENGINE = "sqlite";

  private static final Comparator<List<String>> BY_ROW =
      (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
          int order = left.get(i).compareTo(right.get(i));
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  private final String file;
  private final TestedDatabase database;
  private final LogicTestReport report;
  private final Map<String, String> hashesByLabel = new HashMap<>();

  LogicTestRunner(String file, TestedDatabase database, LogicTestReport report) {
    this.file = file;
    this.database = database;
    this.report = report;
  }

  void run(List<TestRecord> records) {
    for (TestRecord record : records) {
      Optional<Condition> hindrance =
          record.conditions().stream().filter(condition -> !condition.allows(ENGINE)).findFirst();
      if (hindrance.isPresent()) {
        report.skip(hindrance.get().toString());
        continue;
      }
      switch (record) {
        case Statement statement -> run(statement);
        case Query query -> run(query);
        case TestRecord.HashThreshold ignored -> {
          // Expected results say for themselves whether they are hashed.
        }
        case TestRecord.Halt ignored -> {
          return;
        }
      }
    }
  }

  private void run(Statement statement) {
    try {
      database.execute(statement.sql());
      verdict(statement.line(), statement.sql(), statement.succeeds(), "should have failed");
    } catch (StatementFailedException e) {
      verdict(statement.line(), statement.sql(), !statement.succeeds(), e.getMessage());
    }
  }

  private void run(Query query) {
    try {
      List<String> values = ordered(database.query(query.sql(), query.types()), query.sortMode());
      Optional<String> problem = difference(query, values);
      verdict(query.line(), query.sql(), problem.isEmpty(), problem.orElse(""));
    } catch (StatementFailedException e) {
      report.fail(file, query.line(), query.sql(), e.getMessage());
    }
  }

  private void verdict(int line, String sql, boolean passed, String problem) {
    if (passed) {
      report.pass();
    } else {
      report.fail(file, line, sql, problem);
    }
  }

  private static List<String> ordered(List<List<String>> rows, SortMode mode) {
    if (mode == SortMode.ROWSORT) {
      rows.sort(BY_ROW);
    }
    List<String> values = new ArrayList<>();
    rows.forEach(values::addAll);
    if (mode == SortMode.VALUESORT) {
      Collections.sort(values);
    }
    return values;
  }

  private Optional<String> difference(Query query, List<String> values) {
    String hash = hash(values);
    if (query.label().isPresent()) {
      String earlier = hashesByLabel.putIfAbsent(query.label().get(), hash);
      if (earlier != null && !earlier.equals(hash)) {
        return Optional.of("differs from an earlier query labelled " + query.label().get());
      }
    }
    List<String> expected = query.expected();
    boolean hashed = expected.size() == 1 && expected.getFirst().contains(" values hashing to ");
    List<String> actual = hashed ? List.of(values.size() + " values hashing to " + hash) : values;
    return actual.equals(expected)
        ? Optional.empty()
        : Optional.of("expected " + shown(expected) + " but got " + shown(actual));
  }

  private static String shown(List<String> values) {
    return values.size() <= 40
        ? values.toString()
        : values.subList(0, 40) + " and " + (values.size() - 40) + " more";
  }

  private static String hash(List<String> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (String value : values) {
        digest.update(value.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5", e);
    }
  }
}
