package org.braiddb.blackbox.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who must come before whom: transactions and the dependencies between them. */
final class DependencyGraph {
  /** Why one transaction comes before another. */
  enum Kind {
    /** The second replaced what the first wrote. */
    WW,
    /** The second read what the first wrote. */
    WR,
    /** The second replaced what the first read. */
    RW,
    /** The first had ended when the second began. */
    REAL_TIME
  }

  /** The kinds that values alone show. */
  static final Set<Kind> DATA = EnumSet.of(Kind.WW, Kind.WR, Kind.RW);

  /**
   * A dependency.
   *
   * @param reason the object and values by which it is known
   */
  record Edge(int from, int to, Kind kind, String reason) {
    @Override
    public String toString() {
      return "T"
          + from
          + " -"
          + kind.name().toLowerCase(Locale.ROOT)
          + "-> T"
          + to
          + " ("
          + reason
          + ")";
    }
  }

  private record Link(int from, int to, Kind kind) {}

  private final List<List<Edge>> out = new ArrayList<>();
  private final Set<Link> links = new HashSet<>();

  DependencyGraph(int transactions) {
    for (int i = 0; i < transactions; i++) {
      out.add(new ArrayList<>());
    }
  }

  /** Adds a dependency once; what a transaction does after itself is none. */
  void add(int from, int to, Kind kind, ObjectId object, int first, int second) {
    if (from != to && links.add(new Link(from, to, kind))) {
      out.get(from).add(new Edge(from, to, kind, object + ": " + first + ", " + second));
    }
  }

  /**
   * Adds enough of the order of real time that the rest follows from it: a transaction is linked to
   * those that had ended when it began, except those whose successors are linked to it.
   */
  void addRealTime(List<RecordedTransaction> transactions) {
    record Event(long time, RecordedTransaction transaction, boolean begins) {}
    List<Event> events = new ArrayList<>();
    for (RecordedTransaction transaction : transactions) {
      events.add(new Event(transaction.begin(), transaction, true));
      events.add(new Event(transaction.end(), transaction, false));
    }
    events.sort(Comparator.comparingLong(Event::time));
    List<RecordedTransaction> ended = new ArrayList<>();
    for (Event event : events) {
      RecordedTransaction transaction = event.transaction();
      if (event.begins()) {
        for (RecordedTransaction before : ended) {
          out.get(before.id())
              .add(new Edge(before.id(), transaction.id(), Kind.REAL_TIME, "ended before"));
        }
      } else {
        ended.removeIf(before -> before.precedes(transaction));
        ended.add(transaction);
      }
    }
  }

  int size() {
    return out.size();
  }

  List<Edge> from(int transaction) {
    return out.get(transaction);
  }
}
