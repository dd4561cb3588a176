package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the flight recorder is told. */
class ConflictReportTest {
  private static final String EVENT = "org.braiddb.Conflict";

  @TempDir Path directory;

  @Test
  void theFlightRecorderIsToldPageTableAndWinnerOfEachLostTransactionOnce() throws Exception {
    Path file = directory.resolve("conflicts.jfr");
    long winner;
    try (Recording recording = new Recording();
        Database database = Database.inMemory(StoreOptions.DEFAULTS)) {
      recording.enable(EVENT);
      recording.start();
      database.write(tx -> Database.makeTable(tx, "t"));
      try (Transaction loser = database.begin(TransactionMode.CONCURRENT)) {
        Database.append(loser, "t", "lost");
        winner = database.write(tx -> Database.append(tx, "t", "won"));
        assertThatThrownBy(loser::commit).isInstanceOf(ConflictException.class);
        assertThatThrownBy(loser::commit).isInstanceOf(ConflictException.class);
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events).hasSize(1);
    RecordedEvent event = events.getFirst();
    assertThat(event.getString("object")).isEqualTo("t");
    assertThat(event.getString("kind")).isEqualTo("page");
    assertThat(event.getString("place")).isEqualTo("page 2");
    assertThat(event.getString("detail")).startsWith("read and written; it begins with 0d");
    assertThat(event.getLong("winner")).isEqualTo(winner);
  }
}
