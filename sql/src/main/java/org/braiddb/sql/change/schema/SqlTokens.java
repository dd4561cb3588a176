package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tokens of a definition that has been parsed before, so that it can be cut between them. */
final class SqlTokens {
  private final String sql;
  private final List<Token> tokens = new ArrayList<>();

  /** A token: the range of the text that it takes. */
  record Token(int start, int end) {}

  SqlTokens(String sql) {
    this.sql = sql;
    int at = SqlGaps.nextToken(sql, 0);
    while (at < sql.length()) {
      int end = end(at);
      tokens.add(new Token(at, end));
      at = SqlGaps.nextToken(sql, end);
    }
  }

  /** A text from its first to its last token. */
  static String trimmed(String text) {
    SqlTokens all = new SqlTokens(text);
    return text.substring(all.get(0).start(), all.get(all.size() - 1).end());
  }

  private int end(int start) {
    char first = sql.charAt(start);
    if (first == '"' || first == '\'' || first == '`') {
      return quoted(start, first);
    }
    if (first == '[') {
      return sql.indexOf(']', start) + 1;
    }
    int end = start + 1;
    if (isWord(first)) {
      while (end < sql.length() && isWord(sql.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private int quoted(int start, char quote) {
    int at = start + 1;
    while (at < sql.length()) {
      if (sql.charAt(at) != quote) {
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return at;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 128;
  }

  int size() {
    return tokens.size();
  }

  Token get(int index) {
    return tokens.get(index);
  }

  /** The text of a token in capitals. */
  String word(int index) {
    Token token = tokens.get(index);
    return sql.substring(token.start(), token.end()).toUpperCase(Locale.ROOT);
  }

  /** Whether the token is this word, without quotes, or this sign. */
  boolean is(int index, String word) {
    return index < tokens.size() && word(index).equals(word);
  }

  /** The name that a token is, without its quotes. */
  String name(int index) {
    Token token = tokens.get(index);
    String text = sql.substring(token.start(), token.end());
    char first = text.charAt(0);
    if (first == '[') {
      return text.substring(1, text.length() - 1);
    }
    if (first == '"' || first == '\'' || first == '`') {
      String quote = String.valueOf(first);
      return text.substring(1, text.length() - 1).replace(quote + quote, quote);
    }
    return text;
  }

  /** The first token that begins at or after a place. */
  int indexAt(int place) {
    int index = 0;
    while (index < tokens.size() && tokens.get(index).start() < place) {
      index++;
    }
    return index;
  }

  /** The token behind the parenthesis that closes the one at an index. */
  int afterParentheses(int index) {
    int depth = 0;
    for (int at = index; at < tokens.size(); at++) {
      if (is(at, "(")) {
        depth++;
      } else if (is(at, ")") && --depth == 0) {
        return at + 1;
      }
    }
    return tokens.size();
  }
}
