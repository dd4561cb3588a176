package org.braiddb.bench.workload;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.braiddb.bench.workload.tpcc.TpccWorkload;
import org.braiddb.bench.workload.tpch.TpchWorkload;

/** All workloads. */
public final class Workloads {
  private static final List<Workload> ALL =
      Stream.of(
              Reading.workloads().stream(),
              writing(),
              ycsb(),
              TpchWorkload.all().stream(),
              opening())
          .flatMap(all -> all)
          .toList();

  private Workloads() {}

  private static Stream<Workload> writing() {
    return Stream.of(
        new BulkInsert("bulk-insert", "many rows inserted in one transaction", false),
        new BulkInsert(
            "bulk-insert-indexed", "the same into a table with an index on a text column", true),
        BulkChange.update(),
        BulkChange.upsert(),
        new EntryWorkload("commit-append", "one row appended in each transaction", true),
        new EntryWorkload("commit-random", "one row under a random key in each transaction", false),
        new CounterWorkload(
            "update-own",
            "a row read and written back, each thread in rows of its own",
            CounterWorkload::own),
        new CounterWorkload(
            "update-zipfian", "the same, rows chosen by Zipf's law", CounterWorkload::zipfian),
        new CounterWorkload(
            "update-hot", "the same, all threads in ten rows", CounterWorkload::hot),
        new TransferWorkload(),
        new MixedWorkload(
            "readers-writers", "half of the threads read rows, half update them", false),
        new MixedWorkload(
            "long-reader", "threads update rows beside a read transaction that stays open", true),
        new TpcbWorkload(),
        new TpccWorkload());
  }

  private static Stream<Workload> opening() {
    return Stream.of(
        new StartWorkload(
            "start", "a new process opens the database and reads its first row", false),
        new StartWorkload("start-aot", "the same with an ahead-of-time cache of its classes", true),
        new LoadWorkload());
  }

  private static Stream<Workload> ycsb() {
    return Stream.of(YcsbWorkload.Mix.values()).map(YcsbWorkload::new);
  }

  /** All, reads first. */
  public static List<Workload> all() {
    return ALL;
  }

  /**
   * The workload of a name.
   *
   * @throws IllegalArgumentException where there is none; the message lists those that are
   */
  public static Workload named(String id) {
    return ALL.stream()
        .filter(workload -> workload.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no workload is called "
                    + id
                    + "; there are "
                    + ALL.stream().map(Workload::id).collect(Collectors.joining(", "))));
  }
}
