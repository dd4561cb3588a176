package org.braiddb.sql.conformance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All pages, and what came of each section, found out once. */
final class Reference {
  static final List<Page> PAGES =
      PageReader.text("pages.txt").lines().map(PageReader::read).toList();

  private static final Map<Run, SectionRun.Result> RESULTS = new ConcurrentHashMap<>();

  private static final Map<Page.Section, List<SectionRun.Expected>> EXPECTED =
      new ConcurrentHashMap<>();

  private record Run(String mode, Page.Section section) {}

  private Reference() {}

  static SectionRun.Result result(String mode, Page.Section section) {
    List<SectionRun.Expected> expected = EXPECTED.computeIfAbsent(section, SectionRun::onSqlite);
    return RESULTS.computeIfAbsent(
        new Run(mode, section), run -> SectionRun.of(run.mode(), run.section(), expected));
  }
}
