package org.braiddb.sql.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a page. The first line is its title; {@code == title} begins a section; every other line is
 * a statement, and one that begins with a blank goes on from the line before. Lines that begin with
 * {@code #} are comments. Directives:
 *
 * <ul>
 *   <li>{@code @each x = a | b | c}: every following statement of the section with <code>{x}</code>
 *       in it stands for one with each value; with several names, for all combinations
 *   <li>{@code @for x = a | b | c} to {@code @end}: the lines between, once with each value; it
 *       nests
 *   <li>{@code @unordered}: the rows of the next statement may come in any order
 *   <li>{@code @differs name}: the next statement shows the deliberate difference of that name
 *   <li>{@code @plain}: the section is not run in concurrent transactions
 *   <li>{@code @file}: the section is not run on engines that have a file format of their own
 * </ul>
 */
final class PageReader {
  private final String file;
  private final List<Page.Section> sections = new ArrayList<>();
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<Page.Case> cases = new ArrayList<>();
  private String title = "";
  private String statement = "";
  private boolean plainOnly;
  private boolean aboutFile;
  private boolean ordered = true;
  private Optional<String> difference = Optional.empty();

  private PageReader(String file) {
    this.file = file;
  }

  /** Reads the file of a page, which stands beside this class. */
  static Page read(String name) {
    List<String> lines = repeated(text(name + ".txt").lines().toList());
    return new Page(name, lines.getFirst(), new PageReader(name).sections(lines));
  }

  /** The lines with every {@code @for} written out. */
  private static List<String> repeated(List<String> lines) {
    List<String> result = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (!line.startsWith("@for ")) {
        result.add(line);
        continue;
      }
      int end = end(lines, at);
      Values loop = Values.of(line);
      for (String value : loop.values()) {
        for (String inner : repeated(lines.subList(at + 1, end))) {
          result.add(inner.replace(loop.place(), value));
        }
      }
      at = end;
    }
    return result;
  }

  private static int end(List<String> lines, int start) {
    int depth = 0;
    for (int at = start; at < lines.size(); at++) {
      if (lines.get(at).startsWith("@for ")) {
        depth++;
      } else if (lines.get(at).equals("@end") && --depth == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("no @end for " + lines.get(start));
  }

  /** What stands in the place of a name in braces. */
  private record Values(String place, List<String> values) {
    static Values of(String directive) {
      String[] parts = directive.substring(directive.indexOf(' ') + 1).split(" =", 2);
      List<String> values =
          Stream.of((parts[1] + " ").split("\\s\\|\\s", -1)).map(String::strip).toList();
      return new Values("{" + parts[0] + "}", values);
    }
  }

  static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(PageReader.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Page.Section> sections(List<String> lines) {
    for (int number = 2; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (line.startsWith(" ")) {
        statement += "\n" + line;
        continue;
      }
      endStatement();
      if (line.startsWith("== ")) {
        endSection();
        title = line.substring(3);
      } else if (line.startsWith("@")) {
        directive(line, number);
      } else if (!line.startsWith("#")) {
        statement = line;
      }
    }
    endStatement();
    endSection();
    return List.copyOf(sections);
  }

  private void directive(String line, int number) {
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "@each" -> {
        Values each = Values.of(line);
        values.put(each.place(), each.values());
      }
      case "@unordered" -> ordered = false;
      case "@differs" -> difference = Optional.of(words[1]);
      case "@plain" -> plainOnly = true;
      case "@file" -> aboutFile = true;
      default -> throw new IllegalArgumentException(file + ":" + number + ": " + line);
    }
  }

  private void endStatement() {
    if (!statement.isBlank()) {
      for (String sql : expanded(statement)) {
        cases.add(new Page.Case(sql, ordered, difference));
      }
      ordered = true;
      difference = Optional.empty();
    }
    statement = "";
  }

  private List<String> expanded(String template) {
    List<String> texts = List.of(template);
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      if (template.contains(entry.getKey())) {
        texts =
            texts.stream()
                .flatMap(
                    text -> entry.getValue().stream().map(v -> text.replace(entry.getKey(), v)))
                .toList();
      }
    }
    return texts;
  }

  private void endSection() {
    if (!cases.isEmpty()) {
      sections.add(new Page.Section(title, plainOnly, aboutFile, List.copyOf(cases)));
    }
    cases.clear();
    values.clear();
    plainOnly = false;
    aboutFile = false;
  }
}
