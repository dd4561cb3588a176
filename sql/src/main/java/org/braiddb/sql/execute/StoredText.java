package org.braiddb.sql.execute;

import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.EncodedText;
import org.braiddb.storage.record.TextEncoding;

/**
 * BLOBs that are read as text or as numbers in a database whose texts are UTF-16: their bytes are
 * taken for text of that encoding. What reads them expects UTF-8, so they are translated, and stay
 * BLOBs.
 */
final class StoredText {
  private StoredText() {}

  /** A value that is read as text or as a number. */
  static Evaluator read(Evaluator value, TextEncoding encoding) {
    return encoding == TextEncoding.UTF_8 || value instanceof Condition
        ? value
        : new Translated(value, encoding);
  }

  /** A function that reads all of its arguments as texts or numbers. */
  static ScalarFunction read(ScalarFunction function, TextEncoding encoding) {
    if (encoding == TextEncoding.UTF_8) {
      return function;
    }
    return (context, arguments, count, result) -> {
      for (int i = 0; i < count; i++) {
        EncodedText.translate(arguments[i], encoding);
      }
      function.call(context, arguments, count, result);
    };
  }

  private static final class Translated extends Evaluator {
    private final Evaluator value;
    private final TextEncoding encoding;

    Translated(Evaluator value, TextEncoding encoding) {
      this.value = value;
      this.encoding = encoding;
    }

    @Override
    public byte eval(Frame frame) {
      byte type = value.eval(frame);
      EncodedText.translate(frame, encoding);
      return type;
    }
  }
}
