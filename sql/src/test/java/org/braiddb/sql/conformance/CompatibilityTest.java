package org.braiddb.sql.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.api.Test;

/** {@code COMPATIBILITY.md} says what the cases say, and the cases leave nothing out. */
class CompatibilityTest {
  private static final Path PAGE = Path.of("..", "COMPATIBILITY.md");

  @Test
  void thePageIsWhatTheCasesSay() throws IOException {
    String text = told() + CompatibilityPage.generated();
    if (Boolean.getBoolean("braid.compatibility.write")) {
      Files.writeString(PAGE, text);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "the counts in COMPATIBILITY.md are generated; make them anew by: %s",
            CompatibilityPage.COMMAND)
        .isEqualTo(text);
  }

  /** What is written by hand. */
  private static String told() throws IOException {
    String text = Files.readString(PAGE);
    int start = text.indexOf(CompatibilityPage.START);
    assertThat(start).as("where what is generated begins").isPositive();
    return text.substring(0, start);
  }

  @Test
  void everyDifferenceThatACaseShowsIsTold() throws IOException {
    String told = told().toLowerCase(Locale.ROOT);
    for (String difference : CompatibilityPage.allDifferences()) {
      assertThat(told).contains("**" + difference.toLowerCase(Locale.ROOT) + ".**");
    }
  }

  @Test
  void everyFunctionHasCases() {
    Set<String> unknown = new TreeSet<>(names("SELECT DISTINCT name FROM pragma_function_list"));
    unknown.removeIf(name -> used(name + "("));
    unknown.removeIf(name -> name.startsWith("current_") && used(name));
    // Operators are the functions that they call; braid_ is Braid's own.
    unknown.removeIf(name -> !name.matches("\\w+") || name.startsWith("braid_"));
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyPragmaHasCases() {
    Set<String> unknown = new TreeSet<>(names("SELECT DISTINCT name FROM pragma_pragma_list"));
    unknown.removeIf(name -> used("pragma " + name) || used("pragma main." + name));
    unknown.removeIf(name -> name.startsWith("braid_"));
    assertThat(unknown).isSubsetOf(OWN_TESTS);
  }

  /**
   * Pragmas of Braid's own, and those whose answers are about files and builds: tested elsewhere.
   */
  private static final List<String> OWN_TESTS =
      List.of(
          "cache_spill",
          "collation_list",
          "compile_options",
          "conflict_diary",
          "default_cache_size",
          "function_list",
          "isolation",
          "journal_size_limit",
          "locking_mode",
          "max_page_count",
          "mmap_size",
          "module_list",
          "pragma_list",
          "schema_version",
          "secure_delete",
          "wal_checkpoint");

  private static List<String> names(String sql) {
    try (Braid braid = new Braid(":memory:", "wal")) {
      Outcome outcome = braid.run(sql);
      assertThat(outcome).isInstanceOf(Outcome.Rows.class);
      return ((Outcome.Rows) outcome)
          .rows().stream().map(row -> row.getFirst().replace("'", "")).toList();
    }
  }

  private static final String ALL_CASES =
      Reference.PAGES.stream()
          .flatMap(page -> page.sections().stream())
          .flatMap(section -> section.cases().stream())
          .map(single -> single.sql().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining("\n"));

  private static boolean used(String text) {
    return ALL_CASES.contains(text);
  }
}
