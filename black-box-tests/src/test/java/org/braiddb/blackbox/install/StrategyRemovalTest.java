package org.braiddb.blackbox.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.braiddb.blackbox.BuiltModules;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A strategy is its jar and nothing else: taken away, its mode is unknown, and the others work. The
 * naive engine of the TCK is there throughout, so that there always is another one.
 */
class StrategyRemovalTest {

  private static final String PREFIX = "org.braiddb.storage.";
  private static final String NAIVE = "naive";

  /** Modes that the contract's tests bring: their oracle, and an installed engine under checks. */
  private static final List<String> OF_TESTS = List.of(NAIVE, "checked");

  @TempDir Path directory;

  static Stream<Arguments> cases() {
    return strategies().keySet().stream()
        .flatMap(mode -> Stream.of(Arguments.of(mode, true), Arguments.of(mode, false)));
  }

  @ParameterizedTest(name = "without {0}, modules on the module path: {1}")
  @MethodSource("cases")
  void aStrategyTakenAwayIsUnknownAndTheOthersWork(String removed, boolean onModulePath)
      throws IOException, InterruptedException {
    Map<String, Path> left = strategies();
    left.remove(removed);
    String installed =
        Stream.concat(left.keySet().stream(), OF_TESTS.stream())
            .sorted()
            .collect(Collectors.joining(", "));

    JavaProcess.Outcome outcome =
        JavaProcess.run(directory, arguments(left.values(), onModulePath));

    assertThat(outcome.exitStatus()).as(outcome::output).isZero();
    assertThat(outcome.output().lines())
        .contains(
            removed
                + " refused: unknown journal mode: "
                + removed
                + " (installed: "
                + installed
                + ")");
    Stream.concat(left.keySet().stream(), Stream.of(NAIVE))
        .forEach(mode ->
            assertThat(outcome.output())
                .contains(mode + " works: 2 rows in " + mode)
                .contains("unknown journal mode: nosuchmode (installed: " + installed));
  }

  /**
   * The strategies in this source tree by journal mode, each the last part of its module's name.
   */
  private static Map<String, Path> strategies() {
    Map<String, Path> strategies = new TreeMap<>();
    BuiltModules.classes()
        .forEach((name, classes) -> {
          boolean engine =
              BuiltModules.descriptor(classes).provides().stream()
                  .anyMatch(p -> p.service().equals("org.braiddb.storage.StorageEngine"));
          if (engine && !name.equals(PREFIX + "tck")) {
            strategies.put(name.substring(PREFIX.length()), classes);
          }
        });
    return strategies;
  }

  private List<String> arguments(Iterable<Path> strategies, boolean onModulePath) {
    Map<String, Path> classes = BuiltModules.classes();
    List<Path> modules = new ArrayList<>();
    for (String name :
        List.of("org.braiddb.storage", "org.braiddb.storage.file", "org.braiddb.sql")) {
      modules.add(classes.get(name));
    }
    strategies.forEach(modules::add);
    modules.add(BuiltModules.locationOf("org.slf4j"));
    List<Path> others =
        new ArrayList<>(List.of(classes.get(PREFIX + "tck"), BuiltModules.testClasses()));

    List<String> arguments = new ArrayList<>();
    if (onModulePath) {
      arguments.addAll(List.of("-p", joined(modules), "--add-modules", "org.braiddb.sql"));
    } else {
      others.addAll(modules);
    }
    arguments.addAll(List.of("-cp", joined(others), ModeProbe.class.getName()));
    arguments.add(directory.toString());
    arguments.addAll(strategies().keySet());
    arguments.add(NAIVE);
    return arguments;
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
