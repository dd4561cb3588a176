package org.braiddb.sql.error;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What SQLite has and this engine has room for, but not yet. Who asks for one of these is told so,
 * and not that nobody has ever heard of it.
 */
public final class NotYet {
  /** Names of functions and operators in lower case, by what they are. */
  private static final Map<String, Pattern> FUNCTIONS =
      Map.of(
          "JSON operator", Pattern.compile("->>?"),
          "JSON function", Pattern.compile("jsonb?(_.*)?"),
          "window function",
              Pattern.compile(
                  "row_number|rank|dense_rank|percent_rank|cume_dist|ntile|lag|lead"
                      + "|(first|last|nth)_value"),
          "full-text function",
              Pattern.compile(
                  "bm25|fts3_.*|fts5(_.*)?|highlight|matchinfo|offsets|optimize|snippet"),
          "R-tree function", Pattern.compile("rtree(check|depth|node)"));

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("json_each", "json_tree", "jsonb_each", "jsonb_tree");

  private static final Pattern MODULES =
      Pattern.compile("dbstat|fts[345]|fts3tokenize|fts4aux|fts5vocab|geopoly|rtree(_i32)?");

  private NotYet() {}

  /** What a call of a function that is not there means, if it is one of these. */
  public static Optional<StatementException> function(String name) {
    String folded = fold(name);
    for (Map.Entry<String, Pattern> kind : FUNCTIONS.entrySet()) {
      if (kind.getValue().matcher(folded).matches()) {
        return Optional.of(StatementException.notSupported("the " + kind.getKey() + " " + name));
      }
    }
    return Optional.empty();
  }

  /** What a table-valued function that is not there means, if it is one of these. */
  public static Optional<StatementException> tableFunction(String name) {
    return TABLE_FUNCTIONS.contains(fold(name))
        ? Optional.of(StatementException.notSupported("the table-valued function " + name))
        : Optional.empty();
  }

  /** What a virtual table means, whatever its module. */
  public static StatementException module(String name) {
    return MODULES.matcher(fold(name)).matches()
        ? StatementException.notSupported("the virtual table module " + name)
        : new StatementException("no such module: " + name);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
