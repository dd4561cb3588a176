package org.braiddb.sql.plan;

import java.nio.charset.StandardCharsets;
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
 * What every text begins with that a constant pattern of LIKE or GLOB matches. Only ASCII letters
 * count, so that the same bytes bound texts of every encoding, and BLOBs too, which LIKE takes for
 * text. LIKE without regard to case needs a key ordered by NOCASE; where case is regarded, fewer
 * rows match, and the bounds still hold. Source: SQLite, "The SQLite Query Optimizer Overview",
 * section 5.
 *
 * @param value what is matched: of affinity TEXT, so that no number is hidden among its values
 * @param prefix of one byte at least
 */
record PatternPrefix(BoundExpr value, byte[] prefix, boolean ignoresCase) {
  /** Beyond these the next byte is no ASCII letter, or none at all. */
  private static final byte LAST = 0x7e;

  private static final int NO_ESCAPE = -1;

  static Optional<PatternPrefix> of(BoundExpr condition) {
    if (!(condition instanceof BoundExpr.Call call)
        || call.arguments().size() < 2
        || !(call.arguments().getFirst() instanceof BoundExpr.Constant pattern)
        || pattern.value().type() != Cell.TEXT) {
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
    byte[] prefix = literal(pattern.value(), like ? "%_" : "*?[", escape);
    return text && prefix.length > 0
        ? Optional.of(new PatternPrefix(value, prefix, like))
        : Optional.empty();
  }

  /** The letter that a constant ESCAPE gives; {@link #NO_ESCAPE} where it is not one of ASCII. */
  private static int escape(BoundExpr expr) {
    if (!(expr instanceof BoundExpr.Constant(ConstantValue value)) || value.type() != Cell.TEXT) {
      return NO_ESCAPE;
    }
    byte[] bytes = value.copyOfBytes();
    return bytes.length == 1 && bytes[0] > 0 ? bytes[0] : NO_ESCAPE;
  }

  private static byte[] literal(ConstantValue pattern, String wildcards, int escape) {
    byte[] bytes = pattern.copyOfBytes();
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
    return NameKey.of(collation).equals(NameKey.of(ignoresCase ? "NOCASE" : "BINARY"));
  }

  /** The bounds on the value; for NOCASE wide enough to hold for the bytes of BLOBs as well. */
  List<Access.Bound> bounds() {
    byte[] low = prefix.clone();
    byte[] high = prefix.clone();
    if (ignoresCase) {
      for (int i = 0; i < prefix.length; i++) {
        low[i] = AsciiCase.upper(prefix[i]);
        high[i] = AsciiCase.lower(prefix[i]);
      }
    }
    high[high.length - 1]++;
    return List.of(
        bound(ComparisonOperator.GREATER_OR_EQUAL, low), bound(ComparisonOperator.LESS, high));
  }

  private static Access.Bound bound(ComparisonOperator operator, byte[] text) {
    ConstantValue value = ConstantValue.ofText(new String(text, StandardCharsets.US_ASCII));
    return new Access.Bound(operator, new BoundExpr.Constant(value), Affinity.BLOB, true);
  }
}
