package org.braiddb.blackbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.braiddb.blackbox.history.Operation.Add;
import org.braiddb.blackbox.history.Operation.Append;
import org.braiddb.blackbox.history.Operation.ReadList;
import org.braiddb.blackbox.history.Operation.ReadRegister;
import org.braiddb.blackbox.history.Operation.ReadSet;
import org.braiddb.blackbox.history.Operation.RollbackTo;
import org.braiddb.blackbox.history.Operation.Savepoint;
import org.braiddb.blackbox.history.Operation.Write;
import org.braiddb.blackbox.history.RecordedTransaction.Outcome;
import org.junit.jupiter.api.Test;

/** Hand-made histories, each with one anomaly, and clean ones that look like it. */
class HistoryCheckerTest {
  private final List<RecordedTransaction> history = new ArrayList<>();

  /** A transaction that overlaps all others that are made by this method. */
  private HistoryCheckerTest overlapping(Operation... operations) {
    return add(1 + history.size(), 1000 + history.size(), Outcome.COMMITTED, operations);
  }

  private HistoryCheckerTest aborted(Operation... operations) {
    return add(1 + history.size(), 1000 + history.size(), Outcome.ABORTED, operations);
  }

  private HistoryCheckerTest during(long begin, long end, Operation... operations) {
    return add(begin, end, Outcome.COMMITTED, operations);
  }

  private HistoryCheckerTest add(long begin, long end, Outcome outcome, Operation... operations) {
    int id = history.size();
    history.add(new RecordedTransaction(id, id, begin, end, outcome, List.of(operations)));
    return this;
  }

  private List<Anomaly> anomalies() {
    return HistoryChecker.check(history).stream().map(Finding::anomaly).toList();
  }

  private static ReadList list(int key, Integer... values) {
    return new ReadList(key, List.of(values));
  }

  private static ReadSet set(int key, Integer... values) {
    return new ReadSet(key, Set.of(values));
  }

  @Test
  void serialHistoryIsClean() {
    during(1, 2, new Append(1, 1), new Write(1, 2), new Add(1, 3))
        .during(3, 4, list(1, 1), new ReadRegister(1, 2), set(1, 3), new Append(1, 4))
        .during(5, 6, new Write(1, 5), new ReadRegister(1, 5), new Add(1, 6), set(1, 3, 6))
        .during(7, 8, list(1, 1, 4), new ReadRegister(1, 5), set(1, 3, 6), list(2));
    assertThat(anomalies()).isEmpty();
  }

  @Test
  void readersOfOlderSnapshotsAreCleanWhileTheyOverlapTheWriter() {
    overlapping(new Append(1, 1), new Append(2, 2))
        .overlapping(list(1), list(2))
        .overlapping(list(1, 1), list(2, 2));
    assertThat(anomalies()).isEmpty();
  }

  @Test
  void g0IsWritesInDifferentOrders() {
    overlapping(new Append(1, 1), new Append(2, 1))
        .overlapping(new Append(1, 2), new Append(2, 2))
        .overlapping(list(1, 1, 2))
        .overlapping(list(2, 2, 1));
    assertThat(anomalies()).containsExactly(Anomaly.G0);
  }

  @Test
  void g0IsWritesOfOneTransactionBetweenThoseOfAnother() {
    overlapping(new Append(1, 1), new Append(1, 3))
        .overlapping(new Append(1, 2))
        .overlapping(list(1, 1, 2, 3));
    assertThat(anomalies()).containsExactly(Anomaly.G0);
  }

  @Test
  void g1aIsAReadOfWhatWasRolledBack() {
    aborted(new Append(1, 1)).overlapping(list(1, 1));
    assertThat(anomalies()).containsExactly(Anomaly.G1A);
  }

  @Test
  void g1aIsAReadOfWhatWasRolledBackToASavepoint() {
    overlapping(
            new Append(1, 1), new Savepoint("s"), new Append(1, 2), new RollbackTo("s"), list(1, 1))
        .overlapping(list(1, 1, 2));
    assertThat(anomalies()).contains(Anomaly.G1A);
  }

  @Test
  void g1aIsSeenInReadsOfTransactionsThatFailLater() {
    aborted(new Write(1, 1)).aborted(new ReadRegister(1, 1));
    assertThat(anomalies()).containsExactly(Anomaly.G1A);
  }

  @Test
  void g1bIsAReadOfAnIntermediateState() {
    overlapping(new Append(1, 1), new Append(1, 2)).overlapping(list(1, 1));
    assertThat(anomalies()).contains(Anomaly.G1B);
  }

  @Test
  void g1bIsAReadOfAnOverwrittenRegister() {
    overlapping(new Write(1, 1), new Write(1, 2)).overlapping(new ReadRegister(1, 1));
    assertThat(anomalies()).contains(Anomaly.G1B);
  }

  @Test
  void aStateBeforeASavepointIsFinalWhereWhatFollowedWasUndone() {
    overlapping(new Write(1, 1), new Savepoint("s"), new Write(1, 2), new RollbackTo("s"))
        .overlapping(new ReadRegister(1, 1));
    assertThat(anomalies()).isEmpty();
  }

  @Test
  void g1cIsTwoTransactionsThatReadEachOther() {
    overlapping(new Append(1, 1), list(2, 2)).overlapping(new Append(2, 2), list(1, 1));
    assertThat(anomalies()).containsExactly(Anomaly.G1C);
  }

  @Test
  void gSingleIsATornRead() {
    overlapping(new Append(1, 1), new Append(2, 2)).overlapping(list(1, 1), list(2));
    assertThat(anomalies()).containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void gSingleIsFoundOverTransactionsBetween() {
    overlapping(new Append(1, 1), new Append(2, 2))
        .overlapping(list(2, 2), new Append(3, 3))
        .overlapping(list(3, 3), list(1));
    assertThat(anomalies()).containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void gSingleIsFoundInRegistersAndSets() {
    overlapping(new Write(1, 1), new Add(1, 2)).overlapping(new ReadRegister(1, 1), set(1));
    assertThat(anomalies()).containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void gNonAdjacentIsTwoReadersThatDisagreeOnTheOrderOfWriters() {
    overlapping(new Append(1, 1))
        .overlapping(new Append(2, 2))
        .overlapping(list(1, 1), list(2))
        .overlapping(list(1), list(2, 2));
    assertThat(anomalies()).containsExactly(Anomaly.G_NONADJACENT);
  }

  @Test
  void g2IsWriteSkew() {
    overlapping(list(1), list(2), new Append(1, 1)).overlapping(list(1), list(2), new Append(2, 2));
    assertThat(anomalies()).containsExactly(Anomaly.G2);
  }

  @Test
  void g2IsTwoInsertsBesideReadsOfTheWholeSet() {
    overlapping(set(1), new Add(1, 1)).overlapping(set(1), new Add(1, 2));
    assertThat(anomalies()).containsExactly(Anomaly.G2);
  }

  @Test
  void g2IsFoundInRegisters() {
    overlapping(new ReadRegister(1, 0), new ReadRegister(2, 0), new Write(1, 1))
        .overlapping(new ReadRegister(1, 0), new ReadRegister(2, 0), new Write(2, 2));
    assertThat(anomalies()).containsExactly(Anomaly.G2);
  }

  @Test
  void g2WithReadOnlyTransactionIsFound() {
    overlapping(list(1), list(2), new Append(1, 1))
        .overlapping(list(2), new Append(2, 2))
        .overlapping(list(1), list(2, 2));
    assertThat(anomalies()).containsExactly(Anomaly.G2);
  }

  @Test
  void lostUpdateIsTwoReplacementsOfOneVersion() {
    overlapping(new ReadRegister(1, 0), new Write(1, 1))
        .overlapping(new ReadRegister(1, 0), new Write(1, 2))
        .overlapping(new ReadRegister(1, 2));
    assertThat(anomalies()).contains(Anomaly.LOST_UPDATE);
  }

  @Test
  void lostAppendIsReportedWhenALaterReaderMissesIt() {
    during(1, 2, new Append(1, 1)).during(3, 4, new Append(1, 2)).during(5, 6, list(1, 2));
    assertThat(anomalies()).contains(Anomaly.LOST_WRITE);
  }

  @Test
  void lostAddIsReportedWhenALaterReaderMissesIt() {
    during(1, 2, new Add(1, 1)).during(5, 6, set(1));
    assertThat(anomalies()).contains(Anomaly.LOST_WRITE);
  }

  @Test
  void registerThatFallsBackInTimeHasCyclicVersions() {
    during(1, 2, new Write(1, 1))
        .during(3, 4, new Write(1, 2))
        .during(5, 6, new ReadRegister(1, 1));
    assertThat(anomalies()).contains(Anomaly.CYCLIC_VERSIONS);
  }

  @Test
  void readsThatAreNoPrefixesOfEachOtherAreIncompatible() {
    overlapping(new Append(1, 1))
        .overlapping(new Append(1, 2))
        .overlapping(list(1, 1))
        .overlapping(list(1, 2));
    assertThat(anomalies()).containsExactly(Anomaly.INCOMPATIBLE_ORDER);
  }

  @Test
  void valuesThatNobodyWroteAreGarbage() {
    overlapping(list(1, 7)).overlapping(new ReadRegister(1, 8));
    assertThat(anomalies()).containsExactly(Anomaly.GARBAGE_READ, Anomaly.GARBAGE_READ);
  }

  @Test
  void valueReadTwiceInAListIsADuplicate() {
    overlapping(new Append(1, 1)).overlapping(list(1, 1, 1));
    assertThat(anomalies()).contains(Anomaly.DUPLICATE);
  }

  @Test
  void contradictionsWithinATransactionAreInternal() {
    overlapping(new Append(1, 1), list(1));
    overlapping(new Write(1, 1), new ReadRegister(1, 0));
    overlapping(new Add(1, 1), set(1));
    assertThat(anomalies()).containsExactly(Anomaly.INTERNAL, Anomaly.INTERNAL, Anomaly.INTERNAL);
  }

  @Test
  void readThatDoesNotRepeatIsInternal() {
    overlapping(new Append(1, 1)).overlapping(list(1), list(1, 1));
    assertThat(anomalies()).contains(Anomaly.INTERNAL);
  }

  @Test
  void ownWriteSeenAfterItWasUndoneIsInternal() {
    overlapping(new Savepoint("s"), new Append(1, 1), new RollbackTo("s"), list(1, 1));
    assertThat(anomalies()).contains(Anomaly.INTERNAL);
  }

  @Test
  void nestedSavepointsOfOneNameAreKept() {
    overlapping(
        new Savepoint("s"),
        new Append(1, 1),
        new Savepoint("s"),
        new Append(1, 2),
        new RollbackTo("s"),
        list(1, 1),
        new Append(1, 3),
        new RollbackTo("s"),
        list(1, 1));
    assertThat(anomalies()).isEmpty();
  }

  @Test
  void staleReadIsFoundByRealTimeAlone() {
    during(1, 2, new Append(1, 1))
        .during(3, 4, new Append(2, 2))
        .during(5, 10, list(1), list(2, 2))
        .during(6, 11, list(1, 1));
    List<Finding> findings = HistoryChecker.check(history);
    assertThat(findings).extracting(Finding::anomaly).contains(Anomaly.G_SINGLE);
    assertThat(findings).allMatch(Finding::realTime);
  }

  @Test
  void snapshotAllowsWriteSkewAndNothingElse() {
    List<Finding> all = new ArrayList<>();
    for (Anomaly anomaly : Anomaly.values()) {
      all.add(Finding.of(anomaly, ""));
    }
    assertThat(Promise.SERIALIZABLE.broken(all)).hasSize(Anomaly.values().length);
    assertThat(Promise.SNAPSHOT.broken(all))
        .hasSize(Anomaly.values().length - 1)
        .noneMatch(finding -> finding.anomaly() == Anomaly.G2);
  }

  @Test
  void writeSkewDoesNotHideAWorseCycleElsewhere() {
    overlapping(list(1), list(2), new Append(1, 1))
        .overlapping(list(1), list(2), new Append(2, 2))
        .overlapping(new Append(3, 3), new Append(4, 4))
        .overlapping(list(3, 3), list(4));
    assertThat(anomalies()).containsExactlyInAnyOrder(Anomaly.G2, Anomaly.G_SINGLE);
  }

  @Test
  void valuesWrittenTwiceAreRefused() {
    overlapping(new Append(1, 1)).overlapping(new Append(1, 1));
    assertThatThrownBy(() -> HistoryChecker.check(history)).hasMessageContaining("written twice");
  }

  @Test
  void overlapsAreCountedAmongCommits() {
    during(1, 5).during(2, 6).during(7, 8).aborted();
    assertThat(HistoryChecker.overlappingCommits(history)).isEqualTo(1);
  }
}
