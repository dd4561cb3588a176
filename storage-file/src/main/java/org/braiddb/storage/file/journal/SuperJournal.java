package org.braiddb.storage.file.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.FileSystem.Access;
import org.braiddb.storage.file.io.FileSystem.Purpose;

/**
 * The file that decides about the journals of a transaction of several databases: its paths, each
 * ended by a zero byte. While it exists, they are to be rolled back.
 */
public final class SuperJournal {
  /**
   * How SQLite names them. A journal may name anything, and what else it names is not even opened:
   * closing a database that is open in this process would drop its locks.
   */
  private static final Pattern NAME = Pattern.compile(".*-mj[0-9A-F]{6}9[0-9A-F]{2}");

  private static final int MOST_BYTES = 1 << 20;

  private SuperJournal() {}

  /**
   * Removes a super-journal after one of its journals was rolled back and removed, unless another
   * still needs it. Leaves what is no super-journal of that journal.
   */
  public static void removeIfDone(FileSystem files, String path, String rolledBack)
      throws IOException {
    if (!NAME.matcher(path).matches()) {
      return;
    }
    List<String> journals = journals(files, path);
    if (!journals.contains(rolledBack)) {
      return;
    }
    for (String journal : journals) {
      if (journal.endsWith("-journal") && files.exists(journal) && needs(files, journal, path)) {
        return;
      }
    }
    files.delete(path);
  }

  private static List<String> journals(FileSystem files, String path) throws IOException {
    try (FileHandle file = files.open(path, Access.READ_ONLY, Purpose.LOG)) {
      byte[] names = new byte[(int) Math.min(file.size(), MOST_BYTES)];
      int length = file.read(names, 0, names.length, 0);
      return List.of(new String(names, 0, length, StandardCharsets.UTF_8).split("\0"));
    }
  }

  private static boolean needs(FileSystem files, String journal, String path) throws IOException {
    try (FileHandle file = files.open(journal, Access.READ_ONLY, Purpose.LOG)) {
      return RollbackJournal.superJournalOf(file).equals(path);
    }
  }
}
