package org.braiddb.storage.file.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.file.io.MemoryFileSystem;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionPagesTest {
  private static final long SEED = Long.getLong("braid.test.seed", 17L);
  private static final int PAGE_SIZE = 512;
  private static final PageFormat FORMAT =
      new PageFormat("test", PAGE_SIZE, PAGE_SIZE, TextEncoding.UTF_8);

  private final Map<Integer, byte[]> published = new HashMap<>();

  private record SmallMemory(int pagesInMemory) implements TransactionPages.SpillPolicy {
    @Override
    public SpillFile openFile() {
      return new SpillFile(new MemoryFileSystem().openTemporary(), PAGE_SIZE);
    }
  }

  private TransactionPages pages() {
    return pages(1000);
  }

  private TransactionPages pages(int inMemory) {
    byte[] page1 = new byte[PAGE_SIZE];
    DatabaseHeader.initialize(page1, PAGE_SIZE, 0, 1);
    published.put(1, page1);
    TransactionPages pages =
        new TransactionPages(
            (page, snapshot) -> published.get(page).clone(), FORMAT, new SmallMemory(inMemory));
    pages.open(1, 1);
    return pages;
  }

  /** What a caller believes: its pages and the number it wrote into each. */
  private record State(TreeMap<Integer, Integer> owned) {
    State copy() {
      return new State(new TreeMap<>(owned));
    }
  }

  private static void verify(TransactionPages pages, State state, String when) {
    state.owned.forEach((page, number) ->
        assertThat(PageBytes.i32(pages.read(page), 100)).as(when).isEqualTo(number));
    int free = DatabaseHeader.field(pages.read(1), DatabaseHeader.FREELIST_COUNT_OFFSET);
    // T3: each page is the header's, the caller's or free.
    assertThat(1 + state.owned.size() + free).as(when).isEqualTo(pages.pageCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void savepointsUndoWritesAllocationsAndFrees(int inMemory) {
    SplittableRandom random = new SplittableRandom(SEED);
    TransactionPages pages = pages(inMemory);
    State state = new State(new TreeMap<>());
    List<Integer> handles = new ArrayList<>();
    List<State> marks = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String when = "seed " + SEED + ", step " + i;
      int choice = random.nextInt(100);
      pages.spillExcess();
      if (i % 61 == 0) {
        pages.cutTail();
        int last = state.owned.isEmpty() ? 1 : state.owned.lastKey();
        assertThat(pages.pageCount()).as(when + ": no free page at the end").isEqualTo(last);
        verify(pages, state, when);
      }
      if (choice < 45 || state.owned.isEmpty()) {
        int page = pages.allocate(PageRole.NONE);
        assertThat(state.owned).as(when).doesNotContainKey(page);
        PageBytes.putI32(pages.write(page, PageRole.NONE), 100, i);
        state.owned.put(page, i);
      } else {
        int page = state.owned.ceilingKey(1 + random.nextInt(state.owned.lastKey()));
        if (choice < 65) {
          PageBytes.putI32(pages.write(page, PageRole.NONE), 100, i);
          state.owned.put(page, i);
        } else if (choice < 94) {
          pages.free(page, 0);
          state.owned.remove(page);
        }
      }
      if (choice >= 94 && choice < 96 && handles.size() < 6) {
        handles.add(pages.savepoint());
        marks.add(state.copy());
      } else if (choice >= 96 && !handles.isEmpty()) {
        int index = random.nextInt(handles.size());
        if (choice < 98) {
          pages.rollbackTo(handles.get(index));
          state = marks.get(index).copy();
          handles.subList(index + 1, handles.size()).clear();
          marks.subList(index + 1, marks.size()).clear();
        } else {
          pages.release(handles.get(index));
          handles.subList(index, handles.size()).clear();
          marks.subList(index, marks.size()).clear();
        }
        verify(pages, state, when);
      }
    }
    verify(pages, state, "at the end");
  }

  @Test
  void readingThroughSpilledPagesKeepsThemOutOfMemory() {
    int inMemory = 10;
    TransactionPages pages = pages(inMemory);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 10 * inMemory; i++) {
      int page = pages.allocate(PageRole.NONE);
      numbers.add(page);
      PageBytes.putI32(pages.write(page, PageRole.NONE), 100, page);
      pages.spillExcess();
    }
    for (int pass = 0; pass < 3; pass++) {
      for (int page : numbers) {
        assertThat(PageBytes.i32(pages.read(page), 100)).isEqualTo(page);
      }
    }
    // An image that is held is given to every reader, one that is not is read again each time.
    List<byte[]> first = numbers.stream().map(pages::read).toList();
    assertThat(IntStream.range(0, first.size()))
        .filteredOn(at -> pages.read(numbers.get(at)) == first.get(at))
        .hasSizeBetween(1, inMemory);
    for (int page : numbers) {
      byte[] before = pages.read(page);
      PageBytes.putI32(pages.write(page, PageRole.NONE), 100, -page);
      assertThat(PageBytes.i32(before, 100)).isIn(page, -page);
      pages.spillExcess();
    }
    for (int page : numbers) {
      assertThat(PageBytes.i32(pages.read(page), 100)).isEqualTo(-page);
    }
  }

  @Test
  void aPageFreedTwiceIsCorruption() {
    TransactionPages pages = pages();
    pages.allocate(PageRole.NONE);
    int page = pages.allocate(PageRole.NONE);
    pages.free(2, 0);
    pages.free(page, 0);
    assertThatThrownBy(() -> pages.free(page, 0)).isInstanceOf(CorruptException.class);
    assertThatThrownBy(() -> pages.free(2, 0)).isInstanceOf(CorruptException.class);
    assertThatThrownBy(() -> pages.free(99, 0)).isInstanceOf(CorruptException.class);
    assertThatThrownBy(() -> pages.read(99)).isInstanceOf(CorruptException.class);
  }

  @Test
  void thePageOfTheLockBytesIsNeverUsed() {
    PageFormat large = new PageFormat("test", 65536, 65536, TextEncoding.UTF_8);
    byte[] page1 = new byte[65536];
    DatabaseHeader.initialize(page1, 65536, 0, 1);
    TransactionPages pages =
        new TransactionPages((page, snapshot) -> page1, large, new SmallMemory(1000));
    int lockPage = (1 << 30) / 65536 + 1;
    pages.open(1, lockPage - 2);
    assertThat(pages.allocate(PageRole.NONE)).isEqualTo(lockPage - 1);
    assertThat(pages.allocate(PageRole.NONE)).isEqualTo(lockPage + 1);
  }

  @Test
  void savepointsOfStatementsLeaveNothingBehind() {
    TransactionPages pages = pages();
    int page = pages.allocate(PageRole.NONE);
    int outer = pages.savepoint();
    for (int i = 0; i < 10_000; i++) {
      int statement = pages.savepoint();
      pages.write(page, PageRole.NONE)[200] = (byte) i;
      pages.release(statement);
    }
    assertThat(pages.undoEntries()).isLessThan(5);
    pages.rollbackTo(outer);
    assertThat(pages.read(page)[200]).isZero();
  }
}
