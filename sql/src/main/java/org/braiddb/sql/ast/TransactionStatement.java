package org.braiddb.sql.ast;

/** A statement that begins, ends or marks a transaction. */
public sealed interface TransactionStatement extends Statement {
  /** BEGIN. */
  record Begin(Mode mode, Span span) implements TransactionStatement {
    /** The word after BEGIN. */
    public enum Mode {
      UNSPECIFIED,
      DEFERRED,
      IMMEDIATE,
      EXCLUSIVE,
      CONCURRENT
    }
  }

  /** COMMIT or END. */
  record Commit(Span span) implements TransactionStatement {}

  /** ROLLBACK of the whole transaction. */
  record Rollback(Span span) implements TransactionStatement {}

  /** SAVEPOINT. */
  record Savepoint(Name name, Span span) implements TransactionStatement {}

  /** RELEASE. */
  record Release(Name name, Span span) implements TransactionStatement {}

  /** ROLLBACK TO. */
  record RollbackTo(Name name, Span span) implements TransactionStatement {}
}
