package org.braiddb.blackbox.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed in the middle of a VACUUM leaves the database, and nothing else. */
class KilledVacuumTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"wal", "pagelock", "mvcc"})
  void leavesTheDatabaseAsItWasAndNoTemporaryFile(String mode) throws Exception {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "files that are open cannot be removed here");
    Path temporary = Files.createDirectory(directory.resolve("temporary"));
    Path file = directory.resolve("vacuumed.db");
    Process process =
        ClassPathProcess.start(
            VacuumingProcess.class,
            List.of("-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData"),
            file.toString(),
            mode);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(reader.readLine()).isEqualTo("copying an index");
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM t NOT INDEXED")) {
      assertThat(rows.getInt(1)).isEqualTo(500);
    }
  }
}
