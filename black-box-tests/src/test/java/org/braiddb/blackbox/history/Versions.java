package org.braiddb.blackbox.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.blackbox.history.DependencyGraph.Kind;

/** Finds the dependencies that the values of one object show. */
final class Versions {
  private final ObjectId object;
  private final Writers writers;
  private final DependencyGraph graph;
  private final List<Finding> findings;

  /** Committed transactions that read the object from others, and those that wrote it. */
  private final List<Effects> readers = new ArrayList<>();

  private final List<Effects> installers = new ArrayList<>();

  private Versions(
      ObjectId object, Writers writers, DependencyGraph graph, List<Finding> findings) {
    this.object = object;
    this.writers = writers;
    this.graph = graph;
    this.findings = findings;
  }

  /** Adds the dependencies of all objects to the graph, and what is wrong with the order itself. */
  static void addAll(
      List<Effects> all, Writers writers, DependencyGraph graph, List<Finding> findings) {
    Map<ObjectId, Versions> objects = new HashMap<>();
    for (Effects effects : all) {
      if (effects.transaction().committed()) {
        Set<ObjectId> used = new LinkedHashSet<>(effects.reads().keySet());
        used.addAll(effects.writes().keySet());
        for (ObjectId object : used) {
          objects
              .computeIfAbsent(object, id -> new Versions(id, writers, graph, findings))
              .add(effects);
        }
      }
    }
    objects.values().forEach(Versions::analyse);
  }

  private void add(Effects effects) {
    if (effects.reads().containsKey(object)) {
      readers.add(effects);
    }
    if (!effects.writes().getOrDefault(object, List.of()).isEmpty()) {
      installers.add(effects);
    }
  }

  private void analyse() {
    switch (object.kind()) {
      case LIST -> analyseList();
      case REGISTER -> {
        findLostUpdates();
        analyseRegister();
      }
      case SET -> analyseSet();
    }
  }

  private List<Integer> readBy(Effects reader) {
    return reader.reads().getOrDefault(object, List.of());
  }

  private List<Integer> writtenBy(Effects writer) {
    return writer.writes().getOrDefault(object, List.of());
  }

  private void findLostUpdates() {
    Map<List<Integer>, Effects> replaced = new HashMap<>();
    for (Effects writer : installers) {
      if (writer.reads().containsKey(object)) {
        Effects other = replaced.putIfAbsent(readBy(writer), writer);
        if (other != null) {
          findings.add(
              Finding.of(
                  Anomaly.LOST_UPDATE,
                  other + " and " + writer + " both replaced " + readBy(writer) + " of " + object));
        }
      }
    }
  }

  // ---- lists: the longest read is the order of versions

  private void analyseList() {
    findLostUpdates();
    List<Integer> order = longestRead();
    for (Effects reader : readers) {
      List<Integer> read = readBy(reader);
      if (!read.equals(order.subList(0, Math.min(read.size(), order.size())))) {
        findings.add(
            Finding.of(
                Anomaly.INCOMPATIBLE_ORDER, reader + " read " + read + ", another " + order));
        return;
      }
    }
    linkInOrder(order);
    Set<Integer> unseen = new LinkedHashSet<>();
    installers.forEach(writer -> unseen.addAll(writtenBy(writer)));
    order.forEach(unseen::remove);
    unseen.forEach(value -> linkUnseen(order, value));
  }

  /** A writer that has read the list saw its own values after those of others. */
  private List<Integer> longestRead() {
    List<Integer> longest = List.of();
    for (Effects reader : readers) {
      List<Integer> all = new ArrayList<>(readBy(reader));
      all.addAll(writtenBy(reader));
      if (all.size() > longest.size()) {
        longest = all;
      }
    }
    return longest;
  }

  private void linkInOrder(List<Integer> order) {
    for (int i = 1; i < order.size(); i++) {
      link(order.get(i - 1), order.get(i), Kind.WW);
    }
    for (Effects reader : readers) {
      int seen = readBy(reader).size();
      if (seen > 0) {
        linkReader(reader, order.get(seen - 1));
      }
      if (seen < order.size()) {
        linkReplaced(reader, order.get(seen));
      }
    }
  }

  /** A value that nobody read comes after all that were read. */
  private void linkUnseen(List<Integer> order, int value) {
    if (!order.isEmpty()) {
      link(order.getLast(), value, Kind.WW);
    }
    for (Effects reader : readers) {
      if (readBy(reader).size() == order.size()) {
        linkReplaced(reader, value);
      }
      reportLoss(reader, value);
    }
  }

  private void reportLoss(Effects reader, int value) {
    writers
        .committed(object, value)
        .filter(writer -> writer.transaction().precedes(reader.transaction()))
        .ifPresent(writer ->
            findings.add(
                Finding.of(
                    Anomaly.LOST_WRITE,
                    reader + " read " + object + " without " + value + " of " + writer)));
  }

  // ---- registers: reads before writes and real time give a part of the order

  private void analyseRegister() {
    Map<Integer, Set<Integer>> after = new HashMap<>();
    for (Effects writer : installers) {
      int value = writtenBy(writer).getLast();
      put(after, Operation.ReadRegister.INITIAL, value);
      if (writer.reads().containsKey(object)) {
        put(after, readBy(writer).getFirst(), value);
      }
      for (Effects later : installers) {
        if (writer.transaction().precedes(later.transaction())) {
          put(after, value, writtenBy(later).getLast());
        }
      }
      for (Effects reader : readers) {
        int read = readBy(reader).getFirst();
        if (writer.transaction().precedes(reader.transaction()) && read != value) {
          put(after, value, read);
        }
        if (reader.transaction().precedes(writer.transaction())) {
          put(after, read, value);
        }
      }
    }
    reportCircle(after);
    after.forEach((first, laters) -> laters.forEach(later -> link(first, later, Kind.WW)));
    for (Effects reader : readers) {
      int read = readBy(reader).getFirst();
      linkReader(reader, read);
      after.getOrDefault(read, Set.of()).forEach(later -> linkReplaced(reader, later));
    }
  }

  private static void put(Map<Integer, Set<Integer>> after, int first, int later) {
    after.computeIfAbsent(first, _ -> new LinkedHashSet<>()).add(later);
  }

  /** Takes versions without predecessors away until none is left, or a circle is. */
  private void reportCircle(Map<Integer, Set<Integer>> after) {
    Map<Integer, Integer> predecessors = new HashMap<>();
    after.forEach((first, laters) -> {
      predecessors.putIfAbsent(first, 0);
      laters.forEach(later -> predecessors.merge(later, 1, Integer::sum));
    });
    List<Integer> free = new ArrayList<>();
    predecessors.forEach((value, count) -> {
      if (count == 0) {
        free.add(value);
      }
    });
    for (int i = 0; i < free.size(); i++) {
      for (int later : after.getOrDefault(free.get(i), Set.of())) {
        if (predecessors.merge(later, -1, Integer::sum) == 0) {
          free.add(later);
        }
      }
    }
    if (free.size() < predecessors.size()) {
      free.forEach(predecessors::remove);
      findings.add(Finding.of(Anomaly.CYCLIC_VERSIONS, object + " among " + predecessors.keySet()));
    }
  }

  // ---- sets: a value is seen or not

  private void analyseSet() {
    for (Effects reader : readers) {
      Set<Integer> seen = Set.copyOf(readBy(reader));
      seen.forEach(value -> linkReader(reader, value));
      for (Effects writer : installers) {
        for (int value : writtenBy(writer)) {
          if (!seen.contains(value) && writer != reader) {
            linkReplaced(reader, value);
            reportLoss(reader, value);
          }
        }
      }
    }
  }

  // ---- dependencies

  private void link(int first, int second, Kind kind) {
    writers
        .committed(object, first)
        .ifPresent(from ->
            writers
                .committed(object, second)
                .ifPresent(to -> graph.add(from.id(), to.id(), kind, object, first, second)));
  }

  private void linkReader(Effects reader, int value) {
    writers
        .committed(object, value)
        .ifPresent(writer -> graph.add(writer.id(), reader.id(), Kind.WR, object, value, value));
  }

  private void linkReplaced(Effects reader, int value) {
    int read = readBy(reader).isEmpty() ? 0 : readBy(reader).getLast();
    writers
        .committed(object, value)
        .ifPresent(writer -> graph.add(reader.id(), writer.id(), Kind.RW, object, read, value));
  }
}
