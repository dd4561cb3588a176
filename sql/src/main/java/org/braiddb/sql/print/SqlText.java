package org.braiddb.sql.print;

import java.util.List;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;

/** A line of SQL that grows by words, with exactly the blanks that it needs. */
final class SqlText {
  private final StringBuilder text = new StringBuilder();

  /** Appends a word, with a blank before it unless it opens the text or a parenthesis. */
  SqlText word(String word) {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '(') {
      text.append(' ');
    }
    text.append(word);
    return this;
  }

  /** Appends a word if {@code condition} holds. */
  SqlText wordIf(boolean condition, String word) {
    return condition ? word(word) : this;
  }

  /** Appends characters that stick to what stands before them. */
  SqlText attached(String characters) {
    text.append(characters);
    return this;
  }

  SqlText name(Name name) {
    return word(quoted(name));
  }

  SqlText qualifiedName(QualifiedName name) {
    return word(name.schema().map(schema -> quoted(schema) + ".").orElse("") + quoted(name.name()));
  }

  /** The name in the quotes that it was written with. */
  static String quoted(Name name) {
    return switch (name.quote()) {
      // WITH is the one bare name that would begin something else in parentheses.
      case NONE -> name.is("with") ? "[" + name.text() + "]" : name.text();
      case DOUBLE -> inQuotes(name.text(), "\"");
      case SINGLE -> inQuotes(name.text(), "'");
      case BACKTICK -> inQuotes(name.text(), "`");
      case BRACKET -> "[" + name.text() + "]";
    };
  }

  static String inQuotes(String text, String quote) {
    return quote + text.replace(quote, quote + quote) + quote;
  }

  /** Appends items with commas between them. */
  <T> SqlText list(List<T> items, Consumer<T> print) {
    boolean first = true;
    for (T item : items) {
      if (!first) {
        text.append(',');
      }
      first = false;
      print.accept(item);
    }
    return this;
  }

  /** Appends items in parentheses with commas between them. */
  <T> SqlText parenthesized(List<T> items, Consumer<T> print) {
    return word("(").list(items, print).attached(")");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
