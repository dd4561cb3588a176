package org.braiddb.storage.file.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** A file on the heap, in chunks, so that it grows without copying what it holds. */
final class MemoryFile implements FileHandle {
  private static final int CHUNK_SHIFT = 16;
  private static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;

  /** Many files stay small: their first chunk grows up to its size. */
  private static final int LEAST_BYTES = 1 << 12;

  private final String path;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private byte[][] chunks = new byte[4][];
  private long size;

  MemoryFile(String path) {
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public int readSome(byte[] target, int offset, int length, long position) {
    lock.readLock().lock();
    try {
      int count = (int) Math.max(0, Math.min(length, size - position));
      int done = 0;
      while (done < count) {
        long at = position + done;
        int within = (int) (at & (CHUNK_BYTES - 1));
        int step = Math.min(count - done, CHUNK_BYTES - within);
        System.arraycopy(chunk(at), within, target, offset + done, step);
        done += step;
      }
      return count;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void write(byte[] source, int offset, int length, long position) {
    write(ByteBuffer.wrap(source, offset, length), position);
  }

  @Override
  public void write(ByteBuffer source, long position) {
    lock.writeLock().lock();
    try {
      long at = position;
      extend(position + source.remaining());
      while (source.hasRemaining()) {
        int within = (int) (at & (CHUNK_BYTES - 1));
        int step = Math.min(source.remaining(), CHUNK_BYTES - within);
        source.get(chunk(at), within, step);
        at += step;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private byte[] chunk(long position) {
    return chunks[(int) (position >>> CHUNK_SHIFT)];
  }

  private void extend(long newSize) {
    if (newSize <= size) {
      return;
    }
    int needed = (int) ((newSize + CHUNK_BYTES - 1) >>> CHUNK_SHIFT);
    if (needed > chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(needed, chunks.length * 2));
    }
    for (int i = needed - 1; i > 0 && chunks[i] == null; i--) {
      chunks[i] = new byte[CHUNK_BYTES];
    }
    growFirst((int) Math.min(CHUNK_BYTES, newSize));
    size = newSize;
  }

  private void growFirst(int used) {
    byte @Nullable [] first = chunks[0];
    int present = first == null ? 0 : first.length;
    if (used > present) {
      int length = Math.max(LEAST_BYTES, Integer.highestOneBit(2 * used - 1));
      chunks[0] = first == null ? new byte[length] : Arrays.copyOf(first, length);
    }
  }

  @Override
  public long size() {
    lock.readLock().lock();
    try {
      return size;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void truncate(long newSize) {
    lock.writeLock().lock();
    try {
      if (newSize >= size) {
        extend(newSize);
        return;
      }
      int kept = (int) ((newSize + CHUNK_BYTES - 1) >>> CHUNK_SHIFT);
      Arrays.fill(chunks, kept, chunks.length, null);
      int within = (int) (newSize & (CHUNK_BYTES - 1));
      if (within != 0) {
        byte[] last = chunks[kept - 1];
        Arrays.fill(last, within, last.length, (byte) 0);
      }
      size = newSize;
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void force(boolean metadata) {
    // Nothing outlives the process.
  }

  @Override
  public boolean outlivesProcess() {
    return false;
  }

  @Override
  public boolean tryLock(long position, long length, boolean shared) {
    return true;
  }

  @Override
  public void unlock(long position, long length) {
    // Never refused, so never recorded.
  }

  @Override
  public void close() {
    // The content belongs to the file system, not to the handle.
  }
}
