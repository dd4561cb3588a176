package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;

/**
 * What every part of an OR asks for, the whole asks for: {@code (a = b AND c) OR (a = b AND d)}
 * holds only where {@code a = b} does, by which tables can be searched and joined. And where each
 * part asks something of one table, one of these must hold: {@code (a.x = 1 AND b.y = 2) OR (a.x =
 * 3 AND b.y = 4)} holds only where {@code a.x = 1 OR a.x = 3} does, which leaves few rows to join.
 * So does {@code (x, y) IN (VALUES (1, 2), (3, 4))} only where {@code x IN (1, 3)}.
 *
 * <p>The condition stays as it is: the parts of an OR may be looked up one by one. So only what is
 * cheap to decide twice, and gives the same answer twice, is taken.
 */
final class CommonFactors {
  private CommonFactors() {}

  /** What conditions that must all hold imply so, without what is among them already. */
  static List<BoundExpr> of(List<BoundExpr> conditions) {
    List<BoundExpr> factors = new ArrayList<>();
    for (BoundExpr condition : conditions) {
      List<BoundExpr> implied =
          switch (condition) {
            case BoundExpr.Or or -> ofAlternatives(or);
            case BoundExpr.InQuery in when !in.negated() -> ofRowValues(in);
            default -> List.of();
          };
      for (BoundExpr factor : implied) {
        if (!conditions.contains(factor) && !factors.contains(factor)) {
          factors.add(factor);
        }
      }
    }
    return factors;
  }

  private static List<BoundExpr> ofAlternatives(BoundExpr.Or or) {
    List<List<BoundExpr>> alternatives = new ArrayList<>();
    for (BoundExpr alternative : or.operands()) {
      List<BoundExpr> parts = Conjuncts.of(alternative);
      parts.removeIf(part -> !isPlain(part));
      alternatives.add(parts);
    }
    List<BoundExpr> common = common(alternatives);
    alternatives.forEach(parts -> parts.removeAll(common));
    common.addAll(ofOneTable(alternatives));
    return common;
  }

  /** A row that is one of given rows has in each column a value that one of them has there. */
  private static List<BoundExpr> ofRowValues(BoundExpr.InQuery in) {
    if (in.values().size() < 2
        || in.query().limit().isPresent()
        || in.query().offset().isPresent()
        || !(in.query().body() instanceof BoundQuery.Values given)
        || !in.values().stream().allMatch(CommonFactors::isValue)) {
      return List.of();
    }
    List<BoundExpr> columns = new ArrayList<>();
    for (int i = 0; i < in.values().size(); i++) {
      List<BoundExpr> values = new ArrayList<>();
      for (List<BoundExpr> row : given.rows()) {
        values.add(row.get(i));
      }
      if (!values.stream().allMatch(CommonFactors::isValue)) {
        return List.of();
      }
      columns.add(new BoundExpr.InList(false, in.values().get(i), values, in.rules().get(i)));
    }
    return columns;
  }

  private static List<BoundExpr> common(List<List<BoundExpr>> alternatives) {
    List<BoundExpr> common = new ArrayList<>(alternatives.getFirst());
    alternatives.forEach(common::retainAll);
    return common;
  }

  /** For each table of which all alternatives ask something: that one of these holds. */
  private static List<BoundExpr> ofOneTable(List<List<BoundExpr>> alternatives) {
    List<BoundExpr> implied = new ArrayList<>();
    List<SourceSet> tables =
        alternatives.getFirst().stream()
            .map(SourceUse::of)
            .filter(sources -> sources.size() == 1)
            .distinct()
            .toList();
    for (SourceSet table : tables) {
      List<BoundExpr> asked = new ArrayList<>();
      boolean more = false;
      for (List<BoundExpr> parts : alternatives) {
        List<BoundExpr> own = new ArrayList<>(parts);
        own.removeIf(part -> !SourceUse.of(part).equals(table));
        more |= own.size() < parts.size();
        Conjuncts.joined(own).ifPresent(asked::add);
      }
      if (more && asked.size() == alternatives.size()) {
        implied.add(new BoundExpr.Or(asked));
      }
    }
    return implied;
  }

  private static boolean isPlain(BoundExpr condition) {
    return switch (condition) {
      case BoundExpr.Comparison comparison ->
          isValue(comparison.left()) && isValue(comparison.right());
      case BoundExpr.InList in ->
          isValue(in.value()) && in.list().stream().allMatch(CommonFactors::isValue);
      case BoundExpr.IsNull isNull -> isValue(isNull.operand());
      default -> false;
    };
  }

  private static boolean isValue(BoundExpr operand) {
    return operand instanceof BoundExpr.Column
        || operand instanceof BoundExpr.Constant
        || operand instanceof BoundExpr.Parameter;
  }
}
