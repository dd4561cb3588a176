package org.braiddb.storage.file.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageCopierTest {
  private static final int PAGE_SIZE = 4096;
  private static final int PORTION = 64;

  private final Recorder recorder = new Recorder();
  private final PageCopier copier = new PageCopier(recorder);

  /** Notes what is done to the database; each page's image begins with its number. */
  private static final class Recorder implements CheckpointTarget {
    private final List<String> calls = new ArrayList<>();
    private @Nullable IOException failure;

    @Override
    public void write(int firstPage, ByteBuffer images) throws IOException {
      IOException planned = failure;
      if (planned != null) {
        throw planned;
      }
      int count = images.remaining() / PAGE_SIZE;
      for (int i = 0; i < count; i++) {
        assertThat(images.getInt(i * PAGE_SIZE)).isEqualTo(firstPage + i);
      }
      calls.add("write " + firstPage + " to " + (firstPage + count - 1));
    }

    @Override
    public void resize(int pageCount) {
      calls.add("resize " + pageCount);
    }

    @Override
    public void force() {
      calls.add("force");
    }
  }

  private void copy(int page) throws IOException {
    copier.copy(page, ByteBuffer.allocate(PAGE_SIZE).putInt(0, page).array());
  }

  @Test
  void pagesThatFollowEachOtherAreWrittenTogether() throws IOException {
    copier.begin();
    for (int page : new int[] {2, 3, 4, 7, 9, 10}) {
      copy(page);
    }
    copier.end(12);

    assertThat(recorder.calls)
        .containsExactly("write 2 to 4", "write 7 to 7", "write 9 to 10", "resize 12", "force");
  }

  @Test
  void eachPortionIsForcedHoweverItsPagesLie() throws IOException {
    copier.begin();
    for (int page = 1; page <= PORTION; page++) {
      copy(page);
    }
    for (int i = 1; i <= PORTION + 1; i++) {
      copy(PORTION + 2 * i);
    }
    copier.end(1000);

    assertThat(recorder.calls.subList(0, 2)).containsExactly("write 1 to " + PORTION, "force");
    assertThat(recorder.calls.subList(2, 2 + PORTION)).allMatch(call -> call.startsWith("write"));
    assertThat(recorder.calls.get(2 + PORTION)).isEqualTo("force");
    assertThat(recorder.calls).endsWith("resize 1000", "force").hasSize(2 * 2 + PORTION + 2);
  }

  @Test
  void aCopyThatFailedLeavesNothingToTheNext() throws IOException {
    recorder.failure = new IOException("planned");
    copier.begin();
    copy(5);
    assertThatThrownBy(() -> copy(8)).hasMessage("planned");
    recorder.failure = null;

    copier.begin();
    copy(6);
    copier.end(9);

    assertThat(recorder.calls).containsExactly("write 6 to 6", "resize 9", "force");
  }
}
