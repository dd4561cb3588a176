package org.braiddb.shell.command;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.transfer.Recover;
import org.braiddb.sql.Database;
import org.braiddb.sql.Salvage;

/** {@code .recover}: what can still be read of a damaged database, as a script. */
final class RecoverCommand implements Command.Action {
  /** What it takes. */
  static final String ARGUMENTS = "?--ignore-freelist? ?--lost-and-found TABLE? ?FILE?";

  @Override
  public void run(ShellSession session, List<String> words) {
    boolean free = true;
    String lostTable = "lost_and_found";
    List<String> files = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (word.equals("--ignore-freelist")) {
        free = false;
      } else if (word.equals("--lost-and-found") && at + 1 < words.size()) {
        lostTable = words.get(++at);
      } else if (!word.startsWith("-")) {
        files.add(word);
      } else {
        throw usage();
      }
    }
    if (files.size() > 1) {
      throw usage();
    }
    recover(session, files, free, lostTable);
  }

  private static CommandException usage() {
    return new CommandException("usage: .recover " + ARGUMENTS);
  }

  private static void recover(
      ShellSession session, List<String> files, boolean free, String lostTable) {
    Recover script = new Recover(session.out(), lostTable);
    if (!files.isEmpty()) {
      Database other = Database.at(files.getFirst(), session.database().options());
      Salvage.run(other, free, script, session::isInterrupted);
    } else if (session.connection().autocommit()) {
      session.disconnected(
          () -> Salvage.run(session.database(), free, script, session::isInterrupted));
    } else {
      throw new CommandException("a transaction is open: end it first");
    }
    script.finish();
  }
}
