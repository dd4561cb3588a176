package org.braiddb.jdbc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braiddb.sql.Backup;
import org.braiddb.sql.Connection;
import org.braiddb.sql.SqlException;

/**
 * The statement {@code backup [SCHEMA] to FILE}, which is not SQL but what users of the SQLite
 * driver know: names and files may stand in single or double quotes.
 */
record BackupCommand(String schema, String file) {
  private static final String WORD = "(\"[^\"]*\"|'[^']*'|[^\\s;]+)";

  private static final String FORM =
      "\\s*backup(?:\\s+" + WORD + ")?\\s+to\\s+" + WORD + "\\s*;?\\s*";

  /** The command that a text is, if it is one. */
  static Optional<BackupCommand> parse(String text) {
    if (!StatementKeyword.of(text).word().equals("BACKUP")) {
      return Optional.empty();
    }
    Matcher matcher = Pattern.compile(FORM, Pattern.CASE_INSENSITIVE).matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String schema = matcher.group(1) == null ? "main" : unquoted(matcher.group(1));
    return Optional.of(new BackupCommand(schema, unquoted(matcher.group(2))));
  }

  private static String unquoted(String word) {
    char first = word.charAt(0);
    return first == '"' || first == '\'' ? word.substring(1, word.length() - 1) : word;
  }

  /** Makes the copy. */
  void run(Connection engine) throws SQLException {
    try (Backup backup = engine.startBackup(schema, Path.of(file))) {
      backup.step(-1);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    } catch (InvalidPathException e) {
      throw SqlErrors.misuse("not a file name: " + file);
    }
  }
}
