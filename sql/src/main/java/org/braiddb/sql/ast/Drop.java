package org.braiddb.sql.ast;

/** DROP TABLE, INDEX, VIEW or TRIGGER. */
public record Drop(Kind kind, boolean ifExists, QualifiedName name, Span span)
    implements SchemaStatement {
  /** The kind of object that is dropped. */
  public enum Kind {
    TABLE,
    INDEX,
    VIEW,
    TRIGGER
  }
}
