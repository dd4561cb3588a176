package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** AND, OR, NOT and the tests for NULL and truth. */
final class LogicEvaluators {
  private LogicEvaluators() {}

  static final class And extends Condition {
    private final Evaluator[] operands;

    And(Evaluator[] operands) {
      this.operands = operands;
    }

    @Override
    int truth(Frame frame) {
      int result = TRUE;
      for (Evaluator operand : operands) {
        int truth = operand.truth(frame);
        if (truth == FALSE) {
          return FALSE;
        }
        if (truth == UNKNOWN) {
          result = UNKNOWN;
        }
      }
      return result;
    }
  }

  static final class Or extends Condition {
    private final Evaluator[] operands;

    Or(Evaluator[] operands) {
      this.operands = operands;
    }

    @Override
    int truth(Frame frame) {
      int result = FALSE;
      for (Evaluator operand : operands) {
        int truth = operand.truth(frame);
        if (truth == TRUE) {
          return TRUE;
        }
        if (truth == UNKNOWN) {
          result = UNKNOWN;
        }
      }
      return result;
    }
  }

  static final class Not extends Condition {
    private final Evaluator operand;

    Not(Evaluator operand) {
      this.operand = operand;
    }

    @Override
    int truth(Frame frame) {
      int truth = operand.truth(frame);
      return truth == UNKNOWN ? UNKNOWN : TRUE - truth;
    }
  }

  static final class IsNull extends Condition {
    private final Evaluator operand;
    private final int answerForNull;

    IsNull(Evaluator operand, boolean negated) {
      this.operand = operand;
      answerForNull = negated ? FALSE : TRUE;
    }

    @Override
    int truth(Frame frame) {
      return operand.evalLength(frame) == Cell.NULL ? answerForNull : TRUE - answerForNull;
    }
  }

  static final class IsTruth extends Condition {
    private final Evaluator operand;
    private final int expected;
    private final boolean negated;

    IsTruth(Evaluator operand, boolean expected, boolean negated) {
      this.operand = operand;
      this.expected = expected ? TRUE : FALSE;
      this.negated = negated;
    }

    @Override
    int truth(Frame frame) {
      return (operand.truth(frame) == expected) != negated ? TRUE : FALSE;
    }
  }
}
