package org.braiddb.sql.execute;

import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.EncodedText;
import org.braiddb.sql.value.LengthLimit;
import org.braiddb.sql.value.NumericText;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** Concatenation, CAST, CASE, and the functions that compute only what they need. */
final class ValueEvaluators {
  private ValueEvaluators() {}

  static final class Concatenate extends Evaluator {
    private final Evaluator left;
    private final Evaluator right;
    private final Cell saved = new Cell();

    Concatenate(Evaluator left, Evaluator right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public byte eval(Frame frame) {
      left.eval(frame);
      saved.copyFrom(frame);
      right.eval(frame);
      frame.putBehind(saved, frame.context().functions().maximumLength());
      return frame.type;
    }
  }

  /** Concatenate in a UTF-16 database, where the bytes of a BLOB are joined as they are. */
  static final class EncodedConcatenate extends Evaluator {
    private final Evaluator left;
    private final Evaluator right;
    private final TextEncoding encoding;
    private final Cell saved = new Cell();

    EncodedConcatenate(Evaluator left, Evaluator right, TextEncoding encoding) {
      this.left = left;
      this.right = right;
      this.encoding = encoding;
    }

    @Override
    public byte eval(Frame frame) {
      left.eval(frame);
      saved.copyFrom(frame);
      if (right.eval(frame) == Cell.NULL || saved.type == Cell.NULL) {
        frame.type = Cell.NULL;
        return Cell.NULL;
      }
      byte[] first = bytes(saved);
      byte[] second = bytes(frame);
      int length =
          LengthLimit.check(
              (long) first.length + second.length, frame.context().functions().maximumLength());
      byte[] joined = Arrays.copyOf(first, length);
      System.arraycopy(second, 0, joined, first.length, second.length);
      frame.setText(EncodedText.decode(joined, 0, length, encoding));
      return frame.type;
    }

    private byte[] bytes(Cell value) {
      if (value.isNumber()) {
        value.convertToText();
      }
      return EncodedText.bytes(value, encoding);
    }
  }

  static final class Cast extends Evaluator {
    private final Evaluator operand;
    private final Affinity affinity;

    Cast(Evaluator operand, Affinity affinity) {
      this.operand = operand;
      this.affinity = affinity;
    }

    @Override
    public byte eval(Frame frame) {
      if (operand.eval(frame) != Cell.NULL) {
        NumericText.cast(frame, affinity);
      }
      return frame.type;
    }
  }

  /** CAST in a UTF-16 database, where the bytes of a text are those of that encoding. */
  static final class EncodedCast extends Evaluator {
    private final Evaluator operand;
    private final Affinity affinity;
    private final TextEncoding encoding;

    EncodedCast(Evaluator operand, Affinity affinity, TextEncoding encoding) {
      this.operand = operand;
      this.affinity = affinity;
      this.encoding = encoding;
    }

    @Override
    public byte eval(Frame frame) {
      byte type = operand.eval(frame);
      if (affinity != Affinity.BLOB) {
        EncodedText.translate(frame, encoding);
      }
      if (type != Cell.NULL) {
        NumericText.cast(frame, affinity);
      }
      if (type != Cell.BLOB && affinity == Affinity.BLOB && type != Cell.NULL) {
        frame.type = Cell.TEXT;
        frame.setBlob(EncodedText.bytes(frame, encoding));
      }
      return frame.type;
    }
  }

  /** Applies a column's affinity to a computed value: a generated column. */
  static final class WithAffinity extends Evaluator {
    private final Evaluator operand;
    private final Affinity affinity;

    WithAffinity(Evaluator operand, Affinity affinity) {
      this.operand = operand;
      this.affinity = affinity;
    }

    @Override
    public byte eval(Frame frame) {
      operand.eval(frame);
      affinity.apply(frame);
      return frame.type;
    }
  }

  static final class SearchedCase extends Evaluator {
    private final Evaluator[] conditions;
    private final Evaluator[] results;
    private final @Nullable Evaluator otherwise;

    SearchedCase(Evaluator[] conditions, Evaluator[] results, @Nullable Evaluator otherwise) {
      this.conditions = conditions;
      this.results = results;
      this.otherwise = otherwise;
    }

    @Override
    public byte eval(Frame frame) {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].truth(frame) == TRUE) {
          return results[i].eval(frame);
        }
      }
      return orElse(otherwise, frame);
    }
  }

  private static byte orElse(@Nullable Evaluator otherwise, Frame frame) {
    if (otherwise == null) {
      frame.type = Cell.NULL;
      return Cell.NULL;
    }
    return otherwise.eval(frame);
  }

  /** CASE with an operand, which is computed once. */
  static final class ComparedCase extends Evaluator {
    private final Evaluator operand;
    private final Evaluator[] values;
    private final List<ComparisonRule> rules;
    private final Evaluator[] results;
    private final @Nullable Evaluator otherwise;
    private final Cell saved = new Cell();
    private final Cell compared = new Cell();

    ComparedCase(
        Evaluator operand,
        Evaluator[] values,
        List<ComparisonRule> rules,
        Evaluator[] results,
        @Nullable Evaluator otherwise) {
      this.operand = operand;
      this.values = values;
      this.rules = rules;
      this.results = results;
      this.otherwise = otherwise;
    }

    @Override
    public byte eval(Frame frame) {
      if (operand.eval(frame) == Cell.NULL) {
        return orElse(otherwise, frame);
      }
      saved.copyFrom(frame);
      for (int i = 0; i < values.length; i++) {
        if (values[i].eval(frame) != Cell.NULL && matches(rules.get(i), frame)) {
          return results[i].eval(frame);
        }
      }
      return orElse(otherwise, frame);
    }

    private boolean matches(ComparisonRule rule, Frame frame) {
      compared.copyFrom(saved);
      ComparisonAffinity.apply(rule.affinity(), compared, frame);
      return ComparisonOperator.EQUAL.holds(
          ValueComparator.compare(compared, frame, rule.collation()));
    }
  }

  /** coalesce and ifnull. */
  static final class Coalesce extends Evaluator {
    private final Evaluator[] arguments;

    Coalesce(Evaluator[] arguments) {
      this.arguments = arguments;
    }

    @Override
    public byte eval(Frame frame) {
      for (Evaluator argument : arguments) {
        if (argument.eval(frame) != Cell.NULL) {
          return frame.type;
        }
      }
      return Cell.NULL;
    }
  }
}
