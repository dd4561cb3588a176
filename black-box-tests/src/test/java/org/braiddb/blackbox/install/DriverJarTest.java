package org.braiddb.blackbox.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.jar.JarFile;
import org.braiddb.blackbox.BuiltModules;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver in one jar, as a tool has it that takes drivers as jars. */
class DriverJarTest {

  private static final Path JAR = BuiltModules.ROOT.resolve("jdbc/target/braid-jdbc-all.jar");

  @TempDir Path directory;

  @BeforeEach
  void needsThePackagePhase() {
    assumeTrue(Files.exists(JAR), "made by ./mvnw package, not by ./mvnw test");
  }

  @Test
  void oneJarOnThePlainClassPathIsEnough() throws IOException, InterruptedException, SQLException {
    Path file = directory.resolve("one.db");
    JavaProcess.Outcome outcome =
        JavaProcess.run(
            directory,
            List.of(
                "-cp",
                JAR + File.pathSeparator + BuiltModules.testClasses(),
                DriverProbe.class.getName(),
                "jdbc:braid:" + file));
    assertThat(outcome.output()).contains("2 two\n1 one\n").contains("0.1.0");
    assertThat(outcome.exitStatus()).isZero();
    try (var sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet rows = sqlite.createStatement().executeQuery("SELECT group_concat(b) FROM t")) {
      assertThat(rows.getString(1)).isEqualTo("one,two");
    }
  }

  @Test
  void theExampleOfTheReadmeRuns() throws IOException, InterruptedException {
    Path file =
        Files.copy(BuiltModules.ROOT.resolve("examples/ferries.db"), directory.resolve("f"));
    String example = BuiltModules.ROOT.resolve("examples/Ferries.java").toString();
    JavaProcess.Outcome outcome =
        JavaProcess.run(directory, List.of("-cp", JAR.toString(), example, file.toString()));
    assertThat(outcome.output())
        .contains("2026-05-01 06:30  Eastquay to Northhaven, 12.50")
        .contains("2026-05-01 09:07  Northhaven to Port ");
    assertThat(outcome.exitStatus()).isZero();
  }

  @Test
  void theJarHasNoModuleDescriptorAndMergedServices() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.startsWith("org/sqlite/") || name.startsWith("org/junit/"))
          .contains(
              "META-INF/services/java.sql.Driver",
              "META-INF/services/org.braiddb.storage.StorageEngine",
              "META-INF/LICENSE");
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .startsWith("0.1.0");
    }
  }

  @Test
  void lambdasAreLinkedWhenTheJarIsMade() throws IOException, InterruptedException {
    JavaProcess.Outcome outcome =
        JavaProcess.run(
            directory,
            List.of(
                "-Xlog:class+load",
                "-cp",
                JAR + File.pathSeparator + BuiltModules.testClasses(),
                DriverProbe.class.getName(),
                "jdbc:braid:" + directory.resolve("one.db")));
    assertThat(outcome.output().lines().filter(line -> line.contains("org.braiddb.sql.")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("$$"));
  }
}
