package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundChildren;
import org.braiddb.sql.bind.BoundExpr;

/** Orders conditions so that cheap ones come first; those with subqueries last. */
public final class ConditionOrder {
  private ConditionOrder() {}

  static List<BoundExpr> cheapFirst(List<BoundExpr> conditions) {
    if (conditions.size() < 2) {
      return conditions;
    }
    List<BoundExpr> ordered = new ArrayList<>();
    List<BoundExpr> last = new ArrayList<>();
    for (BoundExpr condition : conditions) {
      (hasSubquery(condition) ? last : ordered).add(condition);
    }
    ordered.addAll(last);
    return ordered;
  }

  /** Whether a query has to be run for it. */
  public static boolean hasSubquery(BoundExpr expr) {
    return BoundChildren.query(expr) != null
        || BoundChildren.any(expr, ConditionOrder::hasSubquery);
  }
}
