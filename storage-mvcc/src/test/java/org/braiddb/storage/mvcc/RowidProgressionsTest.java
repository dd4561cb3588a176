package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;

/** Rowids that are as far apart as rowids can be, and those that come in no ascending order. */
class RowidProgressionsTest {
  private static final byte PRESENT = NetChange.afterInsert(NetChange.NONE, false);

  @Test
  void theLargestPresentIsFoundHoweverFarRowidsAreApart() {
    RowidProgressions rowids = new RowidProgressions();
    rowids.add(1000, PRESENT);
    rowids.add(Long.MAX_VALUE - 7, PRESENT);
    assertThat(rowids.largestPresent(rowid -> true)).isEqualTo(Long.MAX_VALUE - 7);
    assertThat(rowids.largestPresent(rowid -> rowid < 5000)).isEqualTo(1000);
    assertThat(rowids.largestPresent(rowid -> false)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void descendingRowidsAreNotedAndTakenBack() {
    RowidChanges changes = new RowidChanges(new Tree.Table(2, "t"));
    ClaimLog log = new ClaimLog();
    log.mark(1);
    for (long rowid = 100_000; rowid > 0; rowid--) {
      changes.change(rowid, NetChange.NONE, PRESENT, log);
    }
    assertThat(changes.largestPresent()).isEqualTo(100_000);
    assertThat(changes.get(50_000)).isEqualTo(PRESENT);
    assertThat(changes.keyBound()).isBetween(100_000, 110_000);
    log.rollbackTo(1);
    assertThat(changes.hasChange()).isFalse();
  }
}
