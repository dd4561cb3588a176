package org.braiddb.sql.parse;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.Name;

/** What the words before JOIN say. */
record JoinWords(From.Join.Type type, boolean natural) {

  /** Empty if the words are no words of joins, or contradict each other. Their order is free. */
  static Optional<JoinWords> of(List<Name> names) {
    Set<Token> words = EnumSet.noneOf(Token.class);
    for (Name name : names) {
      Token word = Keywords.find(name.text(), 0, name.text().length());
      if (name.isQuoted() || !word.isJoinWord()) {
        return Optional.empty();
      }
      words.add(word);
    }
    boolean left = words.contains(Token.LEFT) || words.contains(Token.FULL);
    boolean right = words.contains(Token.RIGHT) || words.contains(Token.FULL);
    boolean outer = words.contains(Token.OUTER);
    boolean inner = words.contains(Token.INNER) || words.contains(Token.CROSS);
    boolean sided = left || right;
    if ((inner && (sided || outer)) || (outer && !sided)) {
      return Optional.empty();
    }
    From.Join.Type type;
    if (sided) {
      type = left ? (right ? From.Join.Type.FULL : From.Join.Type.LEFT) : From.Join.Type.RIGHT;
    } else {
      type = words.contains(Token.CROSS) ? From.Join.Type.CROSS : From.Join.Type.INNER;
    }
    return Optional.of(new JoinWords(type, words.contains(Token.NATURAL)));
  }
}
