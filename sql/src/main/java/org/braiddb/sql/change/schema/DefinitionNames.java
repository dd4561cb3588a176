package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.SyntaxException;
import org.braiddb.sql.program.CompileContext;

/** Finds names in definitions by what they mean, and writes something else there. */
final class DefinitionNames {
  private final CompileContext context;
  private final Predicate<NameUse> wanted;
  private final boolean namesOnly;

  /**
   * @param wanted which names
   * @param namesOnly whether expressions, views and the bodies of triggers are left alone
   */
  DefinitionNames(CompileContext context, Predicate<NameUse> wanted, boolean namesOnly) {
    this.context = context;
    this.wanted = wanted;
    this.namesOnly = namesOnly;
  }

  /** Those in double quotes that mean no column and so are strings. */
  static DefinitionNames strings(CompileContext context) {
    return new DefinitionNames(context, NameUse.OfString.class::isInstance, false);
  }

  /**
   * The text of a row of the catalogue with something else in those places.
   *
   * @throws StatementException where the definition means nothing
   */
  String replaced(SchemaScopes.Scope holder, SchemaRow row, Function<NameUse, String> replacement) {
    StringBuilder text = new StringBuilder(row.sql());
    for (NameUse use : found(holder, row).reversed()) {
      Span place = use.span();
      text.replace(place.start(), place.end(), replacement.apply(use));
    }
    return text.toString();
  }

  /** The uses in the order of the text. */
  private List<NameUse> found(SchemaScopes.Scope holder, SchemaRow row) {
    TreeMap<Span, NameUse> found = new TreeMap<>(Comparator.comparingInt(Span::start));
    DefinitionWalk walk =
        new DefinitionWalk(
            context,
            holder,
            row,
            use -> {
              // A view in this definition has a text of its own.
              if (use.text().equals(row.sql()) && wanted.test(use)) {
                found.put(use.span(), use);
              }
            });
    try {
      walk.run(namesOnly);
    } catch (SyntaxException e) {
      throw error(row, e.problem());
    } catch (StatementException e) {
      throw error(row, String.valueOf(e.getMessage()));
    }
    return new ArrayList<>(found.values());
  }

  private static StatementException error(SchemaRow row, String problem) {
    return new StatementException("error in " + row.type() + " " + row.name() + ": " + problem);
  }

  /** A string in single quotes; a blank keeps it apart from a quote that follows. */
  static String literal(NameUse use) {
    NameUse.OfString string = (NameUse.OfString) use;
    int end = string.span().end();
    boolean quoteFollows = end < string.text().length() && string.text().charAt(end) == '\'';
    return "'" + string.value().replace("'", "''") + (quoteFollows ? "' " : "'");
  }
}
