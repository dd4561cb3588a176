package org.braiddb.storage.file.io;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Files on the heap, for {@code :memory:} and temporary databases. They live as long as the file
 * system is reachable and their names are not deleted. Nothing here is slower than memory, so
 * forcing does nothing, and locks are always granted: nobody else can see these files.
 */
public final class MemoryFileSystem implements FileSystem {
  private final ConcurrentMap<String, MemoryFile> files = new ConcurrentHashMap<>();

  @Override
  public FileHandle open(String path, Access access, Purpose purpose) throws IOException {
    if (access == Access.CREATE) {
      return files.computeIfAbsent(path, MemoryFile::new);
    }
    MemoryFile file = files.get(path);
    if (file == null) {
      throw new NoSuchFileException(path);
    }
    return file;
  }

  @Override
  public FileHandle openTemporary() {
    return new MemoryFile("temporary");
  }

  @Override
  public boolean exists(String path) {
    return files.containsKey(path);
  }

  @Override
  public void delete(String path) {
    files.remove(path);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    MemoryFile file = files.remove(from);
    if (file == null) {
      throw new NoSuchFileException(from);
    }
    files.put(to, file);
  }

  @Override
  public String resolve(String path) {
    return path;
  }

  @Override
  public Object identity(String path) {
    return path;
  }

  @Override
  public void syncDirectory(String path) {
    // Nothing outlives the process.
  }
}
