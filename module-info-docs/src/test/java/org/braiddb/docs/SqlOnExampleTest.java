package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Braid's tests of SQL, run in a JVM where the example's engine is the only one. */
class SqlOnExampleTest {
  /** These have SQLite read or write the file, or name Braid's own modes. */
  private static final Set<String> NEED_SQLITES_FILE =
      Set.of(
          "AutocommitConflictTest",
          "ConcurrentTransactionTest",
          "ConnectionTest",
          "FailingStorageTest",
          "FileExchangeTest",
          "JournalModeTest",
          "QueryAgreementTest",
          "QueryPlanTest",
          "RandomQueryTest",
          "TableFunctionTest",
          "UnknownSchemaTest",
          "VacuumTest");

  private static final Set<String> PACKAGES =
      Set.of("change", "execute", "pragma", "query", "session", "sql");

  @TempDir Path folder;

  @Test
  void theTestsOfSqlPassOnTheExamplesEngine() throws IOException, InterruptedException {
    Path jar = exampleJar();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Command.tool("java"), "-ea", "-Xmx1g"));
    command.add("-Dorg.braiddb.journal_mode=ledger");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath(jar), TestRun.class.getName()));
    command.addAll(testClasses());
    Command.Outcome outcome = new Command(folder, Map.of()).run(command);
    assertThat(outcome.status()).as(outcome::output).isZero();
    Matcher passed = Pattern.compile("(\\d+) passed").matcher(outcome.output());
    assertThat(passed.find()).as(outcome::output).isTrue();
    assertThat(Integer.parseInt(passed.group(1))).isGreaterThan(200);
  }

  /** The example as a jar for the class path. */
  private Path exampleJar() throws IOException, InterruptedException {
    Command here = new Command(folder, Map.of());
    List<String> javac = new ArrayList<>(List.of(Command.tool("javac"), "-d", "classes"));
    javac.addAll(List.of("-p", Checkout.jar("storage-api") + File.pathSeparator + slf4j()));
    Path sources = Checkout.EXAMPLE.resolve("src/main/java");
    Checkout.files(sources, ".java").forEach(file -> javac.add(file.toString()));
    Command.Outcome compiled = here.run(javac);
    assertThat(compiled.status()).as(compiled::output).isZero();
    String resources = Checkout.EXAMPLE.resolve("src/main/resources").toString();
    Command.Outcome packed =
        here.run(
            Command.tool("jar"), "-cf", "ledger.jar", "-C", "classes", ".", "-C", resources, ".");
    assertThat(packed.status()).as(packed::output).isZero();
    return folder.resolve("ledger.jar");
  }

  private static Stream<String> ownClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static String slf4j() {
    return ownClassPath().filter(path -> path.contains("slf4j-api")).findFirst().orElseThrow();
  }

  /** That of this JVM with the tests of SQL and without Braid's own engines. */
  private static String classPath(Path example) {
    List<String> path = new ArrayList<>(List.of(example.toString()));
    path.add(Checkout.ROOT.resolve("sql/target/test-classes").toString());
    path.add(Checkout.jar("sql").toString());
    path.add(Checkout.jar("storage-api").toString());
    ownClassPath().filter(entry -> !isBraids(entry)).forEach(path::add);
    return String.join(File.pathSeparator, path);
  }

  private static boolean isBraids(String entry) {
    Path path = Path.of(entry);
    return path.getFileName().toString().startsWith("braid-")
        || path.startsWith(Checkout.ROOT)
            && !path.startsWith(Checkout.ROOT.resolve("module-info-docs"));
  }

  private static List<String> testClasses() throws IOException {
    Path classes = Checkout.ROOT.resolve("sql/target/test-classes");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith("Test.class"))
          .filter(file -> PACKAGES.contains(file.getParent().getFileName().toString()))
          .map(file -> classes.relativize(file).toString())
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(name -> !NEED_SQLITES_FILE.contains(simple(name)))
          .map(name -> name.replace(File.separatorChar, '.'))
          .sorted()
          .toList();
    }
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf(File.separatorChar) + 1);
  }
}
