package org.braiddb.shell.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a dot command into words. Blanks part words; single quotes keep everything as it is,
 * double quotes know the escapes {@code \n \t \r \\ \"}.
 */
public final class CommandWords {
  private final String line;
  private int at;

  private CommandWords(String line) {
    this.line = line;
  }

  /** The words of a line; a quote that is not closed ends with the line. */
  public static List<String> split(String line) {
    CommandWords words = new CommandWords(line.strip());
    List<String> result = new ArrayList<>();
    while (words.skipBlanks()) {
      result.add(words.next());
    }
    return result;
  }

  private boolean skipBlanks() {
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at < line.length();
  }

  private String next() {
    char first = line.charAt(at);
    if (first == '\'' || first == '"') {
      at++;
      return quoted(first);
    }
    int start = at;
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return line.substring(start, at);
  }

  private String quoted(char quote) {
    StringBuilder word = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        break;
      }
      word.append(c == '\\' && quote == '"' && at < line.length() ? escape() : c);
    }
    return word.toString();
  }

  private char escape() {
    char c = line.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
