package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of damaged trees, the checker says what stock SQLite says, message by message. */
class CheckerWordingTest {
  private static final int PAGE_SIZE = 512;

  /** More with {@code -Dbraid.wording.rounds=...}. */
  private static final int ROUNDS = Integer.getInteger("braid.wording.rounds", 500);

  @TempDir Path directory;

  private byte[] soundFile() throws Exception {
    Path file = directory.resolve("sound.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=" + PAGE_SIZE);
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)");
      statement.execute("CREATE INDEX i ON t(a)");
      statement.execute(
          "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<300)"
              + " INSERT INTO t SELECT i*2,"
              + " hex(zeroblob(i%40*(i%20==0)*10+i%17)) || i FROM c");
      statement.execute("DELETE FROM t WHERE id%6=0 AND id%40<>0");
    }
    return Files.readAllBytes(file);
  }

  private List<String> sqlitesMessages(byte[] bytes) throws Exception {
    Path file = directory.resolve("damaged.db");
    Files.write(file, bytes);
    List<String> messages = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(10000)")) {
      while (rows.next()) {
        for (String line : rows.getString(1).split("\n")) {
          if (line.startsWith("Tree") || line.startsWith("Multiple") || line.startsWith("Frag")) {
            messages.add(line);
          }
        }
      }
    }
    return messages;
  }

  private static List<String> ourMessages(byte[] bytes) {
    MemoryPages pages = MemoryPages.of(bytes);
    IntegrityReport report = new IntegrityReport(10_000);
    PageReferences references = new PageReferences(pages);
    int trunk = DatabaseHeader.field(bytes, DatabaseHeader.FREELIST_TRUNK_OFFSET);
    if (trunk != 0) {
      references.add(trunk, "", report);
      byte[] image = pages.read(trunk);
      for (int i = 0; i < PageBytes.i32(image, 4); i++) {
        references.add(PageBytes.i32(image, 8 + 4 * i), "", report);
      }
    }
    TreeChecker checker = new TreeChecker(pages, references, report);
    checker.checkTable(2);
    checker.checkIndex(3);
    return report.messages();
  }

  @Test
  void damageIsReportedAsSqliteReportsIt() throws Exception {
    byte[] sound = soundFile();
    assertThat(ourMessages(sound)).isEmpty();
    Random random = new Random(1);
    int compared = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = sound.clone();
      int page = 1 + random.nextInt(bytes.length / PAGE_SIZE - 1);
      if (page + 1 == DatabaseHeader.field(bytes, DatabaseHeader.FREELIST_TRUNK_OFFSET)) {
        continue;
      }
      int offset = random.nextBoolean() ? random.nextInt(40) : random.nextInt(PAGE_SIZE);
      bytes[page * PAGE_SIZE + offset] = (byte) random.nextInt(256);
      List<String> theirs;
      try {
        theirs = sqlitesMessages(bytes);
      } catch (SQLException e) {
        continue; // damage that ends SQLite's check before it has said anything
      }
      assertThat(ourMessages(bytes))
          .as("page %d, offset %d, in round %d", page + 1, offset, round)
          .isEqualTo(theirs);
      compared++;
    }
    assertThat(compared).isGreaterThan(ROUNDS / 2);
  }
}
