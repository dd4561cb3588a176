package org.braiddb.storage.file.io;

import java.io.IOException;

/**
 * Where files live. Implementations are safe for use by any thread.
 *
 * <p>Paths are strings in the implementation's own syntax; the caller only ever appends suffixes
 * such as {@code -wal} to a path that {@link #resolve(String)} returned.
 */
public interface FileSystem {
  /** How a file is opened. */
  enum Access {
    /** The file must exist; nothing is ever written. */
    READ_ONLY,
    /** The file must exist. */
    READ_WRITE,
    /** The file is created, empty, if it does not exist. */
    CREATE
  }

  /** What a file is for, which decides how it may be opened. */
  enum Purpose {
    /** Carries locks: its descriptors live exactly as long as its handle. */
    DATABASE,
    /** Appended to and forced often; carries no locks. */
    LOG,
    /** Private to its opener, worthless after a crash, gone when the handle closes. */
    TEMPORARY
  }

  /**
   * Opens a file.
   *
   * @throws java.nio.file.NoSuchFileException when it does not exist and {@code access} is not
   *     {@link Access#CREATE}
   * @throws java.nio.file.AccessDeniedException when the permissions do not allow {@code access}
   */
  FileHandle open(String path, Access access, Purpose purpose) throws IOException;

  /** Opens a new, empty temporary file. */
  FileHandle openTemporary() throws IOException;

  /** Whether a regular file is there. */
  boolean exists(String path) throws IOException;

  /** Removes a file; nothing happens when there is none. Durable after {@link #syncDirectory}. */
  void delete(String path) throws IOException;

  /**
   * Gives a file another name in the same directory; a file that has that name is gone. After a
   * crash the name is that of the one file or of the other. Durable after {@link #syncDirectory}.
   */
  void rename(String from, String to) throws IOException;

  /** The absolute path of a file, existing or not, with symbolic links resolved. */
  String resolve(String path) throws IOException;

  /**
   * What tells one existing file from another, however it is spelled: equal for two paths exactly
   * if they lead to the same file. Does not open the file.
   */
  Object identity(String path) throws IOException;

  /** Makes creations, removals and new names in the directory of {@code path} durable. */
  void syncDirectory(String path) throws IOException;
}
