package org.braiddb.blackbox.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.braiddb.blackbox.BuiltModules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build does to the driver's jar, done to a jar with every shape of what it rewrites. */
class LinkedJarTest {
  private static final String TOOL = "jdbc/src/jar/java/org/braiddb/link/LinkedJar.java";

  @TempDir Path directory;

  @Test
  void programDoesTheSameWithoutMakingClassesWhenItRuns() throws IOException, InterruptedException {
    Path plain = directory.resolve("plain.jar");
    Path linked = directory.resolve("linked.jar");
    packShapes(plain);
    JavaProcess.Outcome build =
        JavaProcess.run(
            directory,
            List.of(
                BuiltModules.ROOT.resolve(TOOL).toString(), plain.toString(), linked.toString()));
    assertThat(build.output()).isEmpty();
    assertThat(build.exitStatus()).isZero();
    assertThat(run(linked)).isEqualTo(run(plain)).contains("large circle");
    assertThat(loadedBy(plain)).anyMatch(line -> line.contains("LinkedShapes$$"));
    assertThat(loadedBy(linked))
        .anyMatch(line -> line.contains("LinkedShapes$Lambda$0"))
        .noneMatch(line -> line.contains("LinkedShapes$$"));
  }

  private static void packShapes(Path jar) throws IOException {
    String folder = LinkedShapes.class.getPackageName().replace('.', '/');
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.list(BuiltModules.testClasses().resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith("LinkedShapes")) {
          packed.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
          Files.copy(file, packed);
        }
      }
    }
  }

  /** The lines of its log about classes of the program. */
  private List<String> loadedBy(Path jar) throws IOException, InterruptedException {
    return run(jar, "-Xlog:class+load").lines().filter(l -> l.contains("LinkedShapes")).toList();
  }

  private String run(Path jar, String... options) throws IOException, InterruptedException {
    List<String> arguments =
        Stream.concat(
                Stream.of(options),
                Stream.of("-Xverify:all", "-cp", jar.toString(), LinkedShapes.class.getName()))
            .toList();
    JavaProcess.Outcome outcome = JavaProcess.run(directory, arguments);
    assertThat(outcome.exitStatus()).as(outcome.output()).isZero();
    return outcome.output();
  }
}
