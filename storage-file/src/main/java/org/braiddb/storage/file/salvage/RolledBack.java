package org.braiddb.storage.file.salvage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.FileSystem.Access;
import org.braiddb.storage.file.io.FileSystem.Purpose;
import org.braiddb.storage.file.journal.RollbackJournal;

/**
 * A database file as it would be with its hot journal played back; the file itself is left alone.
 * What the journal says of lengths is believed no further than the two files reach (V1).
 */
public final class RolledBack implements FileHandle {
  private static final int UNIT = 512;

  private final FileHandle file;
  private final FileHandle restored;
  private final BitSet restoredUnits = new BitSet();
  private final long most;
  private long size;

  private RolledBack(FileHandle file, FileHandle restored, long journalSize) throws IOException {
    this.file = file;
    this.restored = restored;
    this.size = file.size();
    this.most = size + journalSize;
  }

  /** The file itself, if there is no journal beside it that would be played back. */
  public static FileHandle of(FileSystem files, FileHandle file) throws IOException {
    String name = file.path() + "-journal";
    if (!files.exists(name)) {
      return file;
    }
    try (FileHandle handle = files.open(name, Access.READ_ONLY, Purpose.LOG)) {
      RolledBack result = new RolledBack(file, files.openTemporary(), handle.size());
      boolean done = false;
      try {
        RollbackJournal journal = new RollbackJournal(handle, result);
        String superJournal = journal.superJournal();
        if (journal.hasContent() && (superJournal.isEmpty() || files.exists(superJournal))) {
          journal.rollback();
          done = true;
          return result;
        }
        return file;
      } finally {
        if (!done) {
          result.close();
        }
      }
    }
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public int readSome(byte[] target, int offset, int length, long position) throws IOException {
    int unit = (int) (position / UNIT);
    int wanted = (int) Math.min(length, Math.min(size, (unit + 1L) * UNIT) - position);
    if (wanted <= 0) {
      return 0;
    }
    FileHandle source = restoredUnits.get(unit) ? restored : file;
    int count = source.read(target, offset, wanted, position);
    // A page behind the end of the file was restored, but not this one.
    Arrays.fill(target, offset + count, offset + wanted, (byte) 0);
    return wanted;
  }

  @Override
  public void write(byte[] source, int offset, int length, long position) throws IOException {
    if (position + length > most) {
      return;
    }
    restored.write(source, offset, length, position);
    restoredUnits.set((int) (position / UNIT), (int) ((position + length) / UNIT));
    size = Math.max(size, position + length);
  }

  @Override
  public void write(ByteBuffer source, long position) {
    throw new UnsupportedOperationException("a journal is played back from arrays");
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void truncate(long newSize) {
    size = Math.min(size, newSize);
  }

  @Override
  public void force(boolean metadata) {
    // Nothing of it is to last.
  }

  @Override
  public boolean tryLock(long position, long length, boolean shared) throws IOException {
    return file.tryLock(position, length, shared);
  }

  @Override
  public void unlock(long position, long length) throws IOException {
    file.unlock(position, length);
  }

  /** Gives up what was restored; the file belongs to whoever opened it. */
  @Override
  public void close() throws IOException {
    restored.close();
  }
}
