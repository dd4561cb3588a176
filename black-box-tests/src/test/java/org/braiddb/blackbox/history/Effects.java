package org.braiddb.blackbox.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one transaction read from others and left to others: its operations run through, savepoints
 * included, with its own writes taken out of what it read.
 *
 * <p>E1: {@link #reads} holds, per object, the values that were there without the transaction's own
 * writes, the same for every read of it. E2: {@link #writes} holds, per object, the values that it
 * wrote and did not undo, in order; {@link #undone} those that it took back.
 */
final class Effects {
  /** A savepoint and what had been written then. */
  private record Mark(String name, Map<ObjectId, List<Integer>> writes) {}

  private final RecordedTransaction transaction;
  private final List<Finding> findings;
  private final Map<ObjectId, List<Integer>> reads = new HashMap<>();
  private final Set<Version> undone = new HashSet<>();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private Map<ObjectId, List<Integer>> writes = new HashMap<>();

  /** A value of an object. */
  record Version(ObjectId object, int value) {}

  private Effects(RecordedTransaction transaction, List<Finding> findings) {
    this.transaction = transaction;
    this.findings = findings;
  }

  /** Runs a transaction through; contradictions within it are added to the findings. */
  static Effects of(RecordedTransaction transaction, List<Finding> findings) {
    Effects effects = new Effects(transaction, findings);
    transaction.operations().forEach(effects::apply);
    return effects;
  }

  RecordedTransaction transaction() {
    return transaction;
  }

  int id() {
    return transaction.id();
  }

  Map<ObjectId, List<Integer>> reads() {
    return reads;
  }

  Map<ObjectId, List<Integer>> writes() {
    return writes;
  }

  Set<Version> undone() {
    return undone;
  }

  private void apply(Operation operation) {
    switch (operation) {
      case Operation.Savepoint(String name) -> marks.push(new Mark(name, copy(writes)));
      case Operation.RollbackTo(String name) -> rollbackTo(name);
      case Operation.Append append -> write(append, append.value());
      case Operation.Write write -> write(write, write.value());
      case Operation.Add add -> write(add, add.value());
      case Operation.ReadList read -> readList(ObjectId.of(read), read.values());
      case Operation.ReadRegister read -> readRegister(ObjectId.of(read), read.value());
      case Operation.ReadSet read -> readSet(ObjectId.of(read), read.values());
    }
  }

  private static Map<ObjectId, List<Integer>> copy(Map<ObjectId, List<Integer>> original) {
    Map<ObjectId, List<Integer>> copy = new HashMap<>();
    original.forEach((object, values) -> copy.put(object, new ArrayList<>(values)));
    return copy;
  }

  private void rollbackTo(String name) {
    while (!marks.isEmpty() && !marks.element().name().equals(name)) {
      marks.pop();
    }
    Map<ObjectId, List<Integer>> kept = copy(marks.element().writes());
    writes.forEach((object, values) -> {
      Set<Integer> lost = new HashSet<>(values);
      lost.removeAll(kept.getOrDefault(object, List.of()));
      lost.forEach(value -> undone.add(new Version(object, value)));
    });
    writes = kept;
  }

  private void write(Operation.OnObject operation, int value) {
    writes.computeIfAbsent(ObjectId.of(operation), _ -> new ArrayList<>()).add(value);
  }

  private List<Integer> own(ObjectId object) {
    return writes.getOrDefault(object, List.of());
  }

  private void readList(ObjectId object, List<Integer> values) {
    List<Integer> own = own(object);
    int others = values.size() - own.size();
    if (others < 0 || !values.subList(others, values.size()).equals(own)) {
      contradiction(object, "read " + values + ", which does not end with its own " + own);
      return;
    }
    if (new HashSet<>(values).size() < values.size()) {
      findings.add(Finding.of(Anomaly.DUPLICATE, this + " read " + object + " as " + values));
    }
    readFromOthers(object, values.subList(0, others));
  }

  private void readRegister(ObjectId object, int value) {
    List<Integer> own = own(object);
    if (own.isEmpty()) {
      readFromOthers(object, List.of(value));
    } else if (own.getLast() != value) {
      contradiction(object, "read " + value + " after it wrote " + own.getLast());
    }
  }

  private void readSet(ObjectId object, Set<Integer> values) {
    List<Integer> own = own(object);
    if (!values.containsAll(own)) {
      contradiction(object, "read " + values + " without its own " + own);
      return;
    }
    Set<Integer> others = new LinkedHashSet<>(values);
    own.forEach(others::remove);
    readFromOthers(object, others.stream().sorted().toList());
  }

  private void readFromOthers(ObjectId object, List<Integer> values) {
    for (int value : values) {
      if (undone.contains(new Version(object, value))) {
        contradiction(object, "read " + value + ", which it had rolled back");
      }
    }
    List<Integer> before = reads.putIfAbsent(object, List.copyOf(values));
    if (before != null && !before.equals(values)) {
      contradiction(object, "read " + before + " from others first and " + values + " later");
    }
  }

  private void contradiction(ObjectId object, String what) {
    findings.add(Finding.of(Anomaly.INTERNAL, this + " on " + object + " " + what));
  }

  @Override
  public String toString() {
    return "T" + transaction.id();
  }
}
