package org.braiddb.storage.file.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.FileSystem.Access;
import org.braiddb.storage.file.io.FileSystem.Purpose;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a backup goes: a file beside the target, and at the end the target itself.
 *
 * <p>Invariant: a database is replaced only while nobody has it open, in this process or in
 * another, and never one that has a log or journal beside it: those belong to the old file, and
 * would be played into the new one.
 */
final class BackupTarget {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackupTarget.class);
  private static final String SUFFIX = "-backup";

  private final FileSystem files;
  private final String path;
  private final String partial;
  private final Object claim;
  private final FileHandle handle;

  private BackupTarget(FileSystem files, String path, Object claim, FileHandle handle) {
    this.files = files;
    this.path = path;
    this.partial = path + SUFFIX;
    this.claim = claim;
    this.handle = handle;
  }

  /** One at a time writes the file beside a target. */
  private record Claim(String target) {}

  static BackupTarget open(FileSystem files, Path spelling) {
    if (Files.isDirectory(spelling)) {
      throw new CannotOpenException(
          ResultCode.CANTOPEN_ISDIR,
          "unable to open database file: " + spelling + " is a directory",
          null);
    }
    return OpenFiles.open(
        spelling.toString(), () -> open(files, files.resolve(spelling.toString())));
  }

  private static BackupTarget open(FileSystem files, String path) throws IOException {
    Claim claim = new Claim(path);
    if (!OpenFiles.claim(claim)) {
      throw new BusyException("database is locked: another backup to " + path + " is under way");
    }
    return OpenFiles.openClaimed(
        claim,
        () -> {
          whileNobodyHasIt(files, path, () -> {});
          return new BackupTarget(files, path, claim, openPartial(files, path));
        });
  }

  /** What is there of an earlier attempt is overwritten, but not while its process lives. */
  private static FileHandle openPartial(FileSystem files, String path) throws IOException {
    FileHandle handle = files.open(path + SUFFIX, Access.CREATE, Purpose.DATABASE);
    boolean ready = false;
    try {
      if (!DatabaseFile.tryLock(handle, 0, Long.MAX_VALUE, false)) {
        throw new BusyException("database is locked: another process makes a backup to " + path);
      }
      handle.truncate(0);
      ready = true;
      return handle;
    } finally {
      if (!ready) {
        handle.close();
      }
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Makes sure that what is at the target may be replaced, and does something meanwhile. */
  private static void whileNobodyHasIt(FileSystem files, String path, Action action)
      throws IOException {
    if (!files.exists(path)) {
      checkNothingBeside(files, path);
      action.run();
      return;
    }
    Object identity = files.identity(path);
    if (!OpenFiles.claim(identity)) {
      throw new BusyException(
          "database is locked: " + path + " is open in this process and cannot be replaced");
    }
    try {
      try (FileHandle old = files.open(path, Access.READ_WRITE, Purpose.DATABASE)) {
        checkIsDatabase(old);
        new DatabaseFile(old, true).lock(DatabaseFile.Lock.EXCLUSIVE, 0);
        checkNothingBeside(files, path);
      }
      action.run();
    } finally {
      OpenFiles.release(identity);
    }
  }

  private static void checkIsDatabase(FileHandle file) throws IOException {
    byte[] header = new byte[DatabaseHeader.SIZE];
    int length = file.read(header, 0, header.length, 0);
    if (length > 0 && !DatabaseHeader.hasMagic(header)) {
      throw FirstPage.notADatabase(file.path(), header, length); // so that it is not replaced
    }
  }

  private static void checkNothingBeside(FileSystem files, String path) throws IOException {
    for (String suffix : new String[] {"-wal", "-journal"}) {
      String beside = path + suffix;
      if (files.exists(beside) && !isEmpty(files, beside)) {
        throw new BusyException(
            "database is locked: "
                + beside
                + " belongs to a database that is open or was not closed; open and close it,"
                + " or remove that file");
      }
    }
  }

  private static boolean isEmpty(FileSystem files, String path) throws IOException {
    try (FileHandle file = files.open(path, Access.READ_ONLY, Purpose.LOG)) {
      return file.size() == 0;
    }
  }

  String path() {
    return path;
  }

  void write(byte[] source, int length, long position) throws IOException {
    handle.write(source, 0, length, position);
  }

  /** Makes the copy durable and gives it its name. */
  void complete(long size) throws IOException {
    handle.truncate(size);
    handle.force(true);
    handle.close();
    whileNobodyHasIt(files, path, () -> files.rename(partial, path));
    files.syncDirectory(path);
    OpenFiles.release(claim);
  }

  /** Removes what was written. */
  void abandon() {
    try {
      handle.close();
      files.delete(partial);
    } catch (IOException e) {
      LOGGER.warn("{}: removing an incomplete backup failed", partial, e);
    } finally {
      OpenFiles.release(claim);
    }
  }
}
