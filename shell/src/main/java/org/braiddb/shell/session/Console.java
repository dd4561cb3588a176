package org.braiddb.shell.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.braiddb.shell.output.Output;

/** The streams of the shell, and the file that results go to for a while. */
public final class Console {
  private final Output standard;
  private final Output errors;
  private Optional<Output> file = Optional.empty();
  private String fileName = "stdout";
  private boolean once;
  private boolean onceIsNew;

  /** A console over standard output and standard error. */
  public Console(Output standard, Output errors) {
    this.standard = standard;
    this.errors = errors;
  }

  /** Where results go. */
  public Output out() {
    return file.orElse(standard);
  }

  /** What {@link #out()} writes to. */
  public String outName() {
    return fileName;
  }

  /** Prints a message to the error stream, after the results so far. */
  public void error(String message) {
    out().flush();
    errors.line(message);
    errors.flush();
  }

  /**
   * Sends results to a file, which is emptied first.
   *
   * @param forOneCommand whether only those of the next statement or command
   * @throws CommandException where the file cannot be written
   */
  public void redirect(Path target, boolean forOneCommand) {
    restore();
    try {
      file = Optional.of(new Output(Files.newBufferedWriter(target)));
    } catch (IOException e) {
      throw new CommandException("cannot write \"" + target + "\": " + e, e);
    }
    fileName = target.toString();
    once = forOneCommand;
    onceIsNew = forOneCommand;
  }

  /** Sends results to standard output again. */
  public void restore() {
    Optional<Output> before = file;
    file = Optional.empty();
    fileName = "stdout";
    once = false;
    before.ifPresent(Output::close);
  }

  /** Called when a text of SQL has run. */
  void endStatement() {
    if (once) {
      restore();
    }
    flush();
  }

  /** Called when a dot command has run; the one that asked for a file does not use it up. */
  void endCommand() {
    if (once && !onceIsNew) {
      restore();
    }
    onceIsNew = false;
    flush();
  }

  /** Hands over what was printed. */
  public void flush() {
    standard.flush();
    file.ifPresent(Output::flush);
  }
}
