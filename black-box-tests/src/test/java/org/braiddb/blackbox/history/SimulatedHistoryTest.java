package org.braiddb.blackbox.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.braiddb.blackbox.history.Operation.Append;
import org.braiddb.blackbox.history.Operation.ReadList;
import org.braiddb.blackbox.history.Operation.ReadRegister;
import org.braiddb.blackbox.history.Operation.Write;
import org.braiddb.blackbox.history.RecordedTransaction.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker on long histories of a small multi-version store that can be made to forget a rule:
 * with all rules kept there is no complaint, with one forgotten there is one.
 */
class SimulatedHistoryTest {
  private enum Rule {
    ALL_KEPT_SERIALIZABLE,
    ALL_KEPT_SNAPSHOT,
    WRITES_NOT_VALIDATED,
    SNAPSHOT_MOVES,
    ABORTED_IS_PUBLISHED,
    SNAPSHOT_IS_STALE
  }

  private static final int KEYS = 4;
  private static final int TRANSACTIONS = 500;
  private static final long SEED = 42;

  private final Recorder recorder = new Recorder();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Map<Integer, List<Integer>>> lists = new ArrayList<>();
  private final List<Map<Integer, Integer>> registers = new ArrayList<>();
  private final List<Set<Integer>> changed = new ArrayList<>();

  private final class Client {
    final Rule rule;
    final Recorder.Running running = recorder.begin(0);
    final Map<Integer, List<Integer>> appended = new HashMap<>();
    final Map<Integer, Integer> written = new HashMap<>();
    final Set<Integer> read = new HashSet<>();
    int snapshot;

    Client(Rule rule) {
      this.rule = rule;
      snapshot = lists.size() - 1;
      if (rule == Rule.SNAPSHOT_IS_STALE) {
        snapshot = Math.max(0, snapshot - 3);
      }
    }

    void step() {
      int key = random.nextInt(KEYS);
      if (rule == Rule.SNAPSHOT_MOVES) {
        snapshot = lists.size() - 1;
      }
      switch (random.nextInt(4)) {
        case 0 -> {
          int value = recorder.freshValue();
          appended.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
          running.did(new Append(key, value));
        }
        case 1 -> {
          int value = recorder.freshValue();
          written.put(key, value);
          running.did(new Write(key, value));
        }
        case 2 -> {
          read.add(key);
          List<Integer> all = new ArrayList<>(lists.get(snapshot).getOrDefault(key, List.of()));
          all.addAll(appended.getOrDefault(key, List.of()));
          running.did(new ReadList(key, all));
        }
        default -> {
          read.add(KEYS + key);
          int value = written.getOrDefault(key, registers.get(snapshot).getOrDefault(key, 0));
          running.did(new ReadRegister(key, value));
        }
      }
    }

    void end() {
      Set<Integer> writes = new HashSet<>(appended.keySet());
      written.keySet().forEach(key -> writes.add(KEYS + key));
      Set<Integer> claims = new HashSet<>(writes);
      if (rule == Rule.ALL_KEPT_SERIALIZABLE && !writes.isEmpty()) {
        claims.addAll(read);
      }
      if (rule == Rule.WRITES_NOT_VALIDATED) {
        claims.clear();
      }
      boolean clash = false;
      for (int commit = snapshot + 1; commit < changed.size(); commit++) {
        clash |= changed.get(commit).stream().anyMatch(claims::contains);
      }
      if (!clash || rule == Rule.ABORTED_IS_PUBLISHED) {
        publish(writes);
      }
      running.ended(clash ? Outcome.ABORTED : Outcome.COMMITTED);
    }

    private void publish(Set<Integer> writes) {
      Map<Integer, List<Integer>> newLists = new HashMap<>(lists.getLast());
      appended.forEach((key, values) -> {
        List<Integer> all = new ArrayList<>(newLists.getOrDefault(key, List.of()));
        all.addAll(values);
        newLists.put(key, all);
      });
      Map<Integer, Integer> newRegisters = new HashMap<>(registers.getLast());
      newRegisters.putAll(written);
      lists.add(newLists);
      registers.add(newRegisters);
      changed.add(writes);
    }
  }

  private List<RecordedTransaction> run(Rule rule) {
    lists.add(Map.of());
    registers.add(Map.of());
    changed.add(Set.of());
    List<Client> open = new ArrayList<>();
    for (int begun = 0; begun < TRANSACTIONS || !open.isEmpty(); ) {
      if (begun < TRANSACTIONS && open.size() < 1 + random.nextInt(8)) {
        open.add(new Client(rule));
        begun++;
      } else if (random.nextInt(4) == 0) {
        open.remove(random.nextInt(open.size())).end();
      } else {
        open.get(random.nextInt(open.size())).step();
      }
    }
    return recorder.history();
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void complaintsComeExactlyWhereARuleIsForgotten(Rule rule) {
    List<Finding> findings = HistoryChecker.check(run(rule));
    switch (rule) {
      case ALL_KEPT_SERIALIZABLE -> assertThat(Promise.SERIALIZABLE.broken(findings)).isEmpty();
      case ALL_KEPT_SNAPSHOT -> {
        assertThat(Promise.SNAPSHOT.broken(findings)).isEmpty();
        assertThat(Promise.SERIALIZABLE.broken(findings)).isNotEmpty();
      }
      case ABORTED_IS_PUBLISHED ->
          assertThat(findings).extracting(Finding::anomaly).contains(Anomaly.G1A);
      case SNAPSHOT_MOVES ->
          assertThat(findings).extracting(Finding::anomaly).contains(Anomaly.INTERNAL);
      case WRITES_NOT_VALIDATED ->
          assertThat(findings).extracting(Finding::anomaly).contains(Anomaly.LOST_UPDATE);
      case SNAPSHOT_IS_STALE -> assertThat(findings).anyMatch(Finding::realTime);
    }
  }
}
