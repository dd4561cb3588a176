package org.braiddb.shell.terminal;

import java.util.List;
import org.braiddb.shell.text.StatementScanner;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Decides whether Enter ends an entry, and finds the word at the cursor for completion. */
final class EntryParser implements Parser {

  /**
   * A word at the cursor.
   *
   * @param word the part of it before the cursor and behind
   * @param wordCursor where the cursor is in it
   */
  record Word(String word, int wordCursor, String line, int cursor)
      implements CompletingParsedLine {
    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }

    /** Whether nothing but blanks is before the word. */
    boolean isFirst() {
      return line.substring(0, cursor - wordCursor).isBlank();
    }

    /** What stands before the word. */
    String before() {
      return line.substring(0, cursor - wordCursor);
    }
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.COMPLETE) {
      return wordAt(line, cursor);
    }
    if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
      throw new EOFError(-1, -1, "a statement is not complete", "");
    }
    return new Word(line, cursor, line, cursor);
  }

  private static boolean isWhole(String entry) {
    if (entry.stripLeading().startsWith(".")) {
      return true;
    }
    StatementScanner scanner = new StatementScanner();
    scanner.feed(entry + "\n");
    return scanner.isComplete();
  }

  private static Word wordAt(String line, int cursor) {
    int start = cursor;
    while (start > 0 && isWordPart(line.charAt(start - 1))) {
      start--;
    }
    if (start == 1 && line.charAt(0) == '.') {
      start = 0;
    }
    int end = cursor;
    while (end < line.length() && isWordPart(line.charAt(end))) {
      end++;
    }
    return new Word(line.substring(start, end), cursor - start, line, cursor);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || Character.isSurrogate(c);
  }
}
