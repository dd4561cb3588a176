package org.braiddb.sql.ast;

/**
 * A range of the parsed text.
 *
 * @param start offset of the first character, in UTF-16 units from the start of the parsed text
 * @param end offset after the last character
 */
public record Span(int start, int end) {
  public Span {
    assert 0 <= start && start <= end : start + ".." + end;
  }

  /** The characters of {@code text} in this range; {@code text} is what the parser was given. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
