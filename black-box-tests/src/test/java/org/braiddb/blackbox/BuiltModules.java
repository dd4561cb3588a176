package org.braiddb.blackbox;

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
public final class BuiltModules {

  /** The top of the source tree. */
  public static final Path ROOT =
      Path.of(System.getProperty("braid.root", "..")).toAbsolutePath().normalize();

  private BuiltModules() {}

  /** The compiled classes of each library module, by module name. */
  public static Map<String, Path> classes() {
    Map<String, Path> classes = new TreeMap<>();
    for (Path directory : libraryModules()) {
      Path compiled = directory.resolve("target/classes");
      classes.put(descriptor(compiled).name(), compiled);
    }
    return classes;
  }

  /** The classes of these tests, as a class path entry. */
  public static Path testClasses() {
    return ROOT.resolve("black-box-tests/target/test-classes");
  }

  /** Where a named module of this JVM was loaded from. */
  public static Path locationOf(String module) {
    return ModuleLayer.boot()
        .configuration()
        .findModule(module)
        .flatMap(resolved -> resolved.reference().location())
        .map(Path::of)
        .orElseThrow(() -> new AssertionError("not on the module path: " + module));
  }

  /** The descriptor among compiled classes. */
  public static ModuleDescriptor descriptor(Path classes) {
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
