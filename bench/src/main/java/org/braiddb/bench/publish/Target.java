package org.braiddb.bench.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.braiddb.bench.publish.RawData.TaskKey;

/**
 * A row of the table of targets.
 *
 * @param title what is done
 * @param measure what is compared
 * @param base what Braid is compared with
 * @param factors how many times that each of its modes is to reach; modes without one are only
 *     shown
 */
record Target(String title, TaskKey task, Measure measure, Base base, Map<String, Double> factors) {
  static final List<String> MODES = List.of("braid-wal", "braid-pagelock", "braid-mvcc");
  static final String TUNED = "sqlite-tuned";

  /** A column of the raw data. */
  enum Measure {
    RATE("per_second", true),
    READS("rate.read", true),
    WRITES("rate.write", true),
    MEDIAN_TIME("p50", false),
    SIZE("size", false);

    final String column;
    final boolean moreIsBetter;

    Measure(String column, boolean moreIsBetter) {
      this.column = column;
      this.moreIsBetter = moreIsBetter;
    }
  }

  /** What factors are of. */
  enum Base {
    TUNED_SQLITE,
    BEST_OTHER,
    BEST_OF_ALL,
    ITSELF_WITH_ONE_THREAD,
    NOTHING
  }

  private static final String DURABLE = "durable";
  private static final String RELAXED = "relaxed";

  /** All rows, in the order in which they are shown. */
  static List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.add(read("point select by key, 1 thread", "point-by-key", 3.5));
    all.add(
        new Target(
            "point select by key, 2 threads",
            new TaskKey("point-by-key", "", 2, false),
            Measure.RATE,
            Base.ITSELF_WITH_ONE_THREAD,
            Map.of("braid-wal", 1.7)));
    all.add(read("lookup by a text index", "point-by-index", 3));
    all.add(read("range of 100 by key", "range-by-key", 3));
    all.add(read("range of 100 by index", "range-by-index", 3));
    all.add(read("full-scan aggregate, rows", "scan-aggregate", 2));
    all.add(read("GROUP BY, 1000 groups, rows", "group-by", 4));
    all.add(read("join of a tenth with the table by key, outer rows", "join-by-key", 2));
    all.add(read("ORDER BY LIMIT 10, rows", "order-limit", 1.5));
    all.add(read("sort of a fifth, rows", "sort", 1.5));
    all.add(read("TPC-H Q1", "tpch-q1", 3));
    all.add(read("TPC-H Q6", "tpch-q6", 2));
    all.add(bulk("bulk insert, no index, rows", "bulk-insert"));
    all.add(bulk("bulk insert, one index, rows", "bulk-insert-indexed"));
    all.add(write("durable commits, 1 thread", "commit-append", 1, Base.BEST_OF_ALL, 1, 1, 1));
    all.add(
        write("durable commits, random keys", "commit-random", 16, Base.BEST_OTHER, 1.2, 1, 1.2));
    all.add(
        new Target(
            "durable commits, append, 16 threads",
            new TaskKey("commit-append", DURABLE, 16, false),
            Measure.RATE,
            Base.BEST_OTHER,
            Map.of("braid-wal", 1.2, "braid-mvcc", 1.2)));
    all.add(
        new Target(
            "durable commits, append, 256 virtual threads",
            new TaskKey("commit-append", DURABLE, 256, true),
            Measure.RATE,
            Base.NOTHING,
            Map.of("braid-wal", 100_000.0, "braid-mvcc", 100_000.0)));
    all.add(relaxed(1));
    all.add(relaxed(16));
    all.add(
        write(
            "read-modify-write, rows of one's own",
            "update-own",
            16,
            Base.BEST_OTHER,
            1.2,
            1.2,
            1.2));
    all.add(
        new Target(
            "read-modify-write, 10 hot rows, 16 threads",
            new TaskKey("update-hot", DURABLE, 16, false),
            Measure.RATE,
            Base.BEST_OTHER,
            Map.of("braid-wal", 1.0, "braid-mvcc", 0.7)));
    all.add(write("transfer", "transfer", 16, Base.BEST_OTHER, 1.2, 1.2, 1.2));
    all.add(mixed("8 readers beside 8 writers: reads", Measure.READS));
    all.add(mixed("8 readers beside 8 writers: writes", Measure.WRITES));
    all.add(
        new Target(
            "JVM start to first row",
            new TaskKey("start", "", 1, false),
            Measure.MEDIAN_TIME,
            Base.TUNED_SQLITE,
            Map.of("braid-wal", 1.0)));
    all.add(
        new Target(
            "the same with an AOT cache",
            new TaskKey("start-aot", "", 1, false),
            Measure.MEDIAN_TIME,
            Base.NOTHING,
            Map.of("braid-wal", 120_000.0)));
    all.add(
        new Target(
            "file of the table",
            new TaskKey("load", "", 1, false),
            Measure.SIZE,
            Base.TUNED_SQLITE,
            Map.of("braid-wal", 1.1)));
    return List.copyOf(all);
  }

  private static Target read(String title, String workload, double factor) {
    return new Target(
        title,
        new TaskKey(workload, "", 1, false),
        Measure.RATE,
        Base.TUNED_SQLITE,
        Map.of("braid-wal", factor));
  }

  private static Target bulk(String title, String workload) {
    return new Target(
        title,
        new TaskKey(workload, RELAXED, 1, false),
        Measure.RATE,
        Base.TUNED_SQLITE,
        factors(1.2, 1.2, 1.2));
  }

  private static Target write(
      String title,
      String workload,
      int threads,
      Base base,
      double wal,
      double pagelock,
      double mvcc) {
    return new Target(
        threads == 1 ? title : title + ", " + threads + " threads",
        new TaskKey(workload, DURABLE, threads, false),
        Measure.RATE,
        base,
        factors(wal, pagelock, mvcc));
  }

  private static Target relaxed(int threads) {
    return new Target(
        "relaxed commits, append, " + threads + (threads == 1 ? " thread" : " threads"),
        new TaskKey("commit-append", RELAXED, threads, false),
        Measure.RATE,
        Base.BEST_OF_ALL,
        factors(1.2, 1.2, 1.2));
  }

  private static Target mixed(String title, Measure measure) {
    return new Target(
        title,
        new TaskKey("readers-writers", DURABLE, 16, false),
        measure,
        Base.BEST_OF_ALL,
        factors(1, 1, 1));
  }

  private static Map<String, Double> factors(double wal, double pagelock, double mvcc) {
    return Map.of("braid-wal", wal, "braid-pagelock", pagelock, "braid-mvcc", mvcc);
  }

  OptionalDouble value(RawData data, String contender) {
    return data.number(task, contender, measure.column);
  }

  /** The best of the engines that are neither Braid nor SQLite; empty where none took part. */
  String bestOther(RawData data) {
    return best(data, data.contenders(task).stream().filter(id -> !id.startsWith("sqlite")));
  }

  /** The best of those that are not Braid; empty where none has a value. */
  private String best(RawData data, Stream<String> of) {
    String best = "";
    for (String id : of.filter(id -> !MODES.contains(id)).toList()) {
      OptionalDouble value = value(data, id);
      if (value.isPresent()
          && (best.isEmpty() || better(value.getAsDouble(), value(data, best).orElseThrow()))) {
        best = id;
      }
    }
    return best;
  }

  boolean better(double one, double other) {
    return measure.moreIsBetter ? one > other : one < other;
  }

  /** What a mode's factor is of; none where it was not measured. */
  OptionalDouble base(RawData data, String mode) {
    return switch (base) {
      case TUNED_SQLITE -> value(data, TUNED);
      case BEST_OTHER -> value(data, bestOther(data));
      case BEST_OF_ALL -> value(data, best(data, data.contenders(task).stream()));
      case ITSELF_WITH_ONE_THREAD ->
          data.number(new TaskKey(task.workload(), "", 1, false), mode, measure.column);
      case NOTHING -> OptionalDouble.of(1);
    };
  }

  /** Whether a mode has reached what it is to reach; none where it has no target. */
  Optional<Boolean> reached(RawData data, String mode) {
    Double factor = factors.get(mode);
    OptionalDouble value = value(data, mode);
    OptionalDouble of = base(data, mode);
    if (factor == null || value.isEmpty() || of.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(!better(factor * of.getAsDouble(), value.getAsDouble()));
  }
}
