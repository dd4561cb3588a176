package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the flight recorder is told. */
class ConflictReportTest {
  private static final String EVENT = "org.braiddb.Conflict";

  @TempDir Path directory;

  @Test
  void theFlightRecorderIsToldRowTableAndWinnerOfEachLostTransactionOnce() throws Exception {
    Path file = directory.resolve("conflicts.jfr");
    long winner;
    try (Recording recording = new Recording();
        Workshop workshop = new Workshop()) {
      recording.enable(EVENT);
      recording.start();
      Tree.Table table = workshop.table("t");
      try (Transaction atCommit = workshop.begin();
          Transaction atStatement = workshop.begin()) {
        Workshop.put(atCommit, table, 7, "lost");
        winner = workshop.write(transaction -> Workshop.put(transaction, table, 7, "won"));
        assertThatThrownBy(atCommit::commit).isInstanceOf(ConflictException.class);
        assertThatThrownBy(atCommit::commit).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> Workshop.put(atStatement, table, 7, "lost"))
            .isInstanceOf(ConflictException.class);
        assertThatThrownBy(atStatement::commit).isInstanceOf(ConflictException.class);
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events).hasSize(2);
    for (RecordedEvent event : events) {
      assertThat(event.getString("object")).isEqualTo("t");
      assertThat(event.getString("kind")).isEqualTo("row");
      assertThat(event.getString("place")).isEqualTo("row 7");
      assertThat(event.getLong("winner")).isEqualTo(winner);
    }
  }
}
