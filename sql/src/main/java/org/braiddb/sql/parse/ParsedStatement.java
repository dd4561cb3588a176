package org.braiddb.sql.parse;

import org.braiddb.sql.ast.Statement;

/**
 * A statement cut out of a text.
 *
 * @param text the whole text given to the parser, which the tree's spans count in
 * @param statement the tree
 * @param start offset of the statement's first token
 * @param end offset after its last token, before the semicolon
 * @param next where to look for the next statement: after the semicolon, or the end of the text
 * @param parameters the parameters in it
 * @param depth how deep it nests, or how high its highest expression is
 */
public record ParsedStatement(
    String text,
    Statement statement,
    int start,
    int end,
    int next,
    ParameterTable parameters,
    int depth) {
  /** The statement's own text, without semicolon. */
  public String sql() {
    return text.substring(start, end);
  }
}
