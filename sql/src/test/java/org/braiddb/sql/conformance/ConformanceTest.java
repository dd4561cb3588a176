package org.braiddb.sql.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the reference, in every journal mode. */
class ConformanceTest {
  static Stream<Arguments> pagesInEveryMode() {
    return Modes.TRIED.stream()
        .flatMap(mode -> Reference.PAGES.stream().map(page -> Arguments.of(mode, page)));
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("pagesInEveryMode")
  void braidDoesWhatSqliteDoes(String mode, Page page) {
    List<String> failures = new ArrayList<>();
    for (Page.Section section : page.sections()) {
      if (section.runsIn(mode)) {
        failures.addAll(Reference.result(mode, section).failures());
      }
    }
    assertThat(failures).as(() -> String.join("\n", failures)).isEmpty();
  }
}
