package org.braiddb.storage.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Another file system, whose forces of the log can be held up, and whose locks and writes are
 * watched.
 */
final class WatchedFileSystem implements FileSystem {
  private final FileSystem files;
  private final Set<Handle> locked = ConcurrentHashMap.newKeySet();

  /** How often a file was closed while another handle of it carried locks, which drops them. */
  final AtomicInteger droppedLocks = new AtomicInteger();

  /** How often something was written into a database file. */
  final AtomicInteger databaseWrites = new AtomicInteger();

  private volatile @Nullable CountDownLatch gate;
  private volatile boolean failing;
  private final CountDownLatch waiting = new CountDownLatch(1);

  WatchedFileSystem(FileSystem files) {
    this.files = files;
  }

  /** From now on who forces a log waits. */
  void holdUpForces() {
    gate = new CountDownLatch(1);
  }

  /** Waits until somebody forces a log and is held up. */
  void awaitForce() throws InterruptedException {
    waiting.await();
  }

  /** Lets those who wait go on, or fail. */
  void release(boolean fail) {
    failing = fail;
    CountDownLatch held = gate;
    gate = null;
    if (held != null) {
      held.countDown();
    }
  }

  @Override
  public FileHandle open(String path, Access access, Purpose purpose) throws IOException {
    return new Handle(files.open(path, access, purpose), purpose);
  }

  @Override
  public FileHandle openTemporary() throws IOException {
    return files.openTemporary();
  }

  @Override
  public boolean exists(String path) throws IOException {
    boolean there = files.exists(path);
    Thread.yield();
    return there;
  }

  @Override
  public void delete(String path) throws IOException {
    files.delete(path);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public String resolve(String path) throws IOException {
    return files.resolve(path);
  }

  @Override
  public Object identity(String path) throws IOException {
    return files.identity(path);
  }

  @Override
  public void syncDirectory(String path) throws IOException {
    files.syncDirectory(path);
  }

  private final class Handle implements FileHandle {
    private final FileHandle file;
    private final Purpose purpose;

    Handle(FileHandle file, Purpose purpose) {
      this.file = file;
      this.purpose = purpose;
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public int readSome(byte[] target, int offset, int length, long position) throws IOException {
      return file.readSome(target, offset, length, position);
    }

    @Override
    public void write(byte[] source, int offset, int length, long position) throws IOException {
      countWrite();
      file.write(source, offset, length, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      countWrite();
      file.write(source, position);
    }

    private void countWrite() {
      if (purpose == Purpose.DATABASE) {
        databaseWrites.incrementAndGet();
      }
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      CountDownLatch held = gate;
      if (purpose == Purpose.LOG && held != null) {
        waiting.countDown();
        try {
          held.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        if (failing) {
          throw new IOException("the force was made to fail");
        }
      }
      file.force(metadata);
    }

    @Override
    public boolean tryLock(long position, long size, boolean shared) throws IOException {
      boolean granted = file.tryLock(position, size, shared);
      if (granted) {
        locked.add(this);
      }
      return granted;
    }

    @Override
    public void unlock(long position, long size) throws IOException {
      locked.remove(this);
      file.unlock(position, size);
    }

    @Override
    public void close() throws IOException {
      file.close();
      locked.remove(this);
      if (locked.stream().anyMatch(other -> other.path().equals(path()))) {
        droppedLocks.incrementAndGet();
      }
    }
  }
}
