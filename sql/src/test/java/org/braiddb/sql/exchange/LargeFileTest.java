package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files around the page of the lock bytes at 1 GiB, and beyond 2 GiB. They are sparse: the pages
 * before are there by number only, and an integrity check says that they are never used.
 */
class LargeFileTest {
  private static final int PAGE_SIZE = 65536;
  private static final int LOCK_BYTE_PAGE = 0x40000000 / PAGE_SIZE + 1;

  @TempDir Path folder;

  private static void make(Path file, String autoVacuum, int pages) throws IOException {
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      sqlite.run("PRAGMA page_size=" + PAGE_SIZE);
      sqlite.run("PRAGMA auto_vacuum=" + autoVacuum);
      sqlite.run("CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(28);
      bytes.writeInt(pages);
      bytes.setLength((long) pages * PAGE_SIZE);
    }
  }

  private static final String INSERT =
      "INSERT INTO t SELECT * FROM (WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n"
          + " WHERE i<12) SELECT (SELECT count(*) FROM t) + i, zeroblob(100000) || i FROM n)";

  private static List<String> damage(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : ((Outcome.Rows) outcome).rows()) {
      Arrays.stream(row.getFirst().split("\n"))
          .filter(line -> !line.contains("never used") && !line.contains("***"))
          .forEach(lines::add);
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({"none, 16380", "incremental, 16380", "none, 40000", "incremental, 26214"})
  void pagesBeyondAreReadAndWrittenInTurns(String autoVacuum, int pages) throws IOException {
    Path file = folder.resolve("large.db");
    make(file, autoVacuum, pages);
    String question = "SELECT count(*), sum(a), sum(length(b)), max(b) = min(b) FROM t";
    String check = "PRAGMA integrity_check(100000)";
    for (int round = 0; round < 2; round++) {
      Outcome answer;
      try (Braid braid = new Braid(file.toString(), "wal")) {
        assertThat(braid.run(INSERT)).isInstanceOf(Outcome.Rows.class);
        answer = braid.run(question);
        assertThat(damage(braid.run(check))).isEmpty();
      }
      try (Sqlite sqlite = new Sqlite(file.toString())) {
        assertThat(sqlite.run(question)).isEqualTo(answer);
        assertThat(damage(sqlite.run(check))).isEmpty();
        assertThat(sqlite.run(INSERT)).isInstanceOf(Outcome.Rows.class);
      }
    }
    assertThat(Files.size(file)).isGreaterThan((pages + 90L) * PAGE_SIZE);
    if (pages < LOCK_BYTE_PAGE) {
      byte[] lockPage = new byte[PAGE_SIZE];
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
        bytes.seek((LOCK_BYTE_PAGE - 1L) * PAGE_SIZE);
        bytes.readFully(lockPage);
      }
      assertThat(lockPage).containsOnly(0);
    }
    try (Braid braid = new Braid(file.toString(), "wal")) {
      assertThat(braid.run("DELETE FROM t")).isInstanceOf(Outcome.Rows.class);
      assertThat(damage(braid.run(check))).isEmpty();
      assertThat(braid.run("PRAGMA incremental_vacuum")).isInstanceOf(Outcome.Rows.class);
      assertThat(damage(braid.run(check))).isEmpty();
    }
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      assertThat(damage(sqlite.run(check))).isEmpty();
    }
    if (autoVacuum.equals("incremental")) {
      assertThat(Files.size(file)).isLessThanOrEqualTo((pages + 1L) * PAGE_SIZE);
    }
  }
}
