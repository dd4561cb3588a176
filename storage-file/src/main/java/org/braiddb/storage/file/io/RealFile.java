package org.braiddb.storage.file.io;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the machine.
 *
 * <p>A {@link FileChannel} closes itself when a thread is interrupted inside it, which would take
 * the file from every other thread and, for a database, silently drop its locks. {@link
 * RandomAccessFile} does not. So:
 *
 * <ul>
 *   <li>I1: reads, length changes and all of a database's I/O go through {@code RandomAccessFile}s,
 *       of which there are a few so that readers seldom meet; none is closed before the handle.
 *   <li>I2: a log is written and forced through a channel of its own ({@code force(false)} is
 *       cheaper than {@code FileDescriptor.sync}). If an interrupt closes that channel, the
 *       operation is done again through a {@code RandomAccessFile} and the channel is replaced: a
 *       log carries no locks. Doing {@code force} again is sound here although it is not after a
 *       failure: the kernel reports a failed write-back once to each descriptor that was open, so
 *       the second descriptor still sees what the interrupt may have hidden from the first.
 * </ul>
 */
final class RealFile implements FileHandle {
  private static final int LANES = 4;

  /**
   * On macOS {@code FileDescriptor.sync} is {@code fsync}, which leaves the bytes in the drive's
   * cache; {@code FileChannel.force} is {@code F_FULLFSYNC}, which does not.
   */
  private static final boolean SYNC_STOPS_AT_THE_DRIVE =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

  private final Path file;
  private final boolean writable;
  private final boolean deleteOnClose;
  private final Lane[] lanes;
  private final List<FileLock> locks = new ArrayList<>();
  private final ReentrantLock channelLock = new ReentrantLock();
  private volatile @Nullable FileChannel logChannel;
  private volatile boolean closed;

  private RealFile(Path file, boolean writable, boolean deleteOnClose, Lane[] lanes) {
    this.file = file;
    this.writable = writable;
    this.deleteOnClose = deleteOnClose;
    this.lanes = lanes;
  }

  static RealFile open(
      Path file, boolean writable, FileSystem.Purpose purpose, boolean deleteOnClose)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory");
    }
    if (!Files.isReadable(file) || (writable && !Files.isWritable(file))) {
      throw new AccessDeniedException(file.toString());
    }
    Lane[] lanes = new Lane[purpose == FileSystem.Purpose.TEMPORARY ? 1 : LANES];
    int opened = 0;
    try {
      for (; opened < lanes.length; opened++) {
        lanes[opened] = new Lane(file.toFile(), writable);
      }
      RealFile handle = new RealFile(file, writable, deleteOnClose, lanes);
      if (purpose == FileSystem.Purpose.LOG && writable) {
        handle.logChannel = FileChannel.open(file, StandardOpenOption.WRITE);
      }
      return handle;
    } catch (IOException | RuntimeException e) {
      for (int i = 0; i < opened; i++) {
        try {
          lanes[i].file.close();
        } catch (IOException closing) {
          e.addSuppressed(closing);
        }
      }
      throw e;
    }
  }

  @Override
  public String path() {
    return file.toString();
  }

  @Override
  public int readSome(byte[] target, int offset, int length, long position) throws IOException {
    Lane lane = lane();
    lane.lock.lock();
    try {
      lane.file.seek(position);
      return lane.file.read(target, offset, length);
    } finally {
      lane.lock.unlock();
    }
  }

  /** Any free lane, else one picked by thread. */
  private Lane lane() {
    int start = (int) Thread.currentThread().threadId();
    for (int i = 0; i < lanes.length; i++) {
      Lane candidate = lanes[(start + i) & (lanes.length - 1)];
      if (!candidate.lock.isLocked()) {
        return candidate;
      }
    }
    return lanes[start & (lanes.length - 1)];
  }

  @Override
  public void write(byte[] source, int offset, int length, long position) throws IOException {
    Lane lane = lane();
    lane.lock.lock();
    try {
      lane.file.seek(position);
      lane.file.write(source, offset, length);
    } catch (IOException e) {
      throw DiskFullException.classify(e, path());
    } finally {
      lane.lock.unlock();
    }
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    FileChannel channel = logChannel;
    if (channel == null) {
      writeThroughLane(source, position);
      return;
    }
    int start = source.position();
    boolean interrupted = Thread.interrupted();
    try {
      while (source.hasRemaining()) {
        channel.write(source, position + source.position() - start);
      }
    } catch (ClosedChannelException e) {
      interrupted |= replace(channel, e);
      source.position(start);
      writeThroughLane(source, position);
    } catch (IOException e) {
      throw DiskFullException.classify(e, path());
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  private void writeThroughLane(ByteBuffer source, long position) throws IOException {
    int length = source.remaining();
    if (source.hasArray()) {
      write(source.array(), source.arrayOffset() + source.position(), length, position);
      source.position(source.limit());
    } else {
      byte[] bytes = new byte[length];
      source.get(bytes);
      write(bytes, 0, length, position);
    }
  }

  @Override
  public void force(boolean metadata) throws IOException {
    FileChannel channel = logChannel;
    if (channel == null) {
      sync();
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      channel.force(metadata);
    } catch (ClosedChannelException e) {
      interrupted |= replace(channel, e);
      sync();
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  private void sync() throws IOException {
    if (SYNC_STOPS_AT_THE_DRIVE) {
      forceOnThreadOfItsOwn();
    } else {
      lanes[0].file.getFD().sync();
    }
  }

  /**
   * Forces through the descriptor's channel, on a thread that nobody interrupts, since an interrupt
   * would close the channel and the descriptor with it (I1).
   */
  void forceOnThreadOfItsOwn() throws IOException {
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    Thread forcing =
        Thread.ofPlatform()
            .daemon()
            .name("braid-force " + file)
            .start(() -> {
              try {
                lanes[0].file.getChannel().force(true);
              } catch (IOException e) {
                failure.set(e);
              }
            });
    boolean interrupted = false;
    while (true) {
      try {
        forcing.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    restoreInterrupt(interrupted);
    IOException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  /** Opens the log's channel again after an interrupt closed it (I2). */
  private boolean replace(FileChannel broken, ClosedChannelException cause) throws IOException {
    boolean interrupted = Thread.interrupted();
    channelLock.lock();
    try {
      if (closed) {
        throw cause;
      }
      if (logChannel == broken) {
        logChannel = reopened();
      }
    } finally {
      channelLock.unlock();
    }
    return interrupted || cause instanceof ClosedByInterruptException;
  }

  /** None for a file that was removed while it was open: from now on its lanes do all. */
  private @Nullable FileChannel reopened() throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void restoreInterrupt(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long size() throws IOException {
    return lanes[0].file.length();
  }

  @Override
  public void truncate(long size) throws IOException {
    // Changing the length saves and restores the descriptor's position: a read through the same
    // descriptor meanwhile would find other bytes than it sought.
    Lane lane = lanes[0];
    lane.lock.lock();
    try {
      lane.file.setLength(size);
    } finally {
      lane.lock.unlock();
    }
  }

  @Override
  public boolean tryLock(long position, long size, boolean shared) throws IOException {
    // FileChannel.tryLock does not close the channel when its thread is interrupted.
    try {
      FileLock lock = lanes[0].file.getChannel().tryLock(position, size, shared);
      if (lock == null) {
        return false;
      }
      synchronized (locks) {
        locks.add(lock);
      }
      return true;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void unlock(long position, long size) throws IOException {
    synchronized (locks) {
      for (FileLock lock : locks) {
        if (lock.position() == position && lock.size() == size) {
          lock.release();
          locks.remove(lock);
          return;
        }
      }
    }
    throw new IllegalStateException("not locked: " + position + "+" + size + " of " + file);
  }

  @Override
  public void close() throws IOException {
    channelLock.lock();
    try {
      closed = true;
      FileChannel channel = logChannel;
      if (channel != null) {
        channel.close();
      }
    } finally {
      channelLock.unlock();
      closeLanes(0);
    }
  }

  /** Closes the lanes from one on, all of them even where one fails. */
  private void closeLanes(int first) throws IOException {
    if (first == lanes.length) {
      if (deleteOnClose) {
        Files.deleteIfExists(file);
      }
      return;
    }
    Lane lane = lanes[first];
    // Waits for who is using the descriptor: its number may belong to another file afterwards.
    lane.lock.lock();
    try {
      lane.file.close();
    } finally {
      lane.lock.unlock();
      closeLanes(first + 1);
    }
  }

  @Override
  public String toString() {
    return file + (writable ? "" : " (read-only)");
  }

  /** One descriptor with its own file position. */
  private static final class Lane {
    final ReentrantLock lock = new ReentrantLock();
    final RandomAccessFile file;

    Lane(File file, boolean writable) throws IOException {
      this.file = new RandomAccessFile(file, writable ? "rw" : "r");
    }
  }
}
