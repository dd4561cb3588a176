package org.braiddb.shell.terminal;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braiddb.shell.output.OutputMode;
import org.braiddb.shell.text.SqlKeywords;
import org.braiddb.shell.text.SqlText;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Offers dot commands, the modes after {@code .mode}, columns of a table after its name and a dot,
 * and otherwise keywords, tables and columns. Keywords follow the case of what is typed.
 */
final class NameCompleter implements Completer {
  private static final Pattern QUALIFIER = Pattern.compile("([\\p{L}\\p{N}_$]+)\\.$");

  private final SchemaNames names;
  private final List<String> commands;

  NameCompleter(SchemaNames names, List<String> commands) {
    this.names = names;
    this.commands = commands;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    EntryParser.Word word = (EntryParser.Word) line;
    if (word.line().startsWith(".")) {
      completeCommand(word, candidates);
      return;
    }
    Matcher qualifier = QUALIFIER.matcher(word.before());
    if (qualifier.find()) {
      add(candidates, names.columnsOf(qualifier.group(1)), "columns");
      return;
    }
    add(candidates, names.tables(), "tables");
    add(candidates, names.columns(), "columns");
    if (!word.word().isEmpty()) {
      boolean lower = Character.isLowerCase(word.word().charAt(0));
      for (String keyword : SqlKeywords.all()) {
        String text = lower ? keyword.toLowerCase(Locale.ROOT) : keyword;
        candidates.add(new Candidate(text, text, "keywords", null, null, null, true));
      }
    }
  }

  private void completeCommand(EntryParser.Word word, List<Candidate> candidates) {
    if (word.isFirst()) {
      commands.forEach(
          name -> candidates.add(new Candidate(name, name, null, null, null, null, true)));
    } else if (word.before().startsWith(".mode ")) {
      add(candidates, OutputMode.spellings(), "modes");
    } else {
      add(candidates, names.tables(), "tables");
    }
  }

  private static void add(List<Candidate> candidates, List<String> names, String group) {
    for (String name : names) {
      String text = SqlText.name(name);
      candidates.add(new Candidate(text, name, group, null, null, null, true));
    }
  }
}
