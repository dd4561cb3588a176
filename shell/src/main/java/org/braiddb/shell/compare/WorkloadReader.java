package org.braiddb.shell.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.text.CommandWords;
import org.braiddb.storage.Durability;

/** Reads workload files: lines that begin with a dot say what the lines after them are. */
final class WorkloadReader {
  private static final int MOST_THREADS = 10_000;

  private enum Section {
    SETUP,
    TRANSACTION,
    CHECK
  }

  private final String file;
  private final Map<Section, StringBuilder> sections = new EnumMap<>(Section.class);
  private final List<Parameter> parameters = new ArrayList<>();
  private Optional<Section> section = Optional.empty();
  private int threads = 8;
  private Duration warmUp = Duration.ofSeconds(10);
  private Duration seconds = Duration.ofSeconds(5);
  private OptionalLong transactions = OptionalLong.empty();
  private List<String> modes = List.of();
  private Durability synchronous = Durability.FULL;
  private Optional<Path> directory = Optional.empty();
  private int lineNumber;

  private WorkloadReader(String file) {
    this.file = file;
  }

  /**
   * Reads a workload.
   *
   * @param file what messages call it
   * @throws CommandException where a line is not understood or a section is missing
   */
  static WorkloadFile read(String file, List<String> lines) {
    WorkloadReader reader = new WorkloadReader(file);
    lines.forEach(reader::line);
    return reader.finish();
  }

  private void line(String line) {
    lineNumber++;
    if (line.startsWith(".")) {
      directive(CommandWords.split(line.substring(1)));
    } else if (section.isPresent()) {
      sections.computeIfAbsent(section.get(), s -> blankLines()).append(line).append('\n');
    } else if (!line.isBlank() && !line.startsWith("--")) {
      throw wrong("SQL before .setup or .transaction");
    }
  }

  /** As many empty lines as come before, so that messages about the section count as the file. */
  private StringBuilder blankLines() {
    return new StringBuilder("\n".repeat(lineNumber - 1));
  }

  private void directive(List<String> words) {
    String name = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
    switch (name) {
      case "setup" -> begin(Section.SETUP);
      case "transaction" -> begin(Section.TRANSACTION);
      case "check" -> begin(Section.CHECK);
      case "threads" -> threads = (int) number(single(name, rest), 1, MOST_THREADS);
      case "warmup" -> warmUp = Duration.ofSeconds(number(single(name, rest), 0, 3600));
      case "seconds" -> seconds = Duration.ofSeconds(number(single(name, rest), 1, 3600));
      case "transactions" ->
          transactions = OptionalLong.of(number(single(name, rest), 1, 1_000_000_000));
      case "modes" -> modes = List.copyOf(rest);
      case "synchronous" -> synchronous = level(single(name, rest));
      case "directory" -> directory = Optional.of(Path.of(single(name, rest)));
      case "param" -> parameters.add(parameter(rest));
      default ->
          throw wrong(
              "unknown directive \"."
                  + name
                  + "\"; there are .setup, .transaction, .check, .threads, .warmup,"
                  + " .seconds, .transactions, .modes, .synchronous, .directory and .param");
    }
  }

  private void begin(Section next) {
    if (sections.containsKey(next)) {
      throw wrong("a second ." + next.name().toLowerCase(Locale.ROOT));
    }
    section = Optional.of(next);
  }

  private String single(String name, List<String> words) {
    if (words.size() != 1) {
      throw wrong("." + name + " takes one word");
    }
    return words.getFirst();
  }

  private long number(String word, long least, long most) {
    try {
      long value = Long.parseLong(word.replace("_", ""));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong("not a whole number: " + word);
    }
    throw wrong("not from " + least + " to " + most + ": " + word);
  }

  private Durability level(String word) {
    try {
      return Durability.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong("unknown level of synchronous: " + word);
    }
  }

  private Parameter parameter(List<String> words) {
    if (words.size() < 2) {
      throw wrong("usage: .param NAME KIND ?ARGUMENT...?");
    }
    List<String> arguments = words.subList(2, words.size());
    return new Parameter(words.getFirst().replaceFirst("^:", ""), kind(words.get(1), arguments));
  }

  private Parameter.Kind kind(String kind, List<String> arguments) {
    return switch (kind) {
      case "random" -> {
        long from = bound(kind, arguments, 0);
        yield new Parameter.Uniform(from, number(arguments.get(1), from, Long.MAX_VALUE - 1));
      }
      case "skewed" -> {
        long from = bound(kind, arguments, 0);
        yield new Parameter.Skewed(from, number(arguments.get(1), from, from + 100_000_000));
      }
      case "choice" -> {
        if (arguments.isEmpty()) {
          throw wrong("choice takes the words to choose among");
        }
        yield new Parameter.Choice(List.copyOf(arguments));
      }
      case "text" -> new Parameter.Text((int) number(single(kind, arguments), 0, 1_000_000));
      case "client" -> new Parameter.Client();
      case "counter" -> new Parameter.Counter();
      default ->
          throw wrong(
              "unknown kind of parameter \""
                  + kind
                  + "\"; there are random, skewed, choice, text, client and counter");
    };
  }

  private long bound(String kind, List<String> arguments, int index) {
    if (arguments.size() != 2) {
      throw wrong(kind + " takes a lower and an upper bound");
    }
    return number(arguments.get(index), Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);
  }

  private WorkloadFile finish() {
    if (!sections.containsKey(Section.TRANSACTION)) {
      throw new CommandException(file + " has no .transaction, or nothing in it");
    }
    return new WorkloadFile(
        threads,
        warmUp,
        seconds,
        transactions,
        modes,
        synchronous,
        directory,
        List.copyOf(parameters),
        text(Section.SETUP),
        text(Section.TRANSACTION),
        text(Section.CHECK));
  }

  private String text(Section wanted) {
    return sections.getOrDefault(wanted, new StringBuilder()).toString();
  }

  private CommandException wrong(String what) {
    return new CommandException("line " + lineNumber + " of " + file + ": " + what);
  }
}
