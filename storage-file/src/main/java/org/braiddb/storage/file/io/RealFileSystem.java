package org.braiddb.storage.file.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/** The file system of the machine. */
public final class RealFileSystem implements FileSystem {
  /** The only instance: it has no state. */
  public static final RealFileSystem INSTANCE = new RealFileSystem();

  private static final boolean DIRECTORIES_CAN_BE_SYNCED =
      !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private RealFileSystem() {}

  @Override
  public FileHandle open(String path, Access access, Purpose purpose) throws IOException {
    Path file = Path.of(path);
    if (access == Access.CREATE) {
      if (!Files.exists(file)) {
        // Closing this descriptor can drop no lock: the file did not exist a moment ago, and
        // within the process the store registry opens one database at a time.
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      }
    } else if (!Files.exists(file)) {
      throw new NoSuchFileException(path);
    }
    return RealFile.open(file, access != Access.READ_ONLY, purpose, false);
  }

  @Override
  public FileHandle openTemporary() throws IOException {
    Path file = Files.createTempFile("braid", ".tmp");
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return RealFile.open(file, true, Purpose.TEMPORARY, true);
    }
    FileHandle handle = RealFile.open(file, true, Purpose.TEMPORARY, false);
    Files.delete(file); // so that it goes with the process, however that ends
    return handle;
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(Path.of(path));
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(Path.of(path));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        Path.of(from),
        Path.of(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String resolve(String path) throws IOException {
    Path file = Path.of(path).toAbsolutePath();
    if (Files.exists(file)) {
      return file.toRealPath().toString();
    }
    if (Files.isSymbolicLink(file)) {
      Path parent = file.getParent();
      Path target = Files.readSymbolicLink(file);
      return resolve((parent == null ? target : parent.resolve(target)).toString());
    }
    Path parent = file.normalize().getParent();
    Path name = file.getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      return file.normalize().toString();
    }
    return parent.toRealPath().resolve(name).toString();
  }

  @Override
  public Object identity(String path) throws IOException {
    Path file = Path.of(path);
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key != null ? key : file.toRealPath(new LinkOption[0]);
  }

  @Override
  public void syncDirectory(String path) throws IOException {
    Path parent = Path.of(path).toAbsolutePath().getParent();
    if (parent == null || !DIRECTORIES_CAN_BE_SYNCED) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (!forceDirectory(parent)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** False where an interrupt closed the channel before the directory was forced. */
  private static boolean forceDirectory(Path path) throws IOException {
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }
}
