package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query with parameters in the places of its literals.
 *
 * @param values what the parameters are bound to
 */
record Parameterized(String sql, List<@Nullable Object> values) {
  private static final Pattern WORD =
      Pattern.compile(
          "(?<literal>'(?:[^']|'')*'|[xX]'[0-9a-fA-F]*'"
              + "|(?:(?<=[ (,])-)?(?<![\\w.])\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?(?![\\w.])"
              + "|(?<!\\b(?:IS|NOT) )\\bNULL\\b)"
              + "|[\\w.]+|\\S");

  private static final Pattern ENDS = Pattern.compile("LIMIT|OFFSET");

  private static final Pattern END_OF_TERMS =
      Pattern.compile("LIMIT|OFFSET|HAVING|UNION|INTERSECT|EXCEPT");

  /** The parameters of groups have the literals' identity: a result may be a key of its group. */
  static Parameterized of(String sql) {
    boolean grouped = sql.contains("GROUP BY");
    List<@Nullable Object> values = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    String text =
        withLiterals(
            sql,
            (literal, _) -> {
              Integer known = grouped ? numbers.get(literal) : null;
              if (known != null) {
                return "?" + known;
              }
              values.add(value(literal));
              numbers.put(literal, values.size());
              return "?" + values.size();
            });
    return new Parameterized(text, values);
  }

  /** The query with other literals, equal ones for equal ones. */
  static String varied(String sql, Dice dice, Literals literals) {
    if (sql.startsWith("WITH RECURSIVE") || sql.contains("sqlite_")) {
      return sql; // may have no end without its bounds, or tell what only one engine has
    }
    Map<String, String> others = new HashMap<>();
    return withLiterals(
        sql,
        (literal, before) ->
            ENDS.matcher(before).matches() // at what number, or at none, is to be told
                ? literal
                : others.computeIfAbsent(literal, same -> dice.chance(40) ? literals.any() : same));
  }

  /**
   * Puts something else in the place of each literal that is not the number of a column.
   *
   * @param other what, by the literal and the word before it
   */
  private static String withLiterals(String sql, BinaryOperator<String> other) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = WORD.matcher(sql);
    List<Boolean> terms = new ArrayList<>(List.of(false)); // by depth, whether they are ordered by
    String before = "";
    while (matcher.find()) {
      String word = matcher.group();
      boolean inTerms = terms.getLast();
      if (word.equals("(")) {
        terms.add(false);
      } else if (word.equals(")") && terms.size() > 1) {
        terms.removeLast();
      } else if (word.equals("BY") || END_OF_TERMS.matcher(word).matches()) {
        terms.set(terms.size() - 1, word.equals("BY"));
      }
      boolean literal = matcher.group("literal") != null && !inTerms;
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(literal ? other.apply(word, before) : word));
      before = word;
    }
    return matcher.appendTail(text).toString();
  }

  private static @Nullable Object value(String literal) {
    if (literal.equals("NULL")) {
      return null;
    }
    if (literal.startsWith("'")) {
      return literal.substring(1, literal.length() - 1).replace("''", "'");
    }
    if (literal.endsWith("'")) {
      return HexFormat.of().parseHex(literal, 2, literal.length() - 1);
    }
    if (literal.matches("-?\\d{1,18}|-9223372036854775808|9223372036854775807")) {
      return Long.parseLong(literal);
    }
    return Double.parseDouble(literal);
  }
}
