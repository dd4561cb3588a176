package org.braiddb.bench.workload;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Session;

/**
 * A JVM with nothing but the contender's jars on its class path starts, opens the database, prints
 * one row found by its key, and closes. The row is looked at; latencies are those of starts.
 *
 * @param cached with an ahead-of-time cache, made before anything is measured
 */
record StartWorkload(String id, String title, boolean cached) implements Workload {
  private static final String QUERY = "SELECT amount FROM item WHERE id = 8";
  private static final String ROW = "7";

  /** A database is open in one process at a time. */
  private static final Lock ONE = new ReentrantLock();

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public Dataset dataset() {
    return ItemTable.INSTANCE;
  }

  @Override
  public String unit() {
    return "starts";
  }

  /** The others stay open in the process that measures when their connections are closed. */
  @Override
  public boolean suits(Contender contender) {
    return Stream.of("braid-", "sqlite", "h2").anyMatch(contender.id()::startsWith);
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    session.close();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    List<String> rest =
        List.of(
            "-cp",
            classPath(place),
            FirstRow.class.getName(),
            place.contender().url(place.directory()),
            QUERY);
    if (cached) {
      Path cache = place.directory().resolve("classes-" + place.number() + ".aot");
      List<String> training = new ArrayList<>(command);
      training.add("-XX:AOTCacheOutput=" + cache);
      training.addAll(rest);
      start(training);
      if (!Files.exists(cache)) {
        throw new IllegalStateException("no ahead-of-time cache was made by " + training);
      }
      command.add("-XX:AOTCache=" + cache);
    }
    command.addAll(rest);
    return () -> start(command);
  }

  private static long start(List<String> command) {
    ONE.lock();
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      List<String> lines = process.inputReader().readAllLines();
      int status = process.waitFor();
      if (status != 0 || !lines.contains(ROW)) {
        throw new IllegalStateException(
            "status " + status + " and " + lines + " instead of the row " + ROW + ": " + command);
      }
      return lines.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      ONE.unlock();
    }
  }

  private static String classPath(Place place) {
    List<String> path = new ArrayList<>();
    path.add(ownJar(place.directory().resolve("first-row-" + place.number() + ".jar")));
    Optional<Path> driver = place.contender().driver();
    if (driver.isPresent()) {
      path.add(driver.get().toString());
      return String.join(File.pathSeparator, path);
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (jarName(entry).map(name -> isOf(place.contender(), name)).orElse(false)) {
        path.add(entry);
      }
    }
    return String.join(File.pathSeparator, path);
  }

  private static boolean isOf(Contender contender, String jar) {
    return contender.jars().stream().anyMatch(jar::startsWith);
  }

  /** Of the classes of a module that is not packed, what its jar will be called. */
  private static Optional<String> jarName(String entry) {
    Path path = Path.of(entry).toAbsolutePath();
    return path.endsWith(Path.of("target", "classes"))
        ? Optional.of("braid-" + path.getName(path.getNameCount() - 3))
        : Optional.ofNullable(path.getFileName()).map(Path::toString);
  }

  /** Ahead-of-time caches are made of jars only. */
  private static String ownJar(Path jar) {
    String entry = FirstRow.class.getName().replace('.', '/') + ".class";
    try (InputStream code = FirstRow.class.getResourceAsStream("/" + entry);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      if (code == null) {
        throw new IllegalStateException("there is no " + entry);
      }
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
      out.closeEntry();
      return jar.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
