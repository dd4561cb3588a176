package org.braiddb.sql.conformance;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what {@code COMPATIBILITY.md} says after the differences, which are told by hand: the
 * counts.
 */
final class CompatibilityPage {
  /** What makes the page anew. */
  static final String COMMAND =
      "./mvnw -Dquick -pl sql -am test -Dtest=CompatibilityTest -Dbraid.compatibility.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  /** Where what is generated begins. */
  static final String START = "<!-- From here on the page is generated";

  private CompatibilityPage() {}

  static String generated() {
    StringBuilder text = new StringBuilder();
    text.append(START).append(" from the cases in sql/src/test/resources/org/braiddb/sql/");
    text.append("conformance:\n").append(COMMAND).append(" -->\n\n");
    text.append(
        """
        ## What the cases say

        A case is a statement whose columns, rows, error code, message and, for a change, counters are compared with those of SQLite
        %s. The cases follow SQLite's language reference page by page; every one runs in every journal mode, and in `pagelock` and
        `mvcc` once more with every statement in a `BEGIN CONCURRENT` transaction (some sections are about what such transactions do not
        have: –). A count says in how many cases the answer is SQLite's. The rest shows deliberate differences or gaps told above,
        named in the last column; a case that begins to agree with SQLite, or ceases to, fails the build.

        %s
        """
            .formatted(version(), summary()));
    for (Page page : Reference.PAGES) {
      text.append("\n### ").append(page.title()).append(" (`").append(page.file());
      text.append("`)\n\n");
      text.append("| section | cases |");
      Modes.BRAIDS.forEach(mode -> text.append(' ').append(mode).append(" |"));
      text.append(" differs |\n|---|---:|").append("---:|".repeat(Modes.BRAIDS.size()));
      text.append("---|\n");
      page.sections().forEach(section -> text.append(row(section)));
    }
    return text.toString();
  }

  private static String version() {
    return org.sqlite.SQLiteJDBCLoader.getVersion();
  }

  private static String summary() {
    int cases = sum(section -> section.cases().size());
    int runs = 0;
    int agreed = 0;
    for (String mode : Modes.BRAIDS) {
      runs += sum(section -> section.runsIn(mode) ? section.cases().size() : 0);
      agreed += sum(section -> section.runsIn(mode) ? agreed(mode, section) : 0);
    }
    return "In all: %,d cases on %d pages, %,d comparisons, %,d of them equal."
        .formatted(cases, Reference.PAGES.size(), runs, agreed);
  }

  private static int sum(ToIntFunction<Page.Section> count) {
    return Reference.PAGES.stream().flatMap(page -> page.sections().stream()).mapToInt(count).sum();
  }

  private static int agreed(String mode, Page.Section section) {
    return Reference.result(mode, section).agreed();
  }

  private static String row(Page.Section section) {
    String counts =
        Modes.BRAIDS.stream()
            .map(mode -> section.runsIn(mode) ? Integer.toString(agreed(mode, section)) : "–")
            .collect(Collectors.joining(" | "));
    return "| %s | %d | %s | %s |\n"
        .formatted(
            section.title(),
            section.cases().size(),
            counts,
            String.join(", ", differences(Stream.of(section))));
  }

  /** The names of the differences that sections show. */
  static Set<String> differences(Stream<Page.Section> sections) {
    return sections
        .flatMap(section -> section.cases().stream())
        .flatMap(single -> single.difference().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of all differences that cases show. */
  static List<String> allDifferences() {
    return List.copyOf(
        differences(Reference.PAGES.stream().flatMap(page -> page.sections().stream())));
  }
}
