package org.braiddb.blackbox.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.braiddb.blackbox.history.DependencyGraph.Edge;
import org.braiddb.blackbox.history.DependencyGraph.Kind;

/**
 * Finds cycles and names them. Every strongly connected part of the graph is judged by the worst
 * cycle in it, since the milder ones may be made of its edges.
 */
final class Cycles {
  private final DependencyGraph graph;
  private final boolean realTime;

  private Cycles(DependencyGraph graph, boolean realTime) {
    this.graph = graph;
    this.realTime = realTime;
  }

  /**
   * The worst anomaly of each part; those that take real time only where values alone do not show
   * the same.
   */
  static List<Finding> find(DependencyGraph graph) {
    List<Finding> findings = new ArrayList<>(new Cycles(graph, false).judge());
    Set<Anomaly> known = findings.stream().map(Finding::anomaly).collect(Collectors.toSet());
    for (Finding finding : new Cycles(graph, true).judge()) {
      if (!known.contains(finding.anomaly())) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private List<Finding> judge() {
    int[] parts = parts(kinds(Kind.WW, Kind.WR, Kind.RW));
    Map<Integer, List<Integer>> members = new HashMap<>();
    for (int i = 0; i < parts.length; i++) {
      members.computeIfAbsent(parts[i], _ -> new ArrayList<>()).add(i);
    }
    List<Finding> findings = new ArrayList<>();
    for (List<Integer> each : members.values()) {
      if (each.size() > 1) {
        findings.add(worst(each));
      }
    }
    return findings;
  }

  /** These kinds and, where it counts, real time. */
  private Set<Kind> kinds(Kind first, Kind... others) {
    Set<Kind> all = EnumSet.of(first, others);
    if (realTime) {
      all.add(Kind.REAL_TIME);
    }
    return all;
  }

  private Finding worst(List<Integer> members) {
    Set<Kind> written = kinds(Kind.WW);
    Set<Kind> readOrWritten = kinds(Kind.WW, Kind.WR);
    Set<Kind> all = kinds(Kind.WW, Kind.WR, Kind.RW);
    return among(members, Kind.WW, written)
        .map(cycle -> finding(Anomaly.G0, cycle))
        .or(() -> among(members, Kind.WR, readOrWritten).map(cycle -> finding(Anomaly.G1C, cycle)))
        .or(() -> withReadsApart(members))
        .or(() -> among(members, Kind.RW, all).map(cycle -> finding(Anomaly.G2, cycle)))
        .orElseThrow(() -> new AssertionError("no cycle among " + members));
  }

  private Finding finding(Anomaly anomaly, List<Edge> cycle) {
    String text = cycle.stream().map(Edge::toString).collect(Collectors.joining("; "));
    return new Finding(anomaly, realTime, text);
  }

  /** A cycle of these kinds that has an edge of one of them. */
  private Optional<List<Edge>> among(List<Integer> members, Kind needed, Set<Kind> kinds) {
    int[] parts = parts(kinds);
    for (int member : members) {
      for (Edge edge : graph.from(member)) {
        if (edge.kind() == needed && parts[edge.to()] == parts[member]) {
          return way(edge, kinds, true);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A cycle with one read-write edge, else one with several of which none follows another. Snapshot
   * isolation allows neither. Whether there is any is first asked of a graph whose nodes are
   * transactions and whether they were come to by such an edge.
   */
  private Optional<Finding> withReadsApart(List<Integer> members) {
    int[] apart = partsWithReadsApart();
    Finding found = null;
    for (int member : members) {
      for (Edge edge : graph.from(member)) {
        if (edge.kind() != Kind.RW || apart[2 * member] != apart[2 * edge.to() + 1]) {
          continue;
        }
        Optional<List<Edge>> single = way(edge, kinds(Kind.WW, Kind.WR), true);
        if (single.isPresent()) {
          return Optional.of(finding(Anomaly.G_SINGLE, single.get()));
        }
        if (found == null) {
          found =
              way(edge, kinds(Kind.WW, Kind.WR, Kind.RW), false)
                  .map(cycle -> finding(Anomaly.G_NONADJACENT, cycle))
                  .orElse(null);
        }
      }
    }
    return Optional.ofNullable(found);
  }

  private int[] parts(Set<Kind> kinds) {
    return Components.of(
        graph.size(),
        node ->
            graph.from(node).stream()
                .filter(edge -> kinds.contains(edge.kind()))
                .mapToInt(Edge::to)
                .toArray());
  }

  private int[] partsWithReadsApart() {
    Set<Kind> kinds = kinds(Kind.WW, Kind.WR, Kind.RW);
    return Components.of(
        2 * graph.size(),
        node ->
            graph.from(node / 2).stream()
                .filter(edge -> kinds.contains(edge.kind()))
                .filter(edge -> edge.kind() != Kind.RW || node % 2 == 0)
                .mapToInt(edge -> 2 * edge.to() + (edge.kind() == Kind.RW ? 1 : 0))
                .toArray());
  }

  private record Place(int transaction, boolean afterRead) {}

  private record Step(Place before, Edge edge) {}

  /**
   * A shortest cycle that begins with an edge and goes back over edges of some kinds.
   *
   * @param adjacent whether read-write edges may follow each other
   */
  private Optional<List<Edge>> way(Edge first, Set<Kind> kinds, boolean adjacent) {
    Map<Place, Step> steps = new HashMap<>();
    Deque<Place> open = new ArrayDeque<>();
    Place start = new Place(first.to(), !adjacent && first.kind() == Kind.RW);
    open.add(start);
    while (!open.isEmpty()) {
      Place place = open.remove();
      for (Edge edge : graph.from(place.transaction())) {
        boolean reads = !adjacent && edge.kind() == Kind.RW;
        Place next = new Place(edge.to(), reads);
        if (!kinds.contains(edge.kind())
            || (reads && place.afterRead())
            || next.equals(start)
            || steps.putIfAbsent(next, new Step(place, edge)) != null) {
          continue;
        }
        if (edge.to() == first.from() && !reads) {
          return Optional.of(cycle(first, start, next, steps));
        }
        open.add(next);
      }
    }
    return Optional.empty();
  }

  private static List<Edge> cycle(Edge first, Place start, Place end, Map<Place, Step> steps) {
    List<Edge> cycle = new ArrayList<>();
    Place at = end;
    while (!at.equals(start)) {
      Step step = steps.get(at);
      if (step == null) {
        throw new AssertionError("no way to " + at);
      }
      cycle.add(step.edge());
      at = step.before();
    }
    cycle.add(first);
    Collections.reverse(cycle);
    return cycle;
  }
}
