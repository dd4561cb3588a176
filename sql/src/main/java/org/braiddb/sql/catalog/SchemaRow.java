package org.braiddb.sql.catalog;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SerialType;
import org.jspecify.annotations.Nullable;

/** A row of the catalogue. Immutable; equal to one of which all is equal. */
public final class SchemaRow {
  private static final byte[] NOT_READ = {};

  private final long rowid;
  private final String type;
  private final String name;
  private final String tableName;
  private final long root;
  private final String sql;
  private final String nameKey;
  private final String relationKey;

  /** What it was read from; empty where that is not known. */
  private final byte[] record;

  /**
   * A row that was not read.
   *
   * @param rowid its rowid there
   * @param type {@code table}, {@code index}, {@code view} or {@code trigger}
   * @param tableName the table or view it belongs to; its own name for a table or view
   * @param root the tree's id; 0 where it has none
   * @param sql its definition; empty where NULL is stored, for automatic indexes
   */
  public SchemaRow(long rowid, String type, String name, String tableName, long root, String sql) {
    this(rowid, type, name, tableName, root, sql, NOT_READ);
  }

  private SchemaRow(
      long rowid,
      String type,
      String name,
      String tableName,
      long root,
      String sql,
      byte[] record) {
    this.rowid = rowid;
    this.type = type;
    this.name = name;
    this.tableName = tableName;
    this.root = root;
    this.sql = sql;
    this.record = record;
    nameKey = NameKey.of(name);
    relationKey = isRelation() ? nameKey : NameKey.of(tableName);
  }

  /**
   * Reads the row that a cursor on the catalogue is on.
   *
   * @param reader is used for it
   */
  public static SchemaRow read(Cursor cursor, RecordReader reader, Charset charset) {
    reader.read(cursor); // which knows where the record is, should it be damaged
    return read(cursor.rowid(), reader, charset, () -> record(cursor));
  }

  private static byte[] record(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    int from = cursor.offset();
    return Arrays.copyOfRange(cursor.bytes(), from, from + size);
  }

  /**
   * Reads a row.
   *
   * @param record is kept, not to be changed
   * @param reader is used for it
   */
  public static SchemaRow read(long rowid, byte[] record, RecordReader reader, Charset charset) {
    reader.read(record, 0, record.length);
    return read(rowid, reader, charset, () -> record);
  }

  /** Reads the row that a reader is on, and then gets its record. */
  private static SchemaRow read(
      long rowid, RecordReader reader, Charset charset, Supplier<byte[]> record) {
    return new SchemaRow(
        rowid,
        text(reader, 0, charset),
        text(reader, 1, charset),
        text(reader, 2, charset),
        SerialType.isInteger(reader.type(3)) ? reader.integer(3) : 0,
        text(reader, 4, charset),
        record.get());
  }

  private static String text(RecordReader reader, int column, Charset charset) {
    return reader.has(column) && SerialType.isText(reader.type(column))
        ? new String(reader.bytes(), reader.offset(column), reader.length(column), charset)
        : "";
  }

  /** Whether a cursor on the catalogue is on a record that is the same as the row's. */
  public boolean isAt(Cursor cursor) {
    int size = cursor.payloadSize();
    if (size != record.length) {
      return false;
    }
    cursor.fetch(size);
    int from = cursor.offset();
    return Arrays.equals(record, 0, size, cursor.bytes(), from, from + size);
  }

  /** Whether it is a table or view, and not something that belongs to one. */
  public boolean isRelation() {
    return type.equals("table") || type.equals("view");
  }

  /** Whether it is a trigger. */
  public boolean isTrigger() {
    return type.equals("trigger");
  }

  /** Whether it is called so, without regard to the case of ASCII letters. */
  public boolean isNamed(String other) {
    return nameKey.equals(NameKey.of(other));
  }

  /** Whether it is, or belongs to, the table or view of that name. */
  public boolean belongsTo(String other) {
    return NameKey.same(tableName, other);
  }

  /** Its rowid in the catalogue. */
  public long rowid() {
    return rowid;
  }

  /** What it is: {@code table}, {@code index}, {@code view} or {@code trigger}. */
  public String type() {
    return type;
  }

  /** The object's name. */
  public String name() {
    return name;
  }

  /** The table or view it belongs to; its own name for a table or view. */
  public String tableName() {
    return tableName;
  }

  /** The tree's id; 0 where it has none. */
  public long root() {
    return root;
  }

  /** Its definition; empty where NULL is stored, for automatic indexes. */
  public String sql() {
    return sql;
  }

  /** The {@link NameKey} of its name. */
  String nameKey() {
    return nameKey;
  }

  /** That of the table or view that it is or belongs to. */
  String relationKey() {
    return relationKey;
  }

  /** The same with another definition. */
  public SchemaRow withSql(String other) {
    return new SchemaRow(rowid, type, name, tableName, root, other);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return this == object
        || object instanceof SchemaRow other
            && rowid == other.rowid
            && root == other.root
            && type.equals(other.type)
            && name.equals(other.name)
            && tableName.equals(other.tableName)
            && sql.equals(other.sql);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rowid, name);
  }

  @Override
  public String toString() {
    return type + " " + name + " of " + tableName + " at " + root + ": " + sql;
  }
}
