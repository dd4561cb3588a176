package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * CASE: of each row the first result whose condition holds. All conditions and results are computed
 * for all rows, so that those that a row need not have should cost little.
 */
final class VectorCase extends VectorExpr {
  private final VectorCondition[] conditions;
  private final VectorExpr[] results;
  private final @Nullable VectorExpr otherwise;
  private final Cell value = new Cell();
  private final VectorFiller filler = new VectorFiller(values);

  /**
   * @param otherwise null for NULL
   */
  VectorCase(VectorCondition[] conditions, VectorExpr[] results, @Nullable VectorExpr otherwise) {
    this.conditions = conditions;
    this.results = results;
    this.otherwise = otherwise;
  }

  @Override
  boolean compute(Batch batch) {
    VectorExpr last = otherwise;
    if (last != null && !last.evaluate(batch)) {
      return false;
    }
    for (int i = 0; i < conditions.length; i++) {
      if (!conditions[i].evaluate(batch) || !results[i].evaluate(batch)) {
        return false;
      }
    }
    int count = batch.count();
    filler.begin(count);
    for (int k = 0; k < count; k++) {
      VectorExpr chosen = chosen(k);
      if (chosen == null) {
        value.setNull();
      } else {
        chosen.values.load(k, value);
      }
      if (!filler.set(k, value)) {
        return false;
      }
    }
    filler.end();
    return true;
  }

  private @Nullable VectorExpr chosen(int row) {
    for (int i = 0; i < conditions.length; i++) {
      if (conditions[i].truth()[row] == VectorCondition.TRUE) {
        return results[i];
      }
    }
    return otherwise;
  }
}
