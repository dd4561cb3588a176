package org.braiddb.storage.tck.checked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.tck.decorator.DecoratedCursor;
import org.jspecify.annotations.Nullable;

/** A cursor that gives out copies of its bytes and spoils them when their life is over. */
final class CheckedCursor extends DecoratedCursor {
  private static final byte SPOILED = (byte) 0xdb;

  private final CheckedTransaction transaction;
  private final Alone alone;
  private final long treeId;
  private final Throwable opened = new Throwable("opened here, by " + Thread.currentThread());

  /** What {@link #bytes()} gave out for the present place. */
  private byte @Nullable [] given;

  /** What it gave out for that place before more was fetched. */
  private final List<byte[]> givenBefore = new ArrayList<>();

  /** What {@link #show} gave out with the present place as its last. */
  private byte @Nullable [] shown;

  CheckedCursor(CheckedTransaction transaction, Alone alone, long treeId, Cursor cursor) {
    super(cursor, alone);
    this.transaction = transaction;
    this.alone = alone;
    this.treeId = treeId;
  }

  long treeId() {
    return treeId;
  }

  Throwable opened() {
    return opened;
  }

  void spoilBytes() {
    if (given != null) {
      Arrays.fill(given, SPOILED);
      given = null;
    }
    givenBefore.forEach(bytes -> Arrays.fill(bytes, SPOILED));
    givenBefore.clear();
    if (shown != null) {
      Arrays.fill(shown, SPOILED);
      shown = null;
    }
  }

  @Override
  public int show(RowBlock block, long last) {
    spoilBytes();
    return own(block, super.show(block, last));
  }

  @Override
  public int show(RowBlock block, SearchKey end, boolean inclusive, int most) {
    spoilBytes();
    return own(block, super.show(block, end, inclusive, most));
  }

  private int own(RowBlock block, int count) {
    if (count > 0) {
      shown = ownRecords(block, block);
    }
    return count;
  }

  /** Makes a block refer to copies of another's records, or of its own, and of nothing else. */
  private static byte[] ownRecords(RowBlock block, RowBlock own) {
    int count = block.count();
    int[] offsets = Arrays.copyOf(block.offsets(), count);
    int[] sizes = Arrays.copyOf(block.sizes(), count);
    long[] rowids = Arrays.copyOf(block.rowids(), count);
    byte[] records = block.bytes();
    byte[] copy = new byte[Arrays.stream(sizes).sum()];
    own.begin(copy);
    int end = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(records, offsets[i], copy, end, sizes[i]);
      own.add(end, sizes[i], rowids[i]);
      end += sizes[i];
    }
    return copy;
  }

  @Override
  public boolean first() {
    spoilBytes();
    return super.first();
  }

  @Override
  public boolean last() {
    spoilBytes();
    return super.last();
  }

  @Override
  public boolean next() {
    spoilBytes();
    return super.next();
  }

  @Override
  public boolean previous() {
    spoilBytes();
    return super.previous();
  }

  @Override
  public boolean seek(long rowid, Seek seek) {
    spoilBytes();
    return super.seek(rowid, seek);
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    spoilBytes();
    return super.seek(key, seek);
  }

  @Override
  public boolean expect(long[] rowids, int count) {
    spoilBytes();
    return super.expect(rowids, count);
  }

  @Override
  public byte[] bytes() {
    return alone.ask(this::given);
  }

  private byte[] given() {
    byte[] present = given;
    if (present == null) {
      int from = cursor().offset();
      present = Arrays.copyOfRange(cursor().bytes(), from, from + cursor().available());
      given = present;
    }
    return present;
  }

  @Override
  public int offset() {
    super.offset(); // which may refuse; the copy begins at its beginning
    return 0;
  }

  @Override
  public void fetch(int size) {
    transaction.alone(() -> {
      int before = cursor().available();
      super.fetch(size);
      byte[] part = given;
      if (part != null && cursor().available() > before) {
        givenBefore.add(part);
        given = null;
      }
    });
  }

  @Override
  public void insert(long rowid, byte[] record, int offset, int length) {
    write(record, offset, length, own -> super.insert(rowid, own, 0, length));
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    write(record, offset, length, own -> super.insert(own, 0, length));
  }

  @Override
  public void replace(byte[] record, int offset, int length) {
    write(record, offset, length, own -> super.replace(own, 0, length));
  }

  private void write(byte[] record, int offset, int length, Consumer<byte[]> call) {
    byte[] own = Arrays.copyOfRange(record, offset, offset + length);
    transaction.alone(() -> {
      transaction.changing(treeId);
      call.accept(own);
    });
    Arrays.fill(own, SPOILED); // the array is not kept
  }

  @Override
  public void insertRows(RowBlock block) {
    write(block, own -> super.insertRows(own));
  }

  @Override
  public void insertEntries(RowBlock block) {
    write(block, own -> super.insertEntries(own));
  }

  private void write(RowBlock block, Consumer<RowBlock> call) {
    RowBlock own = new RowBlock();
    byte[] records = ownRecords(block, own);
    transaction.alone(() -> {
      transaction.changing(treeId);
      call.accept(own);
    });
    Arrays.fill(records, SPOILED); // the block is not kept
  }

  @Override
  public boolean overwrite(int at, byte[] bytes, int offset, int length) {
    byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
    boolean[] done = {false};
    transaction.alone(() -> {
      done[0] = super.overwrite(at, own, 0, length);
      if (done[0]) {
        transaction.changing(treeId);
      }
    });
    Arrays.fill(own, SPOILED); // the array is not kept
    return done[0];
  }

  @Override
  public boolean insertLater(byte[] record, int offset, int length) {
    byte[] own = Arrays.copyOfRange(record, offset, offset + length);
    boolean[] later = {false};
    transaction.alone(() -> {
      transaction.changing(treeId);
      later[0] = super.insertLater(own, 0, length);
    });
    Arrays.fill(own, SPOILED); // the array is not kept
    return later[0];
  }

  @Override
  public int deleteEach(long[] rowids, int from, int to) {
    int[] deleted = {0};
    transaction.alone(() -> {
      transaction.changing(treeId);
      deleted[0] = super.deleteEach(rowids, from, to);
    });
    return deleted[0];
  }

  @Override
  public int deleteEach(Keys keys) {
    int[] deleted = {0};
    transaction.alone(() -> {
      transaction.changing(treeId);
      deleted[0] = super.deleteEach(keys);
    });
    return deleted[0];
  }

  @Override
  public void deleteShown(RowBlock block, int[] places, int count) {
    transaction.alone(() -> {
      transaction.changing(treeId);
      super.deleteShown(block, places, count);
    });
  }

  @Override
  public boolean deleteLater(byte[] record, int offset, int length) {
    byte[] own = Arrays.copyOfRange(record, offset, offset + length);
    boolean[] later = {false};
    transaction.alone(() -> {
      transaction.changing(treeId);
      later[0] = super.deleteLater(own, 0, length);
    });
    Arrays.fill(own, SPOILED); // the array is not kept
    return later[0];
  }

  @Override
  public void settle() {
    transaction.alone(() -> super.settle());
  }

  @Override
  public void takeBack() {
    transaction.alone(() -> super.takeBack());
  }

  @Override
  public void delete() {
    transaction.alone(() -> {
      transaction.changing(treeId);
      super.delete();
    });
  }

  @Override
  public void close() {
    transaction.alone(() -> {
      spoilBytes();
      super.close();
      transaction.closed(this);
    });
  }
}
