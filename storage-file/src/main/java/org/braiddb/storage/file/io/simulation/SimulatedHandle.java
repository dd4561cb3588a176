package org.braiddb.storage.file.io.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.file.io.FileHandle;

/** One opening of a file: it can be used until it is closed, and its locks go with it. */
final class SimulatedHandle implements FileHandle {
  private final SimulatedFileSystem system;
  private final SimulatedFile file;
  private final List<SimulatedFile.Range> locks = new ArrayList<>();
  private boolean closed;

  SimulatedHandle(SimulatedFileSystem system, SimulatedFile file) {
    this.system = system;
    this.file = file;
  }

  private SimulatedFile file() throws ClosedChannelException {
    synchronized (system) {
      if (closed) {
        throw new ClosedChannelException();
      }
      return file;
    }
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public int readSome(byte[] target, int offset, int length, long position) throws IOException {
    return file().readSome(target, offset, length, position);
  }

  @Override
  public void write(byte[] source, int offset, int length, long position) throws IOException {
    file().write(source, offset, length, position);
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    write(bytes, 0, bytes.length, position);
  }

  @Override
  public long size() throws IOException {
    return file().size();
  }

  @Override
  public void truncate(long size) throws IOException {
    file().truncate(size);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    file().force(metadata);
  }

  @Override
  public boolean tryLock(long position, long size, boolean shared) throws IOException {
    SimulatedFile.Range range = new SimulatedFile.Range(position, size);
    synchronized (system) {
      return file().tryLock(range) && locks.add(range);
    }
  }

  @Override
  public void unlock(long position, long size) throws IOException {
    SimulatedFile.Range range = new SimulatedFile.Range(position, size);
    synchronized (system) {
      if (!locks.contains(range)) {
        throw new IllegalStateException("not locked: " + range + " of " + path());
      }
      file().unlock(range);
      locks.remove(range);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (system) {
      if (closed) {
        return;
      }
      closed = true;
      file.unlockAll(locks);
      system.closed(this);
    }
  }

  @Override
  public String toString() {
    return path();
  }
}
