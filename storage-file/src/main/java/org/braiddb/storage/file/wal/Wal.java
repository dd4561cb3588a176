package org.braiddb.storage.file.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.page.PageBytes;
import org.jspecify.annotations.Nullable;

/**
 * A log open for writing, or a recovered one open for reading.
 *
 * <p>Positions are frame numbers from 1 and begin again when the log starts over: whoever keeps a
 * position forgets it before {@link #startOver()}. Writing methods are called by one thread at a
 * time; {@link #read} by any.
 */
public final class Wal implements CommitLog, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * How many zeros are written by one call. Linux keeps what one call writes in one folio, and each
   * later write to a part of that looks at all its blocks.
   */
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(16 << 10).asReadOnlyBuffer();

  private static final long SMALLEST_EXTENSION = 128 << 10;
  private static final long LARGEST_EXTENSION = 4 << 20;

  private final FileHandle file;
  private final int pageSize;
  private final int frameSize;
  private final IntSupplier saltSource;
  private final FirstWrite firstWrite;
  private final byte[] frameHeader = new byte[WalHeader.FRAME_HEADER_SIZE];
  private WalHeader header;
  private boolean headerWritten;
  private boolean firstWriteDone;
  private long checksum;
  private int[] pages;
  private volatile int frameCount;
  private int recoveredPageCount;
  private int undoFrameCount;
  private long undoChecksum;
  private long allocated;
  private volatile long sizeLimit = -1;
  private final ReentrantLock forcing = new ReentrantLock();

  /** Frames from the beginning that survive a power cut. */
  private volatile int forced;

  private @Nullable ForceFailedException forceFailure;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  private Wal(
      FileHandle file,
      int pageSize,
      IntSupplier saltSource,
      FirstWrite firstWrite,
      long allocated) {
    this.file = file;
    this.pageSize = pageSize;
    this.frameSize = WalHeader.FRAME_HEADER_SIZE + pageSize;
    this.saltSource = saltSource;
    this.firstWrite = firstWrite;
    this.allocated = allocated;
    this.pages = new int[256];
    this.header = new WalHeader(false, pageSize, 0, saltSource.getAsInt(), saltSource.getAsInt());
  }

  /**
   * Opens a log and recovers what it holds.
   *
   * @param pageSize that of the database; a log with another is not this database's and counts as
   *     empty
   * @param saltSource gives random numbers
   * @param firstWrite is called once, before anything is written
   */
  public static Wal open(
      FileHandle file, int pageSize, IntSupplier saltSource, FirstWrite firstWrite)
      throws IOException {
    RecoveredLog recovered = new WalReader(file).scan();
    Wal wal = new Wal(file, pageSize, saltSource, firstWrite, file.size());
    WalHeader found = recovered.header();
    if (found != null) {
      if (found.pageSize() == pageSize && recovered.frameCount() > 0) {
        wal.header = found;
        wal.headerWritten = true;
        wal.pages = recovered.pages();
        wal.frameCount = recovered.frameCount();
        wal.checksum = recovered.checksum();
        wal.recoveredPageCount = recovered.pageCount();
      } else {
        wal.header = new WalHeader(false, pageSize, 0, found.salt1(), found.salt2());
        wal.header = wal.header.next(saltSource.getAsInt());
      }
    }
    return wal;
  }

  /** Makes the new file itself durable: its entry in the directory. */
  @FunctionalInterface
  public interface FirstWrite {
    /** Called once, before anything is written. */
    void run() throws IOException;
  }

  /** Pages in the database after the last recovered commit; 0 where nothing was recovered. */
  public int recoveredPageCount() {
    return recoveredPageCount;
  }

  /** Frames in the log. */
  public int frameCount() {
    return frameCount;
  }

  /** The page number of a frame, counted from 1. Only for frames appended before the call. */
  public int pageOf(int frame) {
    return pages[frame - 1];
  }

  @Override
  public long lastPosition() {
    return frameCount;
  }

  @Override
  public long append(PageImages images) throws IOException {
    undoFrameCount = frameCount;
    undoChecksum = checksum;
    if (!headerWritten) {
      writeHeader();
    }
    int count = images.count();
    int first = frameCount;
    reservePages(first + count);
    long end = WalHeader.SIZE + (long) (first + count) * frameSize;
    if (first == 0) {
      cutTo(end);
    }
    extendTo(end);
    ByteBuffer target = buffer(count);
    long position = WalHeader.SIZE + (long) first * frameSize;
    for (int i = 0; i < count; i++) {
      if (target.remaining() < frameSize) {
        position += drain(target, position);
      }
      putFrame(target, images.page(i), i == count - 1 ? images.pageCountAfter() : 0, images, i);
      pages[first + i] = images.page(i);
    }
    drain(target, position);
    frameCount = first + count;
    return first + 1;
  }

  private void reservePages(int count) {
    if (count > pages.length) {
      pages = Arrays.copyOf(pages, Math.max(count, pages.length * 2));
    }
  }

  private ByteBuffer buffer(int frames) {
    long wanted = Math.min((long) frames * frameSize, Math.max(BUFFER_BYTES, frameSize));
    if (buffer.capacity() < wanted) {
      // Powers of two, so that a few sizes serve for good.
      int capacity = Math.max(Integer.highestOneBit((int) wanted - 1) << 1, 4 * frameSize);
      buffer = ByteBuffer.allocateDirect(capacity);
    }
    buffer.clear();
    return buffer;
  }

  private int drain(ByteBuffer source, long position) throws IOException {
    source.flip();
    int length = source.remaining();
    file.write(source, position);
    source.clear();
    return length;
  }

  private void putFrame(
      ByteBuffer target, int page, int pageCountAfter, PageImages images, int index)
      throws IOException {
    byte[] image = images.image(index);
    PageBytes.putI32(frameHeader, 0, page);
    PageBytes.putI32(frameHeader, 4, pageCountAfter);
    PageBytes.putI32(frameHeader, 8, header.salt1());
    PageBytes.putI32(frameHeader, 12, header.salt2());
    boolean bigEndian = header.bigEndianChecksums();
    checksum = WalChecksum.update(bigEndian, checksum, frameHeader, 0, 8);
    checksum = WalChecksum.update(bigEndian, checksum, image, 0, pageSize);
    PageBytes.putI32(frameHeader, 16, (int) (checksum >>> 32));
    PageBytes.putI32(frameHeader, 20, (int) checksum);
    target.put(frameHeader).put(image, 0, pageSize);
  }

  private void writeHeader() throws IOException {
    boolean lengthMayBeUnforced = !firstWriteDone; // left by a process that was killed
    if (!firstWriteDone) {
      firstWrite.run();
      firstWriteDone = true;
    }
    byte[] bytes = new byte[WalHeader.SIZE];
    long sums = header.encode(bytes);
    extendTo(WalHeader.SIZE);
    file.write(bytes, 0, bytes.length, 0);
    // Otherwise a power cut could leave the old header before frames of the new round, and a commit
    // that was forced behind it would not be found.
    force(lengthMayBeUnforced);
    checksum = sums;
    undoChecksum = sums;
    headerWritten = true;
  }

  /** How many bytes of disk the log keeps when it starts over; less than 0: all it has. */
  public long sizeLimit() {
    return sizeLimit;
  }

  /** Sets {@link #sizeLimit()}. May be called by any thread. */
  public void setSizeLimit(long bytes) {
    sizeLimit = bytes;
  }

  /**
   * Keeps the size limit. Only once the header of a new round is durable: of the old round's frames
   * a part must never be found without the rest.
   */
  private void cutTo(long end) throws IOException {
    long limit = sizeLimit;
    long kept = Math.max(limit, end);
    if (limit >= 0 && allocated > kept) {
      file.truncate(kept);
      allocated = kept;
    }
  }

  /** Writes zeros ahead of use (W2), in steps that grow with the log. */
  private void extendTo(long end) throws IOException {
    if (end <= allocated) {
      return;
    }
    if (!file.outlivesProcess()) {
      allocated = end;
      return;
    }
    long step = Math.clamp(allocated, SMALLEST_EXTENSION, LARGEST_EXTENSION);
    long target = Math.max(end, allocated + step);
    ByteBuffer zeros = ZEROS.duplicate();
    long at = allocated;
    while (at < target) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), target - at));
      int length = zeros.remaining();
      file.write(zeros, at);
      at += length;
    }
    force(true);
    allocated = target; // not sooner: commits there are forced without the file's length
  }

  @Override
  public void undoFailedAppend() {
    // A later append overwrites what was written of it. Frames behind the place where that append
    // ends continue another checksum, so they cannot pass W1.
    frameCount = undoFrameCount;
    checksum = undoChecksum;
  }

  /**
   * Makes what was recovered durable. Who wrote it may have died of a failed force, after which the
   * system takes pages for written that never were: they must be written again, not only forced.
   */
  public void rewriteRecovered() throws IOException {
    firstWrite.run();
    firstWriteDone = true;
    byte[] chunk = new byte[BUFFER_BYTES];
    long end = WalHeader.SIZE + (long) frameCount * frameSize;
    for (long at = 0; at < end; at += chunk.length) {
      int length = (int) Math.min(chunk.length, end - at);
      if (file.read(chunk, 0, length, at) < length) {
        throw new IOException(file.path() + " became shorter than " + end + " bytes");
      }
      file.write(chunk, 0, length, at);
    }
    force(true);
  }

  @Override
  public void force() throws IOException {
    int written = frameCount;
    force(false);
    forced = Math.max(forced, written);
  }

  /** Forces the log unless everything up to a position has been forced already. */
  public void forceThrough(long position) throws IOException {
    if (forced < position) {
      force();
    }
  }

  /**
   * Forces under a lock of its own: the system reports lost writes to only one of those who force a
   * descriptor, and the other must not take its own success for theirs.
   */
  private void force(boolean metadata) throws ForceFailedException {
    forcing.lock();
    try {
      ForceFailedException earlier = forceFailure;
      if (earlier != null) {
        throw new ForceFailedException(earlier);
      }
      file.force(metadata);
    } catch (ForceFailedException e) {
      throw e;
    } catch (IOException e) {
      ForceFailedException failure = new ForceFailedException(e);
      forceFailure = failure;
      throw failure;
    } finally {
      forcing.unlock();
    }
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    long at = WalHeader.SIZE + (position - 1) * frameSize + WalHeader.FRAME_HEADER_SIZE;
    int count = file.read(target, 0, pageSize, at);
    if (count < pageSize) {
      throw new IOException(
          file.path() + ": frame " + position + " ends after " + count + " bytes of its page");
    }
  }

  /**
   * Begins a new round: the next append overwrites the log from its beginning. Everything in it
   * must be in the database, and forced.
   */
  public void startOver() {
    header = header.next(saltSource.getAsInt());
    headerWritten = false;
    frameCount = 0;
    forced = 0;
  }

  /** Cuts the file to nothing; only after {@link #startOver()}. */
  public void truncateToNothing() throws IOException {
    if (frameCount != 0) {
      throw new IllegalStateException("the log still holds " + frameCount + " frames");
    }
    file.truncate(0);
    // Before anything is written there: remains of the old round must not survive in part, or its
    // first commits would be found without its last.
    force(true);
    allocated = 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
