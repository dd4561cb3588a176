package org.braiddb.blackbox.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether two outcomes of a statement are the same as far as SQL promises. */
final class Agreement {
  /** SQLITE_ERROR: of several things that are wrong with a statement either may be told. */
  private static final int GENERIC = 1;

  /** Where either of two values that compare equal may be shown. */
  private static final Pattern ANY_OF_EQUALS =
      Pattern.compile("UNION|INTERSECT|EXCEPT|DISTINCT|GROUP|max|min|\\bv[01]\\b");

  /** ORDER BY as queries end with it: the numbers of columns. */
  private static final Pattern ORDERED =
      Pattern.compile(
          "(?s).* ORDER BY ([0-9]+[ A-Z]*(?:, [0-9]+[ A-Z]*)*?)(?: LIMIT \\d+(?: OFFSET \\d+)?)?");

  private static final Pattern REAL = Pattern.compile("real (-?[0-9.]+(E-?[0-9]+)?)(?=[|])");

  /** Integers that are a real only nearly. */
  private static final Pattern LARGE = Pattern.compile("(?<![^|])-?\\d{19}(?=[|])");

  private Agreement() {}

  static boolean of(String sql, Outcome expected, Outcome actual) {
    return switch (expected) {
      case Outcome.Failure failure ->
          actual instanceof Outcome.Failure found
              && failure.extendedCode() == found.extendedCode()
              && (failure.extendedCode() == GENERIC
                  || found.message().startsWith(failure.message()));
      case Outcome.Rows rows ->
          actual instanceof Outcome.Rows found
              && rows.columns().equals(found.columns())
              && ofRows(sql, rows.columns().size(), rows.rows(), found.rows());
    };
  }

  private static boolean ofRows(
      String sql, int columns, List<String> expected, List<String> actual) {
    if (expected.equals(actual)) {
      return true;
    }
    if (expected.size() != actual.size()) {
      return false;
    }
    int ordered = orderedColumns(sql);
    if (ordered == columns) {
      return withoutShape(expected).equals(withoutShape(actual));
    }
    if (!first(ordered, expected).equals(first(ordered, actual))) {
      return false;
    }
    if (sorted(expected).equals(sorted(actual))) {
      return true;
    }
    return ANY_OF_EQUALS.matcher(sql).find()
        && sorted(withoutShape(expected)).equals(sorted(withoutShape(actual)));
  }

  /** By how many of its columns it is ordered, from the first on, one after the other. */
  private static int orderedColumns(String sql) {
    Matcher matcher = ORDERED.matcher(sql);
    if (!matcher.matches()) {
      return 0;
    }
    String[] terms = matcher.group(1).split(",");
    for (int i = 0; i < terms.length; i++) {
      if (!terms[i].strip().split(" ", 2)[0].equals(Integer.toString(i + 1))) {
        return 0;
      }
    }
    return terms.length;
  }

  /** The first columns of rows. */
  private static List<String> first(int columns, List<String> rows) {
    return withoutShape(
        rows.stream()
            .map(row -> Stream.of(row.split("[|]")).limit(columns))
            .map(values -> values.collect(Collectors.joining("|", "", "|")))
            .toList());
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  /** The same for 1 and 1.0, and for texts that NOCASE or RTRIM do not tell apart. */
  private static List<String> withoutShape(List<String> rows) {
    return rows.stream()
        .map(row -> REAL.matcher(row).replaceAll(m -> number(Double.parseDouble(m.group(1)))))
        .map(row -> LARGE.matcher(row).replaceAll(m -> number(Double.parseDouble(m.group()))))
        .map(row -> row.replaceAll(" +'", "'").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String number(double real) {
    boolean whole = Math.abs(real) < 1e18 && real == Math.rint(real);
    return whole ? Long.toString((long) real) : String.format(Locale.ROOT, "%.13e", real);
  }
}
