package org.braiddb.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void theShortComparisonIsAPartOfTheTable() {
    assertThat(Plan.table()).doesNotHaveDuplicates().containsAll(Plan.brief());
    assertThat(Plan.brief()).hasSizeLessThan(Plan.table().size() / 2);
  }
}
