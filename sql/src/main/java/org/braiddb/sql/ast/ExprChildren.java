package org.braiddb.sql.ast;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The operands of an expression, in the order of the text; queries inside it are not entered. */
public final class ExprChildren {
  private ExprChildren() {}

  /** Calls back for an expression and everything below it, parents first. */
  public static void walk(Expr expr, Consumer<Expr> visitor) {
    visitor.accept(expr);
    of(expr).forEach(child -> walk(child, visitor));
  }

  /** Whether an expression, or any below it, passes a test. */
  public static boolean any(Expr expr, Predicate<Expr> test) {
    return test.test(expr) || of(expr).stream().anyMatch(child -> any(child, test));
  }

  /** The operands. */
  public static List<Expr> of(Expr expr) {
    return switch (expr) {
      case Expr.NullLiteral _,
          Expr.IntegerLiteral _,
          Expr.RealLiteral _,
          Expr.StringLiteral _,
          Expr.BlobLiteral _,
          Expr.CurrentTime _,
          Expr.Parameter _,
          Expr.Column _,
          Expr.Subquery _,
          Expr.Exists _ ->
          List.of();
      case Expr.Unary unary -> List.of(unary.operand());
      case Expr.Binary binary -> List.of(binary.left(), binary.right());
      case Expr.IsNull isNull -> List.of(isNull.operand());
      case Expr.Like like -> ofLike(like);
      case Expr.Between between -> List.of(between.value(), between.low(), between.high());
      case Expr.InList in -> joined(in.value(), in.list());
      case Expr.InQuery in -> List.of(in.value());
      case Expr.InTable in -> joined(in.value(), in.arguments().orElse(List.of()));
      case Expr.Case cases -> ofCase(cases);
      case Expr.Cast cast -> List.of(cast.operand());
      case Expr.Collate collate -> List.of(collate.operand());
      case Expr.FunctionCall call -> ofCall(call);
      case Expr.Row row -> row.values();
      case Expr.Raise raise -> raise.message().map(List::of).orElse(List.of());
    };
  }

  private static List<Expr> joined(Expr first, List<Expr> rest) {
    List<Expr> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  private static List<Expr> ofLike(Expr.Like like) {
    List<Expr> all = new ArrayList<>(List.of(like.value(), like.pattern()));
    like.escape().ifPresent(all::add);
    return all;
  }

  private static List<Expr> ofCase(Expr.Case cases) {
    List<Expr> all = new ArrayList<>();
    cases.operand().ifPresent(all::add);
    for (Expr.Case.When when : cases.whens()) {
      all.add(when.condition());
      all.add(when.result());
    }
    cases.otherwise().ifPresent(all::add);
    return all;
  }

  private static List<Expr> ofCall(Expr.FunctionCall call) {
    List<Expr> all = new ArrayList<>(call.arguments());
    call.orderBy().forEach(term -> all.add(term.value()));
    call.filter().ifPresent(all::add);
    return all;
  }
}
