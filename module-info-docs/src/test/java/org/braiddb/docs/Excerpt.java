package org.braiddb.docs;

import java.nio.file.Path;
import java.util.List;

/** A part of a source file, as a page shows it. */
final class Excerpt {
  private Excerpt() {}

  /**
   * A whole file, or one declaration of it: from the comment before the line that contains a text
   * to the line that closes its block.
   */
  static String of(Path file, String declaration) {
    List<String> lines = Checkout.read(file).lines().toList();
    return declaration.isEmpty() ? String.join("\n", lines) : declaration(file, lines, declaration);
  }

  private static String declaration(Path file, List<String> lines, String declaration) {
    int at = 0;
    while (at < lines.size() && !lines.get(at).contains(declaration)) {
      at++;
    }
    if (at == lines.size()) {
      throw new AssertionError(file + " has no line with " + declaration);
    }
    String indentation = indentation(lines.get(at));
    int from = at;
    while (from > 0 && belongsToTheNext(lines.get(from - 1), indentation)) {
      from--;
    }
    int to = at;
    if (!lines.get(at).endsWith(";")) {
      while (!lines.get(to).equals(indentation + "}")) {
        to++;
      }
    }
    return lines.subList(from, to + 1).stream()
        .map(line -> line.isBlank() ? "" : line.substring(indentation.length()))
        .reduce((before, line) -> before + "\n" + line)
        .orElseThrow();
  }

  private static String indentation(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }

  private static boolean belongsToTheNext(String line, String indentation) {
    String rest = line.startsWith(indentation) ? line.substring(indentation.length()) : "";
    return rest.startsWith("@") || rest.startsWith("/**") || rest.startsWith(" *");
  }
}
