package org.braiddb.storage.mvcc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.TextEncoding;

/** Trees and records for tests. */
final class Keys {
  /** NOCASE under another name, so that it counts as the application's own. */
  static final Collation CUSTOM = new Custom();

  /** As {@link #CUSTOM}, failing for as long as it is told to. */
  static final class Failing extends Custom {
    volatile boolean fails;

    @Override
    public int compare(
        byte[] left,
        int leftAt,
        int leftLength,
        byte[] right,
        int rightAt,
        int rightLength,
        TextEncoding encoding) {
      if (fails) {
        throw new IllegalStateException("the collation fails");
      }
      return super.compare(left, leftAt, leftLength, right, rightAt, rightLength, encoding);
    }
  }

  /** As {@link #CUSTOM}, doing something else first. */
  static final class Interrupted extends Custom {
    volatile Runnable before = () -> {};

    @Override
    public int compare(
        byte[] left,
        int leftAt,
        int leftLength,
        byte[] right,
        int rightAt,
        int rightLength,
        TextEncoding encoding) {
      before.run();
      return super.compare(left, leftAt, leftLength, right, rightAt, rightLength, encoding);
    }
  }

  private Keys() {}

  private static class Custom implements Collation {
    @Override
    public String name() {
      return "custom";
    }

    @Override
    public int compare(
        byte[] left,
        int leftAt,
        int leftLength,
        byte[] right,
        int rightAt,
        int rightLength,
        TextEncoding encoding) {
      return Collations.NOCASE.compare(
          left, leftAt, leftLength, right, rightAt, rightLength, encoding);
    }
  }

  static Tree.Table table(long id) {
    return new Tree.Table(id, "t" + id);
  }

  static KeyOrder order(Collation... collations) {
    return new KeyOrder(
        Arrays.stream(collations).map(each -> new KeyOrder.Column(each, false)).toList(),
        TextEncoding.UTF_8);
  }

  static Tree.Index index(long id, int uniqueColumns, Collation... collations) {
    return new Tree.Index(id, "i" + id, order(collations), uniqueColumns, "t");
  }

  static byte[] record(Object... values) {
    RecordWriter writer = new RecordWriter();
    for (Object value : values) {
      switch (value) {
        case String text -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          writer.addText(bytes, 0, bytes.length);
        }
        case Number number -> writer.addInteger(number.longValue());
        default -> writer.addNull();
      }
    }
    return writer.toByteArray();
  }

  /** What {@link #record} takes for NULL. */
  static final Object NULL = List.of();
}
