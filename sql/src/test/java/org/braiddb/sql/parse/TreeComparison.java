package org.braiddb.sql.parse;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Span;

/** Describes trees without what printing them does not keep: spans and the kind of quotes. */
final class TreeComparison {
  private TreeComparison() {}

  static String describe(Object tree) {
    StringBuilder text = new StringBuilder();
    describe(tree, text);
    return text.toString();
  }

  private static void describe(Object tree, StringBuilder text) {
    switch (tree) {
      case Span _ -> {}
      case Name name -> {
        boolean string = name.quote() == Name.Quote.DOUBLE || name.quote() == Name.Quote.SINGLE;
        text.append(name.text()).append(string ? name.quote() : "");
      }
      case List<?> list -> {
        text.append('[');
        list.forEach(item -> describe(item, text.append(' ')));
        text.append(']');
      }
      case Optional<?> optional ->
          optional.ifPresentOrElse(value -> describe(value, text), () -> text.append('-'));
      case Record node -> {
        text.append(node.getClass().getSimpleName()).append('(');
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          try {
            describe(component.getAccessor().invoke(node), text.append(' '));
          } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
          }
        }
        text.append(')');
      }
      default -> text.append(tree);
    }
  }
}
