package org.braiddb.sql.function;

import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.TextBuilder;

/**
 * The state of group_concat and string_agg. A row's separator stands before its value; the first
 * row's is not used.
 */
final class JoinState implements AggregateState {
  private final TextBuilder text;
  private boolean empty = true;

  JoinState(int limitBytes) {
    text = new TextBuilder(64, limitBytes);
  }

  @Override
  public void step(Cell[] arguments, int count) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      return;
    }
    if (!empty) {
      separate(arguments, count);
    }
    empty = false;
    value.convertToText();
    text.append(value);
  }

  private void separate(Cell[] arguments, int count) {
    if (count == 1) {
      text.append(',');
    } else if (arguments[1].type != Cell.NULL) {
      arguments[1].convertToText();
      text.append(arguments[1]);
    }
  }

  @Override
  public void value(Cell result) {
    if (empty) {
      result.setNull();
    } else {
      text.copyText(result);
    }
  }

  @Override
  public void finish(Cell result) {
    if (empty) {
      result.setNull();
    } else {
      text.finishText(result);
    }
  }
}
