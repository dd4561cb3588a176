package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;

/** Reads names, and the short phrases that consist of names and fixed words. */
final class NameParser {
  private final TokenStream tokens;
  private final boolean lenient;

  NameParser(TokenStream tokens, boolean lenient) {
    this.tokens = tokens;
    this.lenient = lenient;
  }

  /** The name of a table, column and so on. */
  Name name(String what) {
    if (!tokens.kind().isName()) {
      throw tokens.unexpected(what);
    }
    return tokens.takeName();
  }

  /** A name, perhaps after that of a schema and a dot. */
  QualifiedName qualifiedName(String what) {
    Name first = name(what);
    return tokens.accept(Token.DOT)
        ? new QualifiedName(Optional.of(first), name(what))
        : new QualifiedName(Optional.empty(), first);
  }

  /** {@code (a, b)}. */
  List<Name> parenthesizedNames() {
    tokens.expect(Token.LEFT_PARENTHESIS);
    List<Name> names = names();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return names;
  }

  /** {@code (a, b)} or nothing. */
  List<Name> optionalParenthesizedNames() {
    return tokens.at(Token.LEFT_PARENTHESIS) ? parenthesizedNames() : List.of();
  }

  List<Name> names() {
    List<Name> names = new ArrayList<>();
    do {
      names.add(name("a column name"));
    } while (tokens.accept(Token.COMMA));
    return names;
  }

  /**
   * {@code (a, b)} where old releases of SQLite let a collation and a direction follow each name,
   * so that schema entries may hold them; they never meant anything.
   */
  List<Name> indexNames() {
    tokens.expect(Token.LEFT_PARENTHESIS);
    List<Name> names = new ArrayList<>();
    do {
      Name name = name("a column name");
      names.add(name);
      skipLegacySuffix(name);
    } while (tokens.accept(Token.COMMA));
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return names;
  }

  List<Name> optionalIndexNames() {
    return tokens.at(Token.LEFT_PARENTHESIS) ? indexNames() : List.of();
  }

  private void skipLegacySuffix(Name name) {
    int offset = tokens.start();
    boolean found = false;
    if (tokens.accept(Token.COLLATE)) {
      collation();
      found = true;
    }
    if (tokens.accept(Token.ASC) || tokens.accept(Token.DESC)) {
      found = true;
    }
    if (found && !lenient) {
      throw tokens.errorAt(
          offset, "syntax error after column name \"" + name.text() + "\"", "\",\" or \")\"");
    }
  }

  /** The name after COLLATE. */
  Name collation() {
    if (!tokens.kind().isIdentifierOrString()) {
      throw tokens.unexpected("a collation name");
    }
    return tokens.takeName();
  }

  /** {@code AS name}, a bare name, or nothing. */
  Optional<Name> optionalAlias() {
    if (tokens.accept(Token.AS)) {
      return Optional.of(name("an alias"));
    }
    return tokens.kind().isIdentifierOrString() ? Optional.of(tokens.takeName()) : Optional.empty();
  }

  boolean ifNotExists() {
    if (!tokens.accept(Token.IF)) {
      return false;
    }
    tokens.expect(Token.NOT);
    tokens.expect(Token.EXISTS);
    return true;
  }

  boolean ifExists() {
    if (!tokens.accept(Token.IF)) {
      return false;
    }
    tokens.expect(Token.EXISTS);
    return true;
  }
}
