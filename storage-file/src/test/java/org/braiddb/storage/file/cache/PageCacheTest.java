package org.braiddb.storage.file.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.storage.file.snapshot.OldestSnapshots;
import org.braiddb.storage.file.snapshot.OpenSnapshots;
import org.junit.jupiter.api.Test;

class PageCacheTest {
  private static final int PAGE_SIZE = 512;

  /** What is in the file, by page, and in the log, by position. */
  private final Map<Integer, byte[]> file = new HashMap<>();

  private final Map<Long, byte[]> log = new HashMap<>();
  private int reads;
  private final PageTable table = new PageTable();
  private final PageCache cache = new PageCache(table, this::readPage, PAGE_SIZE, 64 * PAGE_SIZE);

  private byte[] readPage(int page, long place) {
    reads++;
    byte[] image = place == PageVersion.IN_DATABASE ? file.get(page) : log.get(place);
    return image.clone();
  }

  private static byte[] image(int content) {
    byte[] image = new byte[PAGE_SIZE];
    image[0] = (byte) content;
    return image;
  }

  private PageVersion publish(int page, long commit, int content, long... readers) {
    PageVersion version = stage(page, commit, content);
    write(version, readers);
    return version;
  }

  private PageVersion stage(int page, long commit, int content) {
    PageVersion version = new PageVersion(page, commit, PageVersion.IN_MEMORY, image(content));
    cache.publish(version);
    return version;
  }

  /** As the pipeline does it, while snapshots are open at older commits. */
  private void write(PageVersion version, long... readers) {
    log.put(version.commit(), version.presentImage().clone());
    version.moveTo(version.commit());
    OpenSnapshots snapshots = new OpenSnapshots();
    for (long reader : readers) {
      snapshots.open(snapshots.enter(), () -> reader);
    }
    OldestSnapshots oldest = new OldestSnapshots();
    snapshots.findOldest(version.commit(), oldest);
    cache.becameVisible(version, oldest);
  }

  /** As a checkpoint does it that every reader allows. */
  private void checkpoint(PageVersion version) {
    file.put(version.page(), log.get(version.commit()));
    version.moveTo(PageVersion.IN_DATABASE);
    cache.trim(version, version.commit());
    cache.settle(version);
  }

  private int read(int page, long snapshot) throws IOException {
    return cache.read(page, snapshot)[0];
  }

  @Test
  void pageOfTheFileIsReadOnceAndStandsBare() throws IOException {
    file.put(7, image(1));
    assertThat(read(7, 5)).isEqualTo(1);
    assertThat(read(7, 9)).isEqualTo(1);
    assertThat(reads).isEqualTo(1);
    assertThat(table.image(7)).isSameAs(cache.read(7, 3));
    assertThat(table.newest(7)).isNull();
  }

  @Test
  void olderSnapshotsSeeTheBareImageBehindANewerVersion() throws IOException {
    file.put(7, image(1));
    assertThat(read(7, 5)).isEqualTo(1);
    publish(7, 6, 2, 5);
    assertThat(table.image(7)).isNull();
    assertThat(read(7, 5)).isEqualTo(1);
    assertThat(read(7, 6)).isEqualTo(2);
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void versionIsBareAfterItsCheckpointUnlessThereIsANewerOne() throws IOException {
    file.put(7, image(1));
    assertThat(read(7, 5)).isEqualTo(1);
    PageVersion second = publish(7, 6, 2, 5);
    PageVersion third = publish(7, 8, 3, 6);
    checkpoint(second);
    assertThat(table.image(7)).isNull();
    assertThat(read(7, 7)).isEqualTo(2);
    assertThat(read(7, 8)).isEqualTo(3);
    checkpoint(third);
    assertThat(table.image(7)).isNotNull();
    assertThat(read(7, 8)).isEqualTo(3);
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void onlyWhatSnapshotsSeeStays() throws IOException {
    file.put(7, image(1));
    publish(7, 10, 10, 5);
    for (int commit = 11; commit <= 99; commit++) {
      publish(7, commit, commit, 5, 10, 30);
    }
    assertThat(commits(7)).containsExactly(99L, 30L, 10L);
    assertThat(read(7, 5)).isEqualTo(1);
    assertThat(read(7, 10)).isEqualTo(10);
    assertThat(read(7, 30)).isEqualTo(30);
    assertThat(read(7, 99)).isEqualTo(99);
    publish(7, 100, 100, 30);
    assertThat(commits(7)).containsExactly(100L, 30L);
    publish(7, 101, 101);
    assertThat(commits(7)).containsExactly(101L);
  }

  @Test
  void versionsOfABatchBeforeItsLastStayOnlyForWhoStandsOnThem() throws IOException {
    file.put(7, image(1));
    List<PageVersion> batch = new ArrayList<>();
    for (int commit = 10; commit < 20; commit++) {
      batch.add(stage(7, commit, commit));
    }
    PageVersion notWritten = stage(7, 20, 20);
    write(batch.getLast(), 5, 14);
    assertThat(commits(7)).containsExactly(20L, 19L, 14L);
    assertThat(batch).filteredOn(PageVersion::hasImage).hasSize(2);
    assertThat(read(7, 5)).isEqualTo(1);
    assertThat(read(7, 14)).isEqualTo(14);
    assertThat(read(7, 19)).isEqualTo(19);
    assertThat(notWritten.hasImage()).isTrue();
  }

  /** What the chain of a page is made of, the newest first, without what the file has. */
  private List<Long> commits(int page) {
    List<Long> found = new ArrayList<>();
    for (PageVersion each = table.newest(page); each != null; each = each.older()) {
      if (each.commit() > 0) {
        found.add(each.commit());
      }
    }
    return found;
  }

  @Test
  void versionThatIsTakenBackLeavesWhatTheFileHas() throws IOException {
    file.put(7, image(1));
    assertThat(read(7, 5)).isEqualTo(1);
    stage(7, 6, 2);
    cache.takeBack(7, 5);
    assertThat(read(7, 5)).isEqualTo(1);
    assertThat(read(7, 9)).isEqualTo(1);
  }

  @Test
  void bareImagesAreEvictedAndThoseUsedSinceStay() throws IOException {
    for (int page = 1; page <= 1000; page++) {
      file.put(page, image(page));
    }
    int held = 0;
    for (int page = 1; page <= 1000; page++) {
      assertThat(read(page, 5)).isEqualTo((byte) page);
      assertThat(read(1, 5)).isEqualTo(1);
    }
    for (int page = 1; page <= 1000; page++) {
      held += table.image(page) == null ? 0 : 1;
    }
    assertThat(held).isBetween(16, 64);
    assertThat(table.image(1)).isNotNull();
  }

  @Test
  void bareImagesOfCheckpointedVersionsAreEvictedToo() throws IOException {
    for (int page = 1; page <= 1000; page++) {
      checkpoint(publish(page, page + 5, page));
    }
    int held = 0;
    for (int page = 1; page <= 1000; page++) {
      held += table.image(page) == null ? 0 : 1;
    }
    assertThat(held).isBetween(16, 64);
    for (int page = 1; page <= 1000; page++) {
      assertThat(read(page, 2000)).isEqualTo((byte) page);
    }
  }

  @Test
  void pagesThatAreChangedAgainAndAgainDoNotDriveOthersOut() throws IOException {
    for (int page = 1; page <= 30; page++) {
      file.put(page, image(page));
      assertThat(read(page, 5)).isEqualTo(page);
    }
    for (int commit = 6; commit < 1000; commit++) {
      checkpoint(publish(1, commit, 1));
      if (commit % 30 == 0) {
        for (int page = 1; page <= 30; page++) {
          assertThat(read(page, commit)).isEqualTo(page);
        }
      }
    }
    assertThat(reads).isEqualTo(30);
  }
}
