package org.braiddb.bench.contender;

import java.util.List;
import java.util.stream.Collectors;

/** Who takes part, and who cannot. */
public final class Contenders {
  private static final List<Contender> ALL =
      List.of(
          new Braid("wal", false),
          new Braid("pagelock", true),
          new Braid("mvcc", true),
          new Sqlite(false),
          new Sqlite(true),
          new H2(),
          new Hsqldb(),
          new Derby(),
          new DuckDb());

  /**
   * An engine that one would look for in the report.
   *
   * @param why it is not there
   */
  public record Absent(String title, String why) {}

  private Contenders() {}

  /** All that take part, Braid first. */
  public static List<Contender> all() {
    return ALL;
  }

  /** Peers that cannot take part at all. */
  public static List<Absent> absent() {
    return List.of(
        new Absent(
            "Turso",
            "its JDBC driver (tech.turso:turso) could not be had from the package registry that"
                + " this project is built from; tried 0.3.2 and 0.7.0 in November 2026"));
  }

  /**
   * The contender of a name.
   *
   * @throws IllegalArgumentException where there is none; the message lists those that are
   */
  public static Contender named(String id) {
    return ALL.stream()
        .filter(contender -> contender.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no contender is called "
                    + id
                    + "; there are "
                    + ALL.stream().map(Contender::id).collect(Collectors.joining(", "))));
  }
}
