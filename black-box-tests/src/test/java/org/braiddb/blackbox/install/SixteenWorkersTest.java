package org.braiddb.blackbox.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.braiddb.blackbox.BuiltModules;
import org.braiddb.blackbox.StockSqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of the README for the modes with many writers, as a reader would run it. */
class SixteenWorkersTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"mvcc", "pagelock"})
  void sixteenWorkersInsertSixteenRows(String mode)
      throws IOException, InterruptedException, SQLException {
    assumeTrue(BuiltModules.classes().containsKey("org.braiddb.storage." + mode), mode);
    Path file = directory.resolve("hits.db");
    List<Path> classPath = new ArrayList<>(BuiltModules.classes().values());
    classPath.add(BuiltModules.locationOf("org.slf4j"));
    String joined =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    JavaProcess.Outcome outcome =
        JavaProcess.run(
            directory,
            List.of(
                "-cp",
                joined,
                BuiltModules.ROOT.resolve("examples/SixteenWorkers.java").toString(),
                file.toString(),
                mode));
    assertThat(outcome.output()).contains("16 rows of 16 workers in mode " + mode);
    assertThat(outcome.exitStatus()).isZero();
    StockSqlite.assertIntact(file);
  }
}
