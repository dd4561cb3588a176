package org.braiddb.shell.session;

/** Runs the commands that begin with a dot. */
public interface DotCommands {
  /**
   * Runs a command.
   *
   * @param line the line, dot included
   * @throws CommandException where the command is unknown, is used wrongly or fails
   */
  void run(ShellSession session, String line);
}
