package org.braiddb.sql.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Named scripts from a text file: a line {@code -- name} begins a script, every other line that is
 * not empty is a statement; one that begins with a blank goes on from the line before.
 */
public final class Scripts {
  private Scripts() {}

  /** A script. */
  public record Script(String name, List<String> statements) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Every script of a file beside a class, in every installed journal mode. */
  public static Stream<Arguments> inEveryMode(Class<?> beside, String file) {
    List<Script> scripts = read(beside, file);
    return Comparison.journalModes()
        .flatMap(mode -> scripts.stream().map(script -> Arguments.of(mode, script)));
  }

  /** Runs a script on Braid and SQLite. */
  public static void compare(String mode, Script script) {
    try (Comparison db = new Comparison(mode)) {
      db.same(script.statements().toArray(String[]::new));
    }
  }

  private static List<Script> read(Class<?> beside, String file) {
    List<Script> scripts = new ArrayList<>();
    for (String line : text(beside, file).lines().toList()) {
      if (line.startsWith("-- ")) {
        scripts.add(new Script(line.substring(3), new ArrayList<>()));
      } else if (line.startsWith(" ")) {
        List<String> statements = scripts.getLast().statements();
        statements.set(statements.size() - 1, statements.getLast() + "\n" + line);
      } else if (!line.isEmpty()) {
        scripts.getLast().statements().add(line);
      }
    }
    return scripts;
  }

  private static String text(Class<?> beside, String file) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
