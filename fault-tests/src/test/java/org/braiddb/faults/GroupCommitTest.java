package org.braiddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.file.io.simulation.Unforced;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads whose commits share forces, and ask for different levels, lose their power. Rows are
 * numbered in the order of commits, so that a prefix of the commits has no gaps. Which commits meet
 * in a batch is chance; what must hold is not.
 */
class GroupCommitTest {
  private static final Durability[] LEVELS = {
    Durability.FULL, Durability.NORMAL, Durability.EXTRA, Durability.NORMAL, Durability.FULL
  };
  private static final int ROWS = 6;
  private static final int CUTS = 12;

  static Stream<String> modes() {
    return Stream.of(SimulatedDisk.MODES);
  }

  /** What a thread has done. */
  private static final class Writer {
    final int number;
    final List<String> durable = new ArrayList<>();
    final List<String> acknowledged = new ArrayList<>();

    Writer(int number) {
      this.number = number;
    }

    void run(Connection connection) {
      for (int row = 0; row < ROWS; row++) {
        String mark = number + "." + row;
        try {
          connection.execute("INSERT INTO g(mark) VALUES ('" + mark + "')");
        } catch (SqlException e) {
          return; // the power is off, or what it stood on was lost with it
        }
        acknowledged.add(mark);
        if (LEVELS[number] != Durability.NORMAL) {
          durable.add(mark);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyMemberOfABatchGetsWhatItAskedFor(String mode) throws Exception {
    int survivors = 0;
    for (int cut = 0; cut < CUTS * Trial.SEEDS; cut++) {
      for (Unforced unforced : Unforced.values()) {
        survivors += trial(mode, cut, unforced);
      }
    }
    assertThat(survivors).isPositive();
  }

  private static int trial(String mode, int cut, Unforced unforced) throws Exception {
    SimulatedFileSystem disk = new SimulatedFileSystem(Trial.SEED + cut);
    // Forces always wait for others to come; in every other run any call may be slow.
    boolean slow = cut % 2 == 1;
    SimulatedDisk.insert(slow ? SlowCalls.of(disk, new SplittableRandom(cut)) : disk);
    List<Connection> connections = new ArrayList<>();
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < LEVELS.length; i++) {
      connections.add(Rows.connect(mode, LEVELS[i]));
      connections.getLast().setBusyTimeout(Duration.ofMinutes(1));
      writers.add(new Writer(i));
    }
    connections
        .getFirst()
        .execute("CREATE TABLE g(id INTEGER PRIMARY KEY AUTOINCREMENT, mark TEXT UNIQUE)");
    disk.plan(Fault.POWER_CUT, disk.operations() + 1 + cut);
    disk.slowForces(GroupCommitTest::letOthersCome);
    run(connections, writers);
    SimulatedFileSystem found = disk.afterPowerCut(unforced);
    connections.forEach(GroupCommitTest::abandon);
    return check(found, mode, writers, unforced, mode + ", cut " + cut + ", unforced " + unforced);
  }

  private static void letOthersCome() {
    for (int i = 0; i < 20; i++) {
      Thread.yield();
    }
  }

  private static void abandon(Connection connection) {
    try {
      connection.close();
    } catch (SqlException e) {
      assertThat(e.extendedCode() & 0xff).as(e.toString()).isIn(10, 13, 14);
    }
  }

  private static void run(List<Connection> connections, List<Writer> writers) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(writers.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Writer writer : writers) {
        running.add(executor.submit(() -> writer.run(connections.get(writer.number))));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private static int check(
      SimulatedFileSystem found,
      String mode,
      List<Writer> writers,
      Unforced unforced,
      String which) {
    SimulatedDisk.insert(found);
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      List<String> ids = Rows.query(connection, "SELECT id FROM g ORDER BY id");
      List<String> marks = Rows.query(connection, "SELECT mark FROM g ORDER BY id");
      List<String> prefix = LongStream.rangeClosed(1, ids.size()).mapToObj(Long::toString).toList();
      assertThat(ids).as(which + ", a prefix of the commits").isEqualTo(prefix);
      for (Writer writer : writers) {
        List<String> expected = unforced == Unforced.KEPT ? writer.acknowledged : writer.durable;
        assertThat(marks).as(which + ", writer " + writer.number).containsAll(expected);
      }
      assertThat(Rows.query(connection, "PRAGMA integrity_check")).as(which).containsExactly("ok");
      return ids.size();
    }
  }
}
