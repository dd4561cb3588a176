package org.braiddb.shell.text;

import java.util.Locale;

/**
 * Tells whether the text read so far ends with a complete statement: with a semicolon that is
 * outside of strings, quoted names and comments, and, in CREATE TRIGGER, one that follows END.
 *
 * <p>Text is fed in pieces, so that a script of any length is looked at once. The rules of triggers
 * are those of SQLite's {@code sqlite3_complete}: a semicolon, END and another semicolon end one.
 */
public final class StatementScanner {
  /** What a statement has shown so far. */
  private enum Stage {
    /** Only blanks, comments and semicolons since the last statement. */
    START,
    /** An ordinary statement. */
    PLAIN,
    /** After EXPLAIN. */
    EXPLAIN,
    /** After CREATE, and TEMP behind it. */
    CREATE,
    /** In CREATE TRIGGER. */
    TRIGGER,
    /** In CREATE TRIGGER, after a semicolon. */
    TRIGGER_SEMICOLON,
    /** In CREATE TRIGGER, after a semicolon and END. */
    TRIGGER_END
  }

  /** What the text is in the middle of. */
  private enum Inside {
    NOTHING,
    SINGLE_QUOTES,
    DOUBLE_QUOTES,
    BACKQUOTES,
    BRACKETS,
    LINE_COMMENT,
    BLOCK_COMMENT
  }

  private Stage stage = Stage.START;
  private Inside inside = Inside.NOTHING;
  private final StringBuilder word = new StringBuilder();
  private char previous;

  /** Forgets all text. */
  public void reset() {
    stage = Stage.START;
    inside = Inside.NOTHING;
    word.setLength(0);
    previous = 0;
  }

  /** Reads on; a line comes with its line feed. */
  public void feed(String text) {
    for (int i = 0; i < text.length(); i++) {
      accept(text.charAt(i));
    }
  }

  /** Whether everything read so far belongs to statements that are complete. */
  public boolean isComplete() {
    return stage == Stage.START
        && (inside == Inside.NOTHING || inside == Inside.LINE_COMMENT)
        && word.isEmpty()
        && previous == 0;
  }

  /** The quote, bracket or comment that is still open: what closes it; empty if there is none. */
  public String open() {
    return switch (inside) {
      case NOTHING, LINE_COMMENT -> "";
      case SINGLE_QUOTES -> "'";
      case DOUBLE_QUOTES -> "\"";
      case BACKQUOTES -> "`";
      case BRACKETS -> "]";
      case BLOCK_COMMENT -> "*/";
    };
  }

  private void accept(char c) {
    switch (inside) {
      case NOTHING -> outside(c);
      case SINGLE_QUOTES -> closeAt(c, '\'');
      case DOUBLE_QUOTES -> closeAt(c, '"');
      case BACKQUOTES -> closeAt(c, '`');
      case BRACKETS -> closeAt(c, ']');
      case LINE_COMMENT -> closeAt(c, '\n');
      case BLOCK_COMMENT -> {
        if (c == '/' && previous == '*') {
          inside = Inside.NOTHING;
          previous = 0;
        } else {
          previous = c;
        }
      }
    }
  }

  private void closeAt(char c, char end) {
    if (c == end) {
      inside = Inside.NOTHING;
    }
  }

  private void outside(char c) {
    if (Character.isLetterOrDigit(c) || c == '_' || c == '$' || Character.isSurrogate(c)) {
      pendingSign();
      word.append(c);
      return;
    }
    endWord();
    if (c == '-' && previous == '-') {
      enter(Inside.LINE_COMMENT);
    } else if (c == '*' && previous == '/') {
      enter(Inside.BLOCK_COMMENT);
    } else {
      pendingSign();
      sign(c);
    }
  }

  private void sign(char c) {
    switch (c) {
      case '-', '/' -> previous = c;
      case ';' -> semicolon();
      case '\'' -> enterToken(Inside.SINGLE_QUOTES);
      case '"' -> enterToken(Inside.DOUBLE_QUOTES);
      case '`' -> enterToken(Inside.BACKQUOTES);
      case '[' -> enterToken(Inside.BRACKETS);
      case ' ', '\t', '\n', '\r', '\f', '\uFEFF' -> {
        // Blanks part words and do nothing else.
      }
      default -> token();
    }
  }

  /** A minus or slash that turned out to begin no comment is an ordinary token. */
  private void pendingSign() {
    if (previous != 0) {
      previous = 0;
      token();
    }
  }

  private void enter(Inside where) {
    previous = 0;
    inside = where;
  }

  private void enterToken(Inside where) {
    token();
    enter(where);
  }

  private void semicolon() {
    stage =
        switch (stage) {
          case START, PLAIN, EXPLAIN, CREATE, TRIGGER_END -> Stage.START;
          case TRIGGER, TRIGGER_SEMICOLON -> Stage.TRIGGER_SEMICOLON;
        };
  }

  /** Any token that is no word and no semicolon. */
  private void token() {
    stage =
        switch (stage) {
          case START, PLAIN, EXPLAIN, CREATE -> Stage.PLAIN;
          case TRIGGER, TRIGGER_SEMICOLON, TRIGGER_END -> Stage.TRIGGER;
        };
  }

  private void endWord() {
    if (word.isEmpty()) {
      return;
    }
    String text = word.toString().toUpperCase(Locale.ROOT);
    word.setLength(0);
    stage =
        switch (stage) {
          case START ->
              switch (text) {
                case "EXPLAIN" -> Stage.EXPLAIN;
                case "CREATE" -> Stage.CREATE;
                default -> Stage.PLAIN;
              };
          case EXPLAIN ->
              switch (text) {
                case "CREATE" -> Stage.CREATE;
                case "QUERY", "PLAN" -> Stage.EXPLAIN;
                default -> Stage.PLAIN;
              };
          case CREATE ->
              switch (text) {
                case "TEMP", "TEMPORARY" -> Stage.CREATE;
                case "TRIGGER" -> Stage.TRIGGER;
                default -> Stage.PLAIN;
              };
          case PLAIN -> Stage.PLAIN;
          case TRIGGER, TRIGGER_END -> Stage.TRIGGER;
          case TRIGGER_SEMICOLON -> text.equals("END") ? Stage.TRIGGER_END : Stage.TRIGGER;
        };
  }
}
