package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be published is complete, and the same whoever builds it. */
class ReleaseTest {
  @TempDir Path folder;

  @Test
  void theBillOfMaterialsListsEveryModuleInThisVersion() {
    String bom = Checkout.read(Checkout.ROOT.resolve("bom/pom.xml"));
    List<String> listed =
        Pattern.compile(
                "<dependency>\\s*<groupId>org.braiddb</groupId>\\s*<artifactId>braid-(.*?)<")
            .matcher(bom)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(listed).containsExactlyElementsOf(Checkout.MODULES);
    assertThat(bom).contains("<version>" + Checkout.VERSION + "</version>");
  }

  @Test
  void everyLibraryModuleOfTheBuildIsKnownHere() {
    String pom = Checkout.read(Checkout.ROOT.resolve("pom.xml"));
    List<String> libraries =
        Pattern.compile("<module>(.*?)</module>")
            .matcher(pom)
            .results()
            .map(found -> found.group(1))
            .filter(module ->
                Files.exists(Checkout.ROOT.resolve(module + "/src/main/java/module-info.java")))
            .toList();
    assertThat(Checkout.MODULES).containsExactlyInAnyOrderElementsOf(libraries);
  }

  /** What Maven Central asks of every artifact, inherited or its own. */
  @Test
  void thePomsSayWhatMavenCentralAsksFor() {
    for (String file : List.of("pom.xml", "bom/pom.xml")) {
      String pom = Checkout.read(Checkout.ROOT.resolve(file));
      assertThat(pom)
          .as(file)
          .containsPattern("(?s)<url>https://[^<]+</url>.*<licenses>.*<developers>.*<scm")
          .contains("<developerConnection>", "<organization>", "<tag>HEAD</tag>");
    }
    for (String module : Checkout.MODULES) {
      assertThat(Checkout.read(Checkout.ROOT.resolve(module + "/pom.xml")))
          .as(module)
          .contains("<name>", "<description>");
    }
  }

  @Test
  void everyJarCarriesTheLicence() throws IOException, InterruptedException {
    for (String module : Checkout.MODULES) {
      Command.Outcome listed =
          new Command(folder, Map.of())
              .run(Command.tool("jar"), "-tf", Checkout.jar(module).toString());
      assertThat(listed.output().lines()).as(module).contains("META-INF/LICENSE");
    }
  }

  @Test
  void theJavadocOfAllExportedPackagesHasNoWarnings() throws IOException, InterruptedException {
    List<ModuleFacts> documented =
        ModuleFacts.all().stream().filter(module -> !module.exports().isEmpty()).toList();
    List<String> command = new ArrayList<>(List.of(Command.tool("javadoc"), "-quiet"));
    command.addAll(List.of("-notimestamp", "-Xdoclint:all,-missing", "-Werror"));
    command.addAll(List.of("-d", folder.resolve("javadoc").toString()));
    command.addAll(List.of("-p", othersClassPath()));
    for (ModuleFacts module : documented) {
      Path sources = Checkout.ROOT.resolve(module.folder() + "/src/main/java");
      command.addAll(List.of("--module-source-path", module.name() + "=" + sources));
    }
    command.add("--module");
    command.add(documented.stream().map(ModuleFacts::name).collect(Collectors.joining(",")));
    Command.Outcome outcome = new Command(folder, Map.of()).run(command);
    assertThat(outcome.status()).as(outcome::output).isZero();
    assertThat(outcome.output()).isEmpty();
    assertThat(folder.resolve("javadoc/org.braiddb.storage/org/braiddb/storage/Store.html"))
        .exists();
  }

  private static String othersClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("braid-"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Built once more in another folder, the jars have the same bytes. Where those here differ, as
   * builds without {@code clean} may leave them, two new builds are compared.
   */
  @Test
  void theJarsAreTheSameWhereverTheyAreBuilt() throws IOException, InterruptedException {
    Path elsewhere = buildIn("elsewhere");
    boolean clean = true;
    for (String module : Checkout.MODULES) {
      clean &= firstDifference(Checkout.ROOT, elsewhere, module) < 0;
    }
    if (clean) {
      return;
    }
    Path again = buildIn("again");
    for (String module : Checkout.MODULES) {
      assertThat(firstDifference(again, elsewhere, module))
          .as("first different byte of the jar of %s", module)
          .isEqualTo(-1);
    }
  }

  private static long firstDifference(Path one, Path other, String module) throws IOException {
    Path jar = Checkout.ROOT.relativize(Checkout.jar(module));
    return Files.mismatch(one.resolve(jar), other.resolve(jar));
  }

  private Path buildIn(String name) throws IOException, InterruptedException {
    Path copy = Files.createDirectory(folder.resolve(name));
    for (String file : List.of("pom.xml", "LICENSE", "mvnw")) {
      Files.copy(Checkout.ROOT.resolve(file), copy.resolve(file));
    }
    copyTree(".mvn", copy);
    for (Path pom : poms()) {
      String module = Checkout.ROOT.relativize(pom.getParent()).toString();
      Files.createDirectories(copy.resolve(module));
      Files.copy(pom, copy.resolve(module).resolve("pom.xml"));
    }
    for (String module : Checkout.MODULES) {
      copyTree(module + "/src/main", copy);
    }
    copyTree("jdbc/src/jar", copy);
    Command.Outcome built =
        new Command(copy, Map.of())
            .run(
                copy.resolve("mvnw").toString(),
                "-B",
                "-ntp",
                "-q",
                "-Dquick",
                "-Dmaven.test.skip=true",
                "-Dmaven.repo.local=" + System.getProperty("braid.repository"),
                "-pl",
                String.join(",", Checkout.MODULES),
                "package");
    assertThat(built.status()).as(built::output).isZero();
    return copy;
  }

  private static List<Path> poms() throws IOException {
    try (Stream<Path> children = Files.list(Checkout.ROOT)) {
      return children
          .map(child -> child.resolve("pom.xml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  private static void copyTree(String name, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.ROOT.resolve(name))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = target.resolve(Checkout.ROOT.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
