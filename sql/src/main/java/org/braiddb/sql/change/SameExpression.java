package org.braiddb.sql.change;

import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.print.SqlPrinter;

/** Tells whether two expressions over one table say the same in the same words. */
final class SameExpression {
  private SameExpression() {}

  static boolean test(Expr left, Expr right) {
    String a = SqlPrinter.print(left);
    String b = SqlPrinter.print(right);
    // Only strings tell capitals from small letters.
    return a.equals(b) || (a.indexOf('\'') < 0 && NameKey.of(a).equals(NameKey.of(b)));
  }
}
