package org.braiddb.sql.execute;

import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.error.TriggerIgnored;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/** RAISE in a trigger: has no value, but ends something. */
final class RaiseEvaluator extends Evaluator {
  private final ConflictAction action;
  private final @Nullable Evaluator message;

  RaiseEvaluator(ConflictAction action, @Nullable Evaluator message) {
    this.action = action;
    this.message = message;
  }

  @Override
  public byte eval(Frame frame) {
    throw switch (action) {
      case IGNORE -> TriggerIgnored.SIGNAL;
      case ROLLBACK -> failure(frame, StatementException.Effect.ROLL_BACK);
      case FAIL -> failure(frame, StatementException.Effect.KEEP_CHANGES);
      case ABORT, REPLACE -> failure(frame, StatementException.Effect.UNDO_STATEMENT);
    };
  }

  private StatementException failure(Frame frame, StatementException.Effect effect) {
    String text = "";
    Evaluator evaluator = message;
    if (evaluator != null && evaluator.eval(frame) != Cell.NULL) {
      frame.convertToText();
      text = frame.decodeText();
    }
    return new StatementException(ResultCode.CONSTRAINT_TRIGGER, text, effect);
  }
}
