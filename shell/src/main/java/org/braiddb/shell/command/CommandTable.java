package org.braiddb.shell.command;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.DotCommands;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.text.CommandWords;

/** All dot commands. A name may be shortened as long as only one command begins with it. */
public final class CommandTable implements DotCommands {
  private static final int NEAR = 2;

  private final List<Command> commands =
      Stream.of(
              SettingCommands.all(),
              SchemaCommands.all(),
              FileCommands.all(),
              List.of(
                  new Command(
                      "help", "?COMMAND?", "Tell what commands there are", 0, 1, this::help)))
          .flatMap(List::stream)
          .sorted(Comparator.comparing(Command::name))
          .toList();

  /** The names of all commands, with their dots, sorted. */
  public List<String> names() {
    return commands.stream().map(command -> "." + command.name()).toList();
  }

  @Override
  public void run(ShellSession session, String line) {
    List<String> words = CommandWords.split(line.strip().substring(1));
    if (words.isEmpty()) {
      throw new CommandException("a command is missing after the dot; .help lists them");
    }
    Command command = find(words.getFirst());
    List<String> arguments = words.subList(1, words.size());
    if (arguments.size() < command.fewest() || arguments.size() > command.most()) {
      throw new CommandException("usage: " + command.usage());
    }
    command.action().run(session, arguments);
  }

  private Command find(String name) {
    List<Command> found =
        commands.stream().filter(command -> command.name().startsWith(name)).toList();
    return found.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseGet(() -> {
          if (found.size() == 1) {
            return found.getFirst();
          }
          throw new CommandException(
              found.isEmpty()
                  ? "unknown command \"." + name + "\"; " + nearest(name)
                  : "\"." + name + "\" may be " + list(found));
        });
  }

  private String nearest(String name) {
    List<Command> near =
        commands.stream()
            .filter(command ->
                EditDistance.of(command.name(), name) <= NEAR || name.startsWith(command.name()))
            .toList();
    return near.isEmpty() ? ".help lists them" : "did you mean " + list(near) + "?";
  }

  private static String list(List<Command> commands) {
    return commands.stream().map(c -> "." + c.name()).collect(Collectors.joining(" or "));
  }

  private void help(ShellSession session, List<String> arguments) {
    if (!arguments.isEmpty()) {
      Command command = find(arguments.getFirst().replaceFirst("^\\.", ""));
      session.out().line(command.usage());
      session.out().line("  " + command.help());
      return;
    }
    int width = commands.stream().mapToInt(c -> c.usage().length()).max().orElse(0);
    for (Command command : commands) {
      String usage = command.usage();
      session.out().line(usage + " ".repeat(width - usage.length() + 2) + command.help());
    }
    session.out().line("Everything else is SQL; a statement ends with a semicolon.");
  }
}
