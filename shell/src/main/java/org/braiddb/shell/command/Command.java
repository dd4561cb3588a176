package org.braiddb.shell.command;

import java.util.List;
import org.braiddb.shell.session.ShellSession;

/**
 * A dot command.
 *
 * @param name without the dot
 * @param arguments how its arguments are written in help
 * @param help what it does, in a line
 * @param fewest how many arguments it takes at least
 * @param most how many it takes at most
 */
record Command(String name, String arguments, String help, int fewest, int most, Action action) {
  /** What a command does. */
  interface Action {
    void run(ShellSession session, List<String> arguments);
  }

  String usage() {
    return ("." + name + " " + arguments).strip();
  }
}
