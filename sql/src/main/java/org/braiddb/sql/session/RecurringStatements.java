package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.ParameterizedText;
import org.braiddb.sql.parse.SyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Changes and queries that come again and again with other values in their texts. From the second
 * text on that differs from one before in its literals alone, they are compiled with parameters for
 * these.
 */
final class RecurringStatements {
  /** In UTF-16 units. The planner thinks longer strings rarer than others. */
  private static final int COMMON_STRING = 5;

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

  RecurringStatements(Session session) {
    this.session = session;
  }

  /** The statement that a text begins with; null where it is to be compiled as it is. */
  @Nullable PreparedStatement prepare(String text) {
    ParameterizedText parameterized = ParameterizedText.of(text);
    if (parameterized == null || !IdleCompilations.mayKeep(parameterized.text())) {
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
      if (plansAlike(compilation, text)) {
        return new PreparedStatement(session, compilation, text);
      }
    } catch (StatementException | SyntaxException _) {
      // Its own text may be right; else what is wrong is said of that.
    }
    before.put(text.text(), new Came(session.knownScopes()));
    return null;
  }

  /**
   * Whether no literal can decide how rows are found: no index is on expressions or some rows only,
   * and in a join no string is long enough to be thought rare.
   */
  private static boolean plansAlike(Compilation compilation, ParameterizedText text) {
    SchemaScopes schemas = compilation.schemas();
    return switch (compilation.parsed().statement()) {
      case Insert insert -> isPlainTable(insert.table(), schemas);
      case Update update -> isPlainTable(update.table(), schemas);
      case Delete delete -> isPlainTable(delete.table(), schemas);
      case Select select when select.first() instanceof SelectCore.Query query -> {
        List<FromItem> sources = query.from().map(RecurringStatements::sources).orElse(List.of());
        yield (sources.size() <= 1 || text.longestString() <= COMMON_STRING)
            && sources.stream()
                .allMatch(source ->
                    source instanceof FromItem.Table table && isPlainTable(table.name(), schemas));
      }
      default -> throw new IllegalArgumentException("neither change nor query");
    };
  }

  private static List<FromItem> sources(From from) {
    List<FromItem> sources = new ArrayList<>(List.of(from.first()));
    from.joins().forEach(join -> sources.add(join.right()));
    return sources;
  }

  private static boolean isPlainTable(QualifiedName name, SchemaScopes schemas) {
    Optional<SchemaScopes.Found> found = schemas.relation(name);
    return found.isPresent()
        && found.get().relation() instanceof TableDefinition table
        && table.indexes().stream().allMatch(RecurringStatements::coversColumns);
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
