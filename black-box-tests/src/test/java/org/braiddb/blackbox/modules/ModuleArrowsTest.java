package org.braiddb.blackbox.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.braiddb.blackbox.BuiltModules;
import org.junit.jupiter.api.Test;

/** The walls of the house: which module may know which. */
class ModuleArrowsTest {

  private static final String API = "org.braiddb.storage";
  private static final String FILE = "org.braiddb.storage.file";

  /** The modules of Braid that each module of Braid may require. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          API,
          Set.of(),
          FILE,
          Set.of(API),
          "org.braiddb.storage.wal",
          Set.of(API, FILE),
          "org.braiddb.storage.pagelock",
          Set.of(API, FILE),
          "org.braiddb.storage.mvcc",
          Set.of(API, FILE),
          "org.braiddb.storage.tck",
          Set.of(API),
          "org.braiddb.sql",
          Set.of(API),
          "org.braiddb.jdbc",
          Set.of("org.braiddb.sql"),
          "org.braiddb.shell",
          Set.of("org.braiddb.sql"));

  /** What runs inside an application: it may bring slf4j along and nothing else. */
  private static final Set<String> EMBEDDED =
      Set.of(
          API,
          FILE,
          "org.braiddb.storage.wal",
          "org.braiddb.storage.pagelock",
          "org.braiddb.storage.mvcc",
          "org.braiddb.sql",
          "org.braiddb.jdbc");

  /** Names of strategies that only their own module may spell. */
  private static final Map<String, String> OWNERS =
      Map.of(
          "mvcc", "org.braiddb.storage.mvcc",
          "pagelock", "org.braiddb.storage.pagelock");

  @Test
  void everyModuleHasItsPlaceInTheDesign() {
    assertThat(ARROWS.keySet()).containsAll(BuiltModules.classes().keySet());
    assertThat(BuiltModules.classes().keySet())
        .contains(API, FILE, "org.braiddb.storage.wal", "org.braiddb.sql", "org.braiddb.jdbc");
  }

  @Test
  void modulesRequireOnlyWhatTheDesignAllows() {
    BuiltModules.classes()
        .forEach((name, classes) ->
            assertThat(braidModulesRequiredBy(classes))
                .as("modules of Braid that %s requires", name)
                .isSubsetOf(ARROWS.get(name)));
  }

  @Test
  void whatIsEmbeddedNeedsOnlyTheJdkAndSlf4jAtRunTime() {
    BuiltModules.classes().entrySet().stream()
        .filter(module -> EMBEDDED.contains(module.getKey()))
        .forEach(module ->
            assertThat(foreignModulesRequiredBy(module.getValue()))
                .as("third-party modules that %s requires at run time", module.getKey())
                .isSubsetOf("org.slf4j"));
  }

  @Test
  void strategiesAreFoundAsServicesAndExportNothing() {
    BuiltModules.classes()
        .forEach((name, classes) -> {
          if (ARROWS.get(name).contains(FILE)) {
            ModuleDescriptor descriptor = BuiltModules.descriptor(classes);
            assertThat(descriptor.exports()).as("exports of %s", name).isEmpty();
            assertThat(descriptor.provides().stream().map(ModuleDescriptor.Provides::service))
                .as("services of %s", name)
                .containsExactly("org.braiddb.storage.StorageEngine");
          }
        });
  }

  @Test
  void nobodyElseSpellsTheNameOfAnOptimisticStrategy() throws IOException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Path> module : BuiltModules.classes().entrySet()) {
      Set<String> strings = stringConstants(module.getValue());
      OWNERS.forEach((mode, owner) -> {
        if (!owner.equals(module.getKey()) && strings.contains(mode)) {
          found.add(module.getKey() + " says \"" + mode + "\"");
        }
      });
    }
    assertThat(found).isEmpty();
  }

  private static Set<String> braidModulesRequiredBy(Path classes) {
    return requires(classes).filter(name -> name.startsWith("org.braiddb.")).collect(names());
  }

  private static Set<String> foreignModulesRequiredBy(Path classes) {
    return requires(classes)
        .filter(name -> !name.startsWith("org.braiddb."))
        .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
        .collect(names());
  }

  private static Collector<String, ?, TreeSet<String>> names() {
    return Collectors.toCollection(TreeSet::new);
  }

  /** Modules needed at run time: {@code requires static} is for the compiler alone. */
  private static Stream<String> requires(Path classes) {
    return BuiltModules.descriptor(classes).requires().stream()
        .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
        .map(Requires::name);
  }

  private static Set<String> stringConstants(Path classes) throws IOException {
    Set<String> strings = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof StringEntry string) {
            strings.add(string.stringValue());
          }
        }
      }
    }
    return strings;
  }
}
