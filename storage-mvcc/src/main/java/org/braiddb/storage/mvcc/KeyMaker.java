package org.braiddb.storage.mvcc;

import java.util.Arrays;
import java.util.Objects;
import org.braiddb.storage.record.KeyCodec;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys of an index tree's records in the form that its {@link KeyOrdering} compares. Belongs
 * to one transaction.
 */
final class KeyMaker {
  private static final byte[] NOTHING = {};
  private static final byte[] EVERYTHING = {(byte) 0xff};

  private final int columns;
  private final @Nullable KeyCodec codec;
  private final SearchKey unpacked = new SearchKey(4);
  private final RecordWriter writer = new RecordWriter();

  KeyMaker(KeyOrdering ordering) {
    switch (ordering) {
      case KeyOrdering.Encoded encoded -> {
        columns = encoded.columns();
        codec = new KeyCodec(encoded.order());
      }
      case KeyOrdering.Collated collated -> {
        columns = collated.columns();
        codec = null;
      }
      case KeyOrdering.Rowids rowids ->
          throw new IllegalArgumentException("rowids are their own keys");
    }
  }

  /** The key that tells a record from the others of its tree. */
  Object key(byte[] record, int offset, int length) {
    return leading(record, offset, length, columns);
  }

  /** The same where keys are encoded, good until the next is made. */
  KeyCodec encoded(byte[] record, int offset, int length) {
    KeyCodec key = Objects.requireNonNull(codec);
    key.encode(record, offset, length, columns);
    return key;
  }

  /** A key of the first columns of a record. */
  Object leading(byte[] record, int offset, int length, int count) {
    RecordComparator.unpack(record, offset, length, count, unpacked);
    return prefix(unpacked);
  }

  /** As {@link #leading}; null where one of the columns is NULL, so that the record is unique. */
  @Nullable Object unique(byte[] record, int offset, int length, int count) {
    RecordComparator.unpack(record, offset, length, count, unpacked);
    for (int i = 0; i < unpacked.size(); i++) {
      if (unpacked.type(i) == SearchKey.NULL) {
        return null;
      }
    }
    return prefix(unpacked);
  }

  /** A key of the columns given. */
  Object prefix(SearchKey key) {
    if (codec != null) {
      codec.encode(key);
      return codec.toByteArray();
    }
    return record(key);
  }

  /** A record of the columns given. */
  byte[] record(SearchKey key) {
    writer.clear();
    for (int i = 0; i < key.size(); i++) {
      switch (key.type(i)) {
        case SearchKey.NULL -> writer.addNull();
        case SearchKey.INTEGER -> writer.addInteger(key.integer(i));
        case SearchKey.REAL -> writer.addReal(key.real(i));
        case SearchKey.TEXT -> writer.addText(key.bytes(i), key.offset(i), key.length(i));
        default -> writer.addBlob(key.bytes(i), key.offset(i), key.length(i));
      }
    }
    return writer.toByteArray();
  }

  /** A copy of a record as far as its key goes. */
  byte[] keyColumns(byte[] record, int offset, int length) {
    if (columns == KeyOrdering.ALL_COLUMNS) {
      return Arrays.copyOfRange(record, offset, offset + length);
    }
    RecordComparator.unpack(record, offset, length, columns, unpacked);
    return record(unpacked);
  }

  /** A record's first columns as a record. */
  byte[] leadingRecord(byte[] record, int offset, int length, int count) {
    RecordComparator.unpack(record, offset, length, count, unpacked);
    return record(unpacked);
  }

  /** A bound before all keys that begin with a prefix. */
  Object below(Object prefix) {
    return codec != null ? prefix : new KeyOrdering.Bound((byte[]) prefix, false);
  }

  /** A bound after all keys that begin with a prefix. */
  Object above(Object prefix) {
    byte[] bytes = (byte[]) prefix;
    if (codec == null) {
      return new KeyOrdering.Bound(bytes, true);
    }
    byte[] bound = Arrays.copyOf(bytes, bytes.length + 1);
    bound[bytes.length] = (byte) 0xff; // no column of a key begins with it
    return bound;
  }

  /** A bound before all keys. */
  Object lowest() {
    return codec != null ? NOTHING : new KeyOrdering.Bound(NOTHING, false);
  }

  /** A bound after all keys. */
  Object highest() {
    return codec != null ? EVERYTHING : new KeyOrdering.Bound(NOTHING, true);
  }

  /** What a key takes in memory, roughly, in bytes. */
  static int sizeBytes(Object key) {
    return key instanceof byte[] bytes ? 16 + bytes.length : 24;
  }
}
