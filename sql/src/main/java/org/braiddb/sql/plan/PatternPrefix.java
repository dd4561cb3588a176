package org.braiddb.sql.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.AsciiCase;
import org.braiddb.sql.value.Cell;

/**
 * What every text begins with that a pattern of LIKE or GLOB matches. Only ASCII letters count, so
 * that the same bytes bound texts of every encoding, and BLOBs too, which LIKE takes for text. LIKE
 * without regard to case needs a key ordered by NOCASE; where case is regarded, fewer rows match,
 * and the bounds still hold. Source: SQLite, "The SQLite Query Optimizer Overview", section 5.
 *
 * <p>The pattern is a constant, or a parameter, whose prefix is known when the statement runs: one
 * without prefix then leaves all texts.
 *
 * @param value what is matched: of affinity TEXT, so that no number is hidden among its values
 * @param pattern a constant whose prefix has one byte at least, or a parameter
 * @param escape the byte that ESCAPE gives; negative for none
 */
record PatternPrefix(BoundExpr value, BoundExpr pattern, boolean like, int escape) {
  /** Beyond these the next byte is no ASCII letter, or none at all. */
  private static final byte LAST = 0x7e;

  private static final int NO_ESCAPE = -1;

  static Optional<PatternPrefix> of(BoundExpr condition) {
    if (!(condition instanceof BoundExpr.Call call) || call.arguments().size() < 2) {
      return Optional.empty();
    }
    boolean like = PatternFunctions.isLike(call.function().function());
    if (!like && !PatternFunctions.isGlob(call.function().function())) {
      return Optional.empty();
    }
    int escape = NO_ESCAPE;
    if (call.arguments().size() == 3) {
      escape = escape(call.arguments().get(2));
      if (escape == NO_ESCAPE) {
        return Optional.empty();
      }
    }
    BoundExpr value = call.arguments().get(1);
    boolean text =
        ComparisonRules.affinity(value).filter(affinity -> affinity == Affinity.TEXT).isPresent();
    BoundExpr pattern = call.arguments().getFirst();
    return text && mayHavePrefix(pattern, like, escape)
        ? Optional.of(new PatternPrefix(value, pattern, like, escape))
        : Optional.empty();
  }

  private static boolean mayHavePrefix(BoundExpr pattern, boolean like, int escape) {
    return pattern instanceof BoundExpr.Parameter
        || pattern instanceof BoundExpr.Constant(ConstantValue constant)
            && constant.type() == Cell.TEXT
            && literal(constant.copyOfBytes(), like, escape).length > 0;
  }

  /** The letter that a constant ESCAPE gives; {@link #NO_ESCAPE} where it is not one of ASCII. */
  private static int escape(BoundExpr expr) {
    if (!(expr instanceof BoundExpr.Constant(ConstantValue value)) || value.type() != Cell.TEXT) {
      return NO_ESCAPE;
    }
    byte[] bytes = value.copyOfBytes();
    return bytes.length == 1 && bytes[0] > 0 ? bytes[0] : NO_ESCAPE;
  }

  private static byte[] literal(byte[] bytes, boolean like, int escape) {
    String wildcards = like ? "%_" : "*?[";
    byte[] literal = new byte[bytes.length];
    int length = 0;
    for (int at = 0; at < bytes.length; at++) {
      boolean escaped = bytes[at] == escape;
      if (escaped && ++at == bytes.length) {
        break;
      }
      byte letter = bytes[at];
      if (letter <= 0 || letter > LAST || !escaped && wildcards.indexOf(letter) >= 0) {
        break;
      }
      literal[length++] = letter;
    }
    return Arrays.copyOf(literal, length);
  }

  boolean isOrderedBy(String collation) {
    return NameKey.of(collation).equals(NameKey.of(like ? "NOCASE" : "BINARY"));
  }

  /** The bounds on the value; for NOCASE wide enough to hold for the bytes of BLOBs as well. */
  List<Access.Bound> bounds() {
    Access.Pattern kind = new Access.Pattern(like, escape);
    return List.of(
        new Access.Bound(
            ComparisonOperator.GREATER_OR_EQUAL, pattern, Affinity.BLOB, Optional.of(kind)),
        new Access.Bound(ComparisonOperator.LESS, pattern, Affinity.BLOB, Optional.of(kind)));
  }

  /**
   * Where the texts that a pattern matches begin, or where they have ended.
   *
   * @return empty where the pattern has no prefix
   */
  static Optional<byte[]> bound(byte[] pattern, Access.Pattern kind, boolean end) {
    byte[] bound = literal(pattern, kind.like(), kind.escape());
    if (bound.length == 0) {
      return Optional.empty();
    }
    if (kind.like()) {
      for (int i = 0; i < bound.length; i++) {
        bound[i] = end ? AsciiCase.lower(bound[i]) : AsciiCase.upper(bound[i]);
      }
    }
    if (end) {
      bound[bound.length - 1]++;
    }
    return Optional.of(bound);
  }
}
