package org.braiddb.blackbox.modules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The named modules of this source tree, as the build has compiled them. */
final class BuiltModules {

  private static final Path ROOT =
      Path.of(System.getProperty("braid.root", "..")).toAbsolutePath().normalize();

  private BuiltModules() {}

  /** The compiled classes of each library module, by module name. */
  static Map<String, Path> classes() {
    Map<String, Path> classes = new TreeMap<>();
    for (Path directory : libraryModules()) {
      Path compiled = directory.resolve("target/classes");
      classes.put(descriptor(compiled).name(), compiled);
    }
    return classes;
  }

  static ModuleDescriptor descriptor(Path classes) {
    Path file = classes.resolve("module-info.class");
    if (!Files.exists(file)) {
      throw new AssertionError("not built yet: " + file + "; run ./mvnw verify from the top");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> libraryModules() {
    try (Stream<Path> children = Files.list(ROOT)) {
      return children
          .filter(child -> Files.exists(child.resolve("pom.xml")))
          .filter(child -> Files.exists(child.resolve("src/main/java/module-info.java")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
