package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Braid's tests of SQL, run in a JVM where the example's engine is the only one, and over every
 * engine wrapped by the decorators of the contract's tests.
 */
class SqlOnExampleTest {
  /**
   * Those that are run in every installed mode, and want nothing of the file. {@code
   * ConformanceTest} has the thousands of cases of the language reference.
   */
  private static final List<String> TESTS =
      List.of(
          "change.AlterConstraintTest",
          "change.AlterTableFormsTest",
          "change.AlterTableTest",
          "change.AlterTableTriggerTest",
          "change.ConflictMatrixTest",
          "change.CornerScriptTest",
          "change.ForeignKeyTest",
          "change.GeneratedColumnTest",
          "change.InsertTest",
          "change.RandomAlterTest",
          "change.RandomChangesTest",
          "change.RandomTriggersTest",
          "change.SchemaStatementTest",
          "change.StatisticsTest",
          "change.TriggerScriptTest",
          "change.UpdateTest",
          "conformance.ConformanceTest",
          "query.UserCollationTest",
          "session.OverlappingStatementsTest",
          "session.TransactionTest");

  /** The first makes calls of the engine fail. */
  private static final List<String> DECORATED_TESTS =
      List.of(
          "change.FailingStorageTest",
          "conformance.ConformanceTest",
          "session.OverlappingStatementsTest",
          "session.TransactionTest");

  @TempDir Path folder;

  @Test
  void theTestsOfSqlPassOnTheExamplesEngine() throws IOException, InterruptedException {
    List<String> properties = List.of("-Dbraid.conformance.modes=ledger");
    assertThat(run("ledger", classPath(exampleJar()), properties, TESTS)).isGreaterThan(225);
  }

  /** Of {@code wal} the tests of SQL themselves do it. */
  @ParameterizedTest
  @ValueSource(strings = {"ledger", "mvcc", "pagelock"})
  void theyPassOnEveryEngineUnderChecksAndFailures(String mode)
      throws IOException, InterruptedException {
    List<String> path = new ArrayList<>();
    path.add(classPath(mode.equals("ledger") ? exampleJar() : Checkout.jar("storage-" + mode)));
    path.add(Checkout.jar("storage-file").toString());
    path.add(Checkout.jar("storage-tck").toString());
    List<String> properties =
        List.of(
            "-Dbraid.tck.checked=" + mode,
            "-Dbraid.rounds=10",
            "-Dbraid.conformance.modes=checked");
    assertThat(run("checked", String.join(File.pathSeparator, path), properties, DECORATED_TESTS))
        .isGreaterThan(30);
  }

  /**
   * Runs tests of SQL where that mode is the default; returns how many have passed, all of them.
   */
  private int run(String mode, String path, List<String> properties, List<String> tests)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Command.tool("java"), "-ea", "-Xmx1g"));
    command.add("-Dorg.braiddb.journal_mode=" + mode);
    command.addAll(properties);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", path, TestRun.class.getName()));
    tests.forEach(test -> command.add("org.braiddb.sql." + test));
    Command.Outcome outcome = new Command(folder, Map.of()).run(command);
    assertThat(outcome.status()).as(outcome::output).isZero();
    Matcher passed = Pattern.compile("(\\d+) passed").matcher(outcome.output());
    assertThat(passed.find()).as(outcome::output).isTrue();
    return Integer.parseInt(passed.group(1));
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
}
