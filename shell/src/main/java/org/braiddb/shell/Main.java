package org.braiddb.shell;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.braiddb.shell.command.CommandTable;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.terminal.TerminalShell;

/** Where {@code ./braid} begins: gives the shell the streams of the process. */
public final class Main {
  private Main() {}

  /**
   * Runs the shell and ends the process with its exit status.
   *
   * @param arguments {@code [options] [file] [sql...]}
   */
  public static void main(String[] arguments) {
    Shell shell =
        new Shell(
            // A decoder of its own fails on bytes that are not UTF-8, where a charset would
            // replace.
            new BufferedReader(
                new InputStreamReader(
                    new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8.newDecoder())),
            output(FileDescriptor.out),
            output(FileDescriptor.err),
            new Terminal());
    System.exit(shell.run(List.of(arguments)));
  }

  /** An output in UTF-8, whatever the locale says, as SQLite's shell writes. */
  private static Output output(FileDescriptor stream) {
    return new Output(
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), 1 << 16));
  }

  /** The terminal of the process, if it has one. */
  private static final class Terminal implements Shell.Typing {
    @Override
    public boolean isPossible() {
      return System.console() != null && System.console().isTerminal();
    }

    @Override
    public void run(ShellSession session, CommandTable commands) {
      TerminalShell.onSystemTerminal(session, commands.names());
    }
  }
}
