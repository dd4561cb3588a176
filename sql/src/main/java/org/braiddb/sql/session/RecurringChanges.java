package org.braiddb.sql.session;

import java.util.Optional;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.ParameterizedText;
import org.braiddb.sql.parse.SyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Changes that come again and again with other values in their texts. From the second text on that
 * differs from one before in its literals alone, they are compiled with parameters for these.
 */
final class RecurringChanges {
  private final Session session;
  private final IdleCompilations idle = new IdleCompilations();

  /** Texts with parameters that have come before. */
  private final RecentTexts<Came> before = new RecentTexts<>();

  /**
   * A text that has come before.
   *
   * @param unfitFor the schemas with which it cannot have parameters; null where none are known
   */
  private record Came(@Nullable SchemaScopes unfitFor) {
    static final Came ONCE = new Came(null);
  }

  RecurringChanges(Session session) {
    this.session = session;
  }

  /** The statement that a text begins with; null where it is to be compiled as it is. */
  @Nullable PreparedStatement prepare(String text) {
    ParameterizedText parameterized = ParameterizedText.of(text);
    if (parameterized == null) {
      return null;
    }
    Compilation known = idle.take(parameterized.text(), session);
    if (known != null) {
      return new PreparedStatement(session, known, parameterized);
    }
    return mayHaveParameters(parameterized.text()) ? compile(parameterized) : null;
  }

  private boolean mayHaveParameters(String text) {
    Came came = before.get(text);
    if (came == null) {
      before.put(text, Came.ONCE);
      return false;
    }
    SchemaScopes unfitFor = came.unfitFor();
    return unfitFor == null || !session.knowsStill(unfitFor);
  }

  private @Nullable PreparedStatement compile(ParameterizedText text) {
    try {
      PreparedStatement statement = new PreparedStatement(session, text.parse(), true);
      statement.compile();
      Compilation compilation = statement.compilation();
      if (plansAlike(compilation)) {
        return new PreparedStatement(session, compilation, text);
      }
    } catch (StatementException | SyntaxException _) {
      // Its own text may be right; else what is wrong is said of that.
    }
    before.put(text.text(), new Came(session.knownScopes()));
    return null;
  }

  /**
   * Whether no literal can decide which index is used: none is on expressions or some rows only.
   */
  private static boolean plansAlike(Compilation compilation) {
    QualifiedName name = target(compilation.parsed().statement());
    Optional<SchemaScopes.Found> found = compilation.schemas().relation(name);
    return found.isPresent()
        && found.get().relation() instanceof TableDefinition table
        && table.indexes().stream().allMatch(RecurringChanges::coversColumns);
  }

  private static QualifiedName target(Statement change) {
    return switch (change) {
      case Insert insert -> insert.table();
      case Update update -> update.table();
      case Delete delete -> delete.table();
      default -> throw new IllegalArgumentException("no change: " + change);
    };
  }

  private static boolean coversColumns(IndexDefinition index) {
    return index.where().isEmpty() && !index.hasExpressions();
  }

  /** Keeps a compilation that no statement has any more. */
  void keep(Compilation compilation) {
    idle.put(compilation);
  }

  void clear() {
    idle.clear();
  }
}
