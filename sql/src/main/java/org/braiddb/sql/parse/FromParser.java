package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Select;

/** Reads FROM clauses. */
final class FromParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  FromParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** What stands after FROM, or between parentheses inside it. */
  From from() {
    FromItem first = item();
    if (tokens.at(Token.ON) || tokens.at(Token.USING)) {
      throw constraintWithoutJoin();
    }
    List<From.Join> joins = new ArrayList<>();
    while (atJoin()) {
      joins.add(join());
    }
    return new From(first, joins);
  }

  /** Reads the constraint first, since what is wrong inside it is reported first. */
  private SyntaxException constraintWithoutJoin() {
    int offset = tokens.start();
    String constraint = tokens.at(Token.ON) ? "ON" : "USING";
    if (tokens.accept(Token.ON)) {
      grammar.expressions.expression();
    } else {
      tokens.advance();
      grammar.names.parenthesizedNames();
    }
    return tokens.errorAt(offset, "a JOIN clause is required before " + constraint, "");
  }

  private boolean atJoin() {
    return tokens.at(Token.COMMA) || tokens.at(Token.JOIN) || tokens.kind().isJoinWord();
  }

  private From.Join join() {
    From.Join.Type type;
    boolean natural = false;
    if (tokens.accept(Token.COMMA)) {
      type = From.Join.Type.COMMA;
    } else if (tokens.accept(Token.JOIN)) {
      type = From.Join.Type.INNER;
    } else {
      JoinWords words = joinWords();
      type = words.type();
      natural = words.natural();
    }
    FromItem right = item();
    if (tokens.accept(Token.ON)) {
      Expr condition = grammar.expressions.expression();
      return new From.Join(type, natural, right, Optional.of(condition), List.of());
    }
    List<Name> using = tokens.accept(Token.USING) ? grammar.names.parenthesizedNames() : List.of();
    return new From.Join(type, natural, right, Optional.empty(), using);
  }

  /** One to three words before JOIN: the grammar takes any names and then asks what they are. */
  private JoinWords joinWords() {
    int start = tokens.start();
    List<Name> words = new ArrayList<>();
    words.add(tokens.takeName());
    while (words.size() < 3 && tokens.kind().isName()) {
      words.add(tokens.takeName());
    }
    tokens.expect(Token.JOIN);
    Optional<JoinWords> known = JoinWords.of(words);
    if (known.isEmpty()) {
      String text = tokens.text();
      String written = String.join(" ", words.stream().map(w -> w.span().of(text)).toList());
      throw tokens.errorAt(start, "unknown join type: " + written, "");
    }
    return known.get();
  }

  private FromItem item() {
    int start = tokens.start();
    if (tokens.accept(Token.LEFT_PARENTHESIS)) {
      return parenthesized(start);
    }
    QualifiedName name = grammar.names.qualifiedName("a table name or \"(\"");
    if (tokens.accept(Token.LEFT_PARENTHESIS)) {
      List<Expr> arguments = grammar.expressions.expressionsUpToParenthesis();
      tokens.expect(Token.RIGHT_PARENTHESIS);
      Optional<Name> alias = grammar.names.optionalAlias();
      return new FromItem.Function(name, arguments, alias, tokens.spanFrom(start));
    }
    Optional<Name> alias = grammar.names.optionalAlias();
    IndexHint hint = indexHint();
    return new FromItem.Table(name, alias, hint, tokens.spanFrom(start));
  }

  private FromItem parenthesized(int start) {
    grammar.limits.enter(1);
    FromItem item;
    if (tokens.at(Token.SELECT) || tokens.at(Token.VALUES) || tokens.at(Token.WITH)) {
      Select query = grammar.selects.select();
      tokens.expect(Token.RIGHT_PARENTHESIS);
      Optional<Name> alias = grammar.names.optionalAlias();
      item = new FromItem.Subquery(query, alias, tokens.spanFrom(start));
    } else {
      From from = from();
      tokens.expect(Token.RIGHT_PARENTHESIS);
      Optional<Name> alias = grammar.names.optionalAlias();
      item = new FromItem.Nested(from, alias, tokens.spanFrom(start));
    }
    grammar.limits.leave(1);
    return item;
  }

  /** INDEXED BY, NOT INDEXED or nothing. */
  IndexHint indexHint() {
    if (tokens.accept(Token.INDEXED)) {
      tokens.expect(Token.BY);
      return new IndexHint.IndexedBy(grammar.names.name("an index name"));
    }
    if (tokens.accept(Token.NOT)) {
      tokens.expect(Token.INDEXED);
      return new IndexHint.NotIndexed();
    }
    return new IndexHint.None();
  }
}
