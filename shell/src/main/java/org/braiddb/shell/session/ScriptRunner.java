package org.braiddb.shell.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.braiddb.shell.text.StatementScanner;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script: collects lines until a statement is complete and runs it, then the next. A line
 * that begins with a dot where no statement is begun is a command. As SQLite's shell does, it goes
 * on after a failure unless {@link Switches#bail()} says otherwise.
 */
public final class ScriptRunner {
  private final ShellSession session;
  private final BufferedReader lines;
  private final String file;
  private final StatementScanner scanner = new StatementScanner();
  private final StringBuilder text = new StringBuilder();
  private int lineNumber;
  private int firstLine;

  /**
   * A script yet to be run.
   *
   * @param file what messages call it; empty for standard input
   */
  public ScriptRunner(ShellSession session, BufferedReader lines, String file) {
    this.session = session;
    this.lines = lines;
    this.file = file;
  }

  /**
   * Runs the script to its end, to a command that ends the shell, to an interrupt, or, where that
   * is switched on, to its first failure.
   *
   * @return whether nothing failed
   * @throws CommandException where the script cannot be read on
   */
  public boolean run() {
    boolean good = true;
    for (String line = next(); line != null; line = next()) {
      good &= accept(line);
      if (stops(good)) {
        return good;
      }
    }
    return text.isEmpty() ? good : runText() && good;
  }

  private boolean stops(boolean good) {
    return session.isExiting() || session.isInterrupted() || !good && session.switches().bail();
  }

  private @Nullable String next() {
    try {
      String line = lines.readLine();
      lineNumber++;
      return line != null && lineNumber == 1 && line.startsWith("\uFEFF")
          ? line.substring(1)
          : line;
    } catch (CharacterCodingException e) {
      throw new CommandException(name() + " is not UTF-8 text near line " + (lineNumber + 1), e);
    } catch (IOException e) {
      throw new CommandException("cannot read " + name() + ": " + e.getMessage(), e);
    }
  }

  private String name() {
    return file.isEmpty() ? "standard input" : file;
  }

  private boolean accept(String line) {
    if (text.isEmpty()) {
      if (line.startsWith(".")) {
        return session.runCommand(line, new Origin(file, lineNumber));
      }
      firstLine = lineNumber;
    }
    String withEnd = line + '\n';
    text.append(withEnd);
    scanner.feed(withEnd);
    return !scanner.isComplete() || runText();
  }

  private boolean runText() {
    String sql = text.toString();
    text.setLength(0);
    scanner.reset();
    return session.runSql(sql, new Origin(file, firstLine));
  }
}
