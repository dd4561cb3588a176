package org.braiddb.storage.file.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageRingTest {
  private static final long SEED = Long.getLong("braid.test.seed", 4711L);
  private static final int ANY_NUMBER = 1_000_000;

  private final PageTable table = new PageTable();
  private final ImageRing ring = new ImageRing(table);

  private PageVersion publish(int page, long commit, boolean outdatesOthers, int most) {
    PageVersion version = new PageVersion(page, commit, commit, new byte[16]);
    table.push(version);
    if (outdatesOthers) {
      for (PageVersion each = version.older(); each != null; each = each.older()) {
        each.dropImage();
      }
      version.setOlder(null);
    }
    ring.keep(version, most);
    return version;
  }

  /** Reads pages one after the other, and all again; says how often one was not there. */
  private int readInTurn(int first, int last, int times, int most) {
    int missing = 0;
    for (int time = 0; time < times; time++) {
      for (int page = first; page <= last; page++) {
        if (table.image(page) == null) {
          byte[] image = new byte[16];
          table.offerImage(page, image);
          ring.keep(new PageVersion(page, 0, PageVersion.IN_DATABASE, image), most);
          missing++;
        }
      }
    }
    return missing;
  }

  private void checkpoint(PageVersion version) {
    version.moveTo(PageVersion.IN_DATABASE);
    ring.settle(version);
  }

  @Test
  void pageThatIsChangedAgainKeepsItsPlace() {
    for (int commit = 1; commit <= 10_000; commit++) {
      publish(1 + commit % 30, commit, true, ANY_NUMBER);
    }
    assertThat(ring.size()).isEqualTo(30);
  }

  @Test
  void pageThatWasCheckpointedKeepsItsPlaceToo() {
    for (int commit = 1; commit <= 10_000; commit++) {
      checkpoint(publish(1 + commit % 30, commit, true, ANY_NUMBER));
    }
    assertThat(ring.size()).isEqualTo(30);
  }

  @Test
  void versionsThatOlderSnapshotsSeeStayBesideTheNewest() {
    List<PageVersion> all = new ArrayList<>();
    for (int commit = 1; commit <= 10; commit++) {
      all.add(publish(7, commit, false, ANY_NUMBER));
    }
    assertThat(ring.size()).isEqualTo(10);
    assertThat(all).allMatch(PageVersion::hasImage);
    publish(7, 11, true, ANY_NUMBER);
    assertThat(ring.size()).isEqualTo(10);
  }

  @Test
  void tooManyAreLetGoWhereAPageKeepsItsPlace() {
    for (int page = 1; page <= 100; page++) {
      publish(page, page, true, ANY_NUMBER);
    }
    for (int commit = 101; commit <= 110; commit++) {
      publish(1, commit, true, 20);
    }
    assertThat(ring.size()).isEqualTo(20);
  }

  @Test
  void pagesReadAgainAndAgainComeToStay() {
    readInTurn(1, 200, 1, 200);
    int missing = readInTurn(201, 350, 20, 200);
    assertThat(missing).isBetween(150, 8 * 150);
    assertThat(readInTurn(201, 350, 20, 200)).isLessThan(150);
  }

  @Test
  void scanOfMoreThanThereIsRoomForFindsAPartOfIt() {
    readInTurn(1, 400, 20, 200);
    assertThat(readInTurn(1, 400, 20, 200)).isLessThan(20 * 300);
  }

  @Test
  void scanDrivesOutLittle() {
    readInTurn(1, 200, 2, 200);
    readInTurn(201, 400, 1, 200);
    assertThat(readInTurn(1, 200, 1, 200)).isLessThan(50);
  }

  @Test
  void newestImageOfAPageIsThereUnlessItWasLetGo() {
    Random random = new Random(SEED);
    PageVersion[] newest = new PageVersion[201];
    for (int commit = 1; commit <= 50_000; commit++) {
      int page = 1 + random.nextInt(200);
      newest[page] = publish(page, commit, random.nextInt(4) > 0, 100);
      if (random.nextInt(3) == 0) {
        checkpoint(newest[page]);
      }
      assertThat(newest[page].hasImage()).as("seed %s, commit %s", SEED, commit).isTrue();
      assertThat(ring.size()).as("seed %s, commit %s", SEED, commit).isLessThanOrEqualTo(100);
    }
    int held = 0;
    for (int page = 1; page <= 200; page++) {
      held += newest[page].hasImage() ? 1 : 0;
    }
    assertThat(held).as("seed %s", SEED).isBetween(50, 100);
  }
}
