package org.braiddb.storage.file.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenSnapshotsTest {
  @Test
  void theHorizonIsTheOldestOpenSnapshot() {
    OpenSnapshots snapshots = new OpenSnapshots();
    assertThat(snapshots.horizon(5)).isEqualTo(5);
    int first = snapshots.enter();
    int second = snapshots.enter();
    assertThat(snapshots.open(first, () -> 6)).isEqualTo(6);
    assertThat(snapshots.open(second, () -> 8)).isEqualTo(8);
    assertThat(snapshots.horizon(9)).isEqualTo(6);
    snapshots.leave(first);
    assertThat(snapshots.horizon(9)).isEqualTo(8);
    snapshots.leave(second);
    assertThat(snapshots.horizon(9)).isEqualTo(9);
  }

  @Test
  void theOldestSnapshotsAreFoundInOrderAndOnce() {
    OpenSnapshots snapshots = new OpenSnapshots();
    OldestSnapshots oldest = new OldestSnapshots();
    snapshots.findOldest(3, oldest);
    assertThat(commits(oldest)).containsExactly(3L);
    for (long commit : new long[] {8, 4, 8, 6, 4}) {
      snapshots.open(snapshots.enter(), () -> commit);
    }
    snapshots.findOldest(8, oldest);
    assertThat(commits(oldest)).containsExactly(4L, 6L, 8L);
    for (long commit = 30; commit > 8; commit--) {
      long each = commit;
      snapshots.open(snapshots.enter(), () -> each);
    }
    snapshots.findOldest(40, oldest);
    assertThat(commits(oldest)).containsExactly(4L, 6L, 8L, 9L, 10L, 11L, 12L, 13L);
  }

  private static List<Long> commits(OldestSnapshots oldest) {
    return IntStream.range(0, oldest.count()).mapToObj(oldest::commit).toList();
  }

  @Test
  void thousandsOfSnapshotsCanBeOpen() {
    OpenSnapshots snapshots = new OpenSnapshots();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int place = snapshots.enter();
      long number = 10 + i;
      snapshots.open(place, () -> number);
      places.add(place);
    }
    assertThat(places).doesNotHaveDuplicates();
    assertThat(snapshots.horizon(9999)).isEqualTo(10);
    snapshots.leave(places.getFirst());
    assertThat(snapshots.horizon(9999)).isEqualTo(11);
  }

  @Test
  void noSnapshotOpensBelowAHorizonThatWasGiven() throws Exception {
    OpenSnapshots snapshots = new OpenSnapshots();
    AtomicLong visible = new AtomicLong(1);
    AtomicLong given = new AtomicLong(1);
    AtomicBoolean broken = new AtomicBoolean();
    AtomicLong opened = new AtomicLong();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread reader =
          new Thread(() -> {
            while (visible.get() < 200_000) {
              int place = snapshots.enter();
              long snapshot = snapshots.open(place, visible::get);
              // While it is open, no horizon passes it.
              if (given.get() > snapshot) {
                broken.set(true);
              }
              opened.incrementAndGet();
              snapshots.leave(place);
            }
          });
      readers.add(reader);
      reader.start();
    }
    while (visible.get() < 200_000) {
      given.set(snapshots.horizon(visible.incrementAndGet()));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(opened.get()).isPositive();
    assertThat(broken.get()).isFalse();
  }
}
