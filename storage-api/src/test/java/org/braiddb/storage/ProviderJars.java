package org.braiddb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Builds small jars with storage engines, as their authors would: from source, with javac. */
final class ProviderJars {
  private static final String SOURCE =
      """
      package %1$s;

      import org.braiddb.storage.*;

      public final class %2$s implements StorageEngine {
        public %2$s() { %4$s }
        @Override public int spiVersion() { return SPI_VERSION; }
        @Override public String journalMode() { return "%3$s"; }
        @Override public String family() { return "%1$s"; }
        @Override public Capabilities capabilities() { throw new UnsupportedOperationException(); }
        @Override public Object identify(StoreLocation location, StoreOptions options) {
          throw new UnsupportedOperationException();
        }
        @Override public Store open(StoreLocation location, StoreOptions options) {
          throw new UnsupportedOperationException();
        }
      }
      """;

  private final Path work;

  ProviderJars(Path work) {
    this.work = work;
  }

  /** Where the classes of the SPI are. */
  private static Path api() {
    try {
      return Path.of(
          StorageEngine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A jar with one engine, for the class path and for the module path.
   *
   * @param packageName also the module's name
   * @param mode the journal mode it claims
   * @param constructor what its constructor does
   */
  Path engine(String packageName, String className, String mode, String constructor)
      throws IOException {
    return engine(api(), packageName, className, mode, constructor);
  }

  /** A jar with an engine that was compiled against another version of the SPI. */
  Path engineOfSpi(int version, String packageName, String className, String mode)
      throws IOException {
    Path sources = work.resolve("spi" + version);
    Path source = sources.resolve("org/braiddb/storage/StorageEngine.java");
    Path here = Path.of("src/main/java");
    copyTree(here, sources);
    String text = Files.readString(source);
    String other = text.replaceFirst("SPI_VERSION = \\d+", "SPI_VERSION = " + version);
    assertThat(other).isNotEqualTo(text);
    Files.writeString(source, other);
    Path classes = work.resolve("spi" + version + "-classes");
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    arguments.addAll(List.of("-p", System.getProperty("jdk.module.path", "")));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    try (var files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    run("javac", arguments);
    return engine(classes, packageName, className, mode, "");
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private Path engine(
      Path api, String packageName, String className, String mode, String constructor)
      throws IOException {
    Path folder = Files.createTempDirectory(work, className);
    Path sources = Files.createDirectories(folder.resolve("src"));
    Path engine = Files.createDirectories(sources.resolve(packageName.replace('.', '/')));
    Path source = engine.resolve(className + ".java");
    Files.writeString(source, SOURCE.formatted(packageName, className, mode, constructor));
    String provider = packageName + "." + className;
    Path module =
        Files.writeString(
            sources.resolve("module-info.java"),
            """
            module %s {
              requires org.braiddb.storage;
              provides org.braiddb.storage.StorageEngine with %s;
            }
            """
                .formatted(packageName, provider));
    Path classes = folder.resolve("classes");
    run(
        "javac",
        List.of(
            "-d",
            classes.toString(),
            "-p",
            api + System.getProperty("path.separator") + System.getProperty("jdk.module.path", ""),
            module.toString(),
            source.toString()));
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(StorageEngine.class.getName()), provider);
    Path jar = folder.resolve(packageName + ".jar");
    run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  private static void run(String tool, List<String> arguments) {
    ToolProvider provider = ToolProvider.findFirst(tool).orElseThrow();
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int status = provider.run(writer, writer, arguments.toArray(String[]::new));
    assertThat(status).as("%s %s: %s", tool, arguments, output).isZero();
  }
}
