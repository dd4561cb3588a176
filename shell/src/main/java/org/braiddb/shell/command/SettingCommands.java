package org.braiddb.shell.command;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.output.OutputMode;
import org.braiddb.shell.output.OutputSettings;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.ShellSession;

/** The commands that set how the shell behaves and looks, and those that end it. */
final class SettingCommands {
  private static final String ON_OFF = "on|off";

  private SettingCommands() {}

  static List<Command> all() {
    return List.of(
        new Command("mode", "?MODE? ?TABLE?", modeHelp(), 0, 2, SettingCommands::mode),
        new Command(
            "headers",
            ON_OFF,
            "Show the names of columns, or do not",
            1,
            1,
            (session, words) -> session.look().setHeaders(isOn(words))),
        new Command(
            "nullvalue",
            "TEXT",
            "Show TEXT for NULL",
            1,
            1,
            (session, words) -> session.look().setNullValue(words.getFirst())),
        new Command(
            "separator",
            "TEXT",
            "Part values by TEXT in mode list",
            1,
            1,
            (session, words) -> session.look().setColumnSeparator(words.getFirst())),
        new Command(
            "timer",
            ON_OFF,
            "Show how long each statement takes",
            1,
            1,
            (session, words) -> session.switches().setTimer(isOn(words))),
        new Command(
            "changes",
            ON_OFF,
            "Show how many rows each statement has changed",
            1,
            1,
            (session, words) -> session.switches().setChanges(isOn(words))),
        new Command(
            "echo",
            ON_OFF,
            "Show statements and commands before they run",
            1,
            1,
            (session, words) -> session.switches().setEcho(isOn(words))),
        new Command(
            "bail",
            ON_OFF,
            "End scripts at their first failure",
            1,
            1,
            (session, words) -> session.switches().setBail(isOn(words))),
        new Command(
            "timeout",
            "MILLISECONDS",
            "Wait this long for others who hold the database",
            1,
            1,
            (session, words) ->
                session.connection().setBusyTimeout(Duration.ofMillis(number(words.getFirst())))),
        new Command("show", "", "Show the settings", 0, 0, SettingCommands::show),
        new Command(
            "print",
            "TEXT...",
            "Print TEXT",
            0,
            Integer.MAX_VALUE,
            (session, words) -> session.out().line(String.join(" ", words))),
        new Command("quit", "", "Leave the shell", 0, 0, SettingCommands::quit),
        new Command(
            "exit",
            "?STATUS?",
            "Leave the shell with an exit status",
            0,
            1,
            SettingCommands::quit));
  }

  private static String modeHelp() {
    return "Show rows as " + String.join(", ", OutputMode.spellings());
  }

  private static void mode(ShellSession session, List<String> words) {
    OutputSettings look = session.look();
    if (words.isEmpty()) {
      session.out().line("current output mode: " + look.mode().spelling());
      return;
    }
    OutputMode mode = mode(words.getFirst());
    if (words.size() == 2 && mode != OutputMode.INSERT) {
      throw new CommandException("only mode insert takes a table");
    }
    look.setMode(mode);
    if (words.size() == 2) {
      look.setInsertTable(words.get(1));
    }
  }

  private static OutputMode mode(String name) {
    return OutputMode.named(name)
        .orElseThrow(() ->
            new CommandException(
                "unknown mode \""
                    + name
                    + "\"; there are "
                    + String.join(", ", OutputMode.spellings())));
  }

  private static boolean isOn(List<String> words) {
    return switch (words.getFirst().toLowerCase(Locale.ROOT)) {
      case "on", "yes", "true", "1" -> true;
      case "off", "no", "false", "0" -> false;
      default -> throw new CommandException("neither on nor off: \"" + words.getFirst() + "\"");
    };
  }

  private static int number(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw new CommandException("not a whole number: \"" + word + "\"", e);
    }
  }

  private static void quit(ShellSession session, List<String> words) {
    session.exit(words.isEmpty() ? session.exitStatus() : number(words.getFirst()));
  }

  private static void show(ShellSession session, List<String> words) {
    Output out = session.out();
    OutputSettings look = session.look();
    setting(out, "bail", onOff(session.switches().bail()));
    setting(out, "changes", onOff(session.switches().changes()));
    setting(out, "echo", onOff(session.switches().echo()));
    setting(out, "filename", session.database().place());
    setting(out, "headers", onOff(look.headers()));
    setting(out, "mode", look.mode().spelling());
    setting(out, "nullvalue", '"' + look.nullValue() + '"');
    setting(out, "output", session.console().outName());
    setting(out, "separator", '"' + look.columnSeparator() + '"');
    setting(out, "timeout", session.connection().busyTimeout().toMillis() + " ms");
    setting(out, "timer", onOff(session.switches().timer()));
  }

  private static void setting(Output out, String name, String value) {
    out.line(" ".repeat(12 - name.length()) + name + ": " + value);
  }

  private static String onOff(boolean value) {
    return value ? "on" : "off";
  }
}
