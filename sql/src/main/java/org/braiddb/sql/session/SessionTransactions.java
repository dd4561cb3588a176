package org.braiddb.sql.session;

import java.time.Duration;
import java.util.List;
import org.braiddb.sql.ast.TransactionStatement;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Program;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Store;
import org.braiddb.storage.TransactionMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The explicit transaction of a connection: BEGIN or SAVEPOINT to COMMIT, ROLLBACK or RELEASE.
 *
 * <p>X1: after a conflict the transaction is open and failed: it can be read, no change and no
 * COMMIT succeeds, ROLLBACK TO does not revive it, ROLLBACK ends it.
 */
final class SessionTransactions {
  private static final Logger LOGGER = LoggerFactory.getLogger(SessionTransactions.class);

  /** How long the report of a conflict may wait for the winner to become visible. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final Duration SLICE = Duration.ofMillis(50);

  private final Session session;
  private @Nullable TransactionScope explicit;

  /** The transactions of reading statements in autocommit mode, while no statement has them. */
  private @Nullable TransactionScope resting;

  /** Whether the explicit transaction was begun by SAVEPOINT and ends with its RELEASE. */
  private boolean beganBySavepoint;

  SessionTransactions(Session session) {
    this.session = session;
  }

  /** The explicit transaction, or null in autocommit mode. */
  @Nullable TransactionScope explicitScope() {
    return explicit;
  }

  /** Transactions of a mode that are nobody's yet. */
  TransactionScope newScope(TransactionMode mode) {
    return new TransactionScope(mode, session.settings().isolation(), session.limits());
  }

  // ---- autocommit

  /** The transactions of a statement in autocommit mode that changes nothing. */
  TransactionScope reading() {
    TransactionScope rested = resting;
    resting = null;
    return rested == null ? newScope(TransactionMode.READ_ONLY) : rested;
  }

  /** The statement has ended whose own the transactions were. */
  void endOwn(TransactionScope own) {
    if (resting == null && !session.isClosed() && own.rest()) {
      resting = own;
    } else {
      own.close();
    }
  }

  /** No transaction rests afterwards, and no program keeps what is in one. */
  void endResting() {
    TransactionScope rested = resting;
    resting = null;
    if (rested != null) {
      rested.close();
    }
  }

  /** A program is gone, with what it kept. */
  void forget(Program program) {
    if (explicit != null) {
      explicit.forget(program);
    }
    if (resting != null) {
      resting.forget(program);
    }
    program.release();
  }

  // ---- BEGIN

  void begin(TransactionStatement.Begin.Mode wanted) {
    if (explicit != null) {
      throw new StatementException("cannot start a transaction within a transaction");
    }
    TransactionMode mode =
        switch (wanted) {
          case UNSPECIFIED, DEFERRED -> TransactionMode.DEFERRED;
          case IMMEDIATE -> TransactionMode.IMMEDIATE;
          case EXCLUSIVE -> TransactionMode.EXCLUSIVE;
          case CONCURRENT -> TransactionMode.CONCURRENT;
        };
    if (mode == TransactionMode.CONCURRENT) {
      requireConcurrent();
    }
    boolean writes = mode == TransactionMode.IMMEDIATE || mode == TransactionMode.EXCLUSIVE;
    if (writes && session.settings().queryOnly()) {
      throw new StatementException(ResultCode.READONLY, "attempt to write a readonly database");
    }
    TransactionScope scope = newScope(mode);
    if (writes) {
      beginEverywhere(scope);
    }
    explicit = scope;
    beganBySavepoint = false;
  }

  /**
   * The main database must have concurrent transactions. Others that have none take part with plain
   * ones.
   */
  private void requireConcurrent() {
    StorageEngine engine = session.databases().getFirst().handle().store().engine();
    if (engine.capabilities().concurrentTransactions()) {
      // Fails by name where the level is not to be had.
      Isolation.offered(engine, session.settings().isolation());
      return;
    }
    List<String> others = Engines.concurrentModes();
    throw new StatementException(
        "journal mode "
            + engine.journalMode()
            + " has no concurrent transactions; "
            + (others.isEmpty()
                ? "no installed journal mode has them"
                : "use PRAGMA journal_mode = " + String.join(" or ", others)));
  }

  private void beginEverywhere(TransactionScope scope) {
    try {
      for (SessionDatabase database : session.databases()) {
        if (!database.readOnly()) {
          scope.transaction(database, true);
        }
      }
    } catch (StorageException e) {
      scope.close();
      throw e;
    }
  }

  // ---- the end

  void commit() {
    TransactionScope scope = explicit;
    if (scope == null) {
      throw new StatementException("cannot commit - no transaction is active");
    }
    if (scope.mode() == TransactionMode.CONCURRENT) {
      refuseWhileRead(scope);
    } else {
      endStatementsOf(scope);
    }
    try {
      scope.commit();
    } finally {
      if (scope.isEmpty()) {
        ended();
      }
    }
  }

  /** As SQLite: what is read while a concurrent transaction is validated might be relied upon. */
  private void refuseWhileRead(TransactionScope scope) {
    if (session.runningStatements().stream().anyMatch(statement -> statement.reads(scope))) {
      throw new StatementException(
          ResultCode.BUSY, "cannot commit transaction - SQL statements in progress");
    }
  }

  /** Rolls the explicit transaction back. */
  void rollback() {
    TransactionScope scope = explicit;
    if (scope == null) {
      throw new StatementException("cannot rollback - no transaction is active");
    }
    endStatementsOf(scope);
    abandon();
  }

  /** Rolls the explicit transaction back, if there is one. */
  void abandon() {
    TransactionScope scope = explicit;
    if (scope == null) {
      return;
    }
    for (PreparedStatement statement : session.runningStatements()) {
      statement.abortIn(scope);
    }
    try {
      scope.close();
    } finally {
      ended();
    }
  }

  // ---- conflicts

  /**
   * A statement of the explicit transaction has met a conflict. It is reported once the winner is
   * visible, so that whoever tries again begins behind it.
   */
  void lost(ConflictException conflict) {
    TransactionScope scope = explicit;
    if (scope != null) {
      scope.lost(conflict).ifPresent(database -> lost(database, conflict));
    }
  }

  /** Notes the conflict and waits for the winner. */
  void lost(SessionDatabase database, ConflictException conflict) {
    database.handle().conflicts().add(conflict);
    if (conflict.winner() == 0) {
      return;
    }
    try {
      if (becomesVisible(database.handle().store(), conflict.winner())) {
        database.lostTo(conflict.winner());
      }
    } catch (StorageException e) {
      // The conflict is what the application must hear of.
      conflict.addSuppressed(e);
    }
  }

  /** Waits for another's commit, which is being made durable; false where it takes too long. */
  boolean becomesVisible(Store store, long commit) {
    // In slices, so that an interrupt is noticed.
    CallLimits slice = CallLimits.waiting(SLICE);
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!session.limits().isCancelled() && System.nanoTime() - deadline < 0) {
      try {
        store.awaitVisible(commit, slice);
        return true;
      } catch (BusyException e) {
        LOGGER.trace("commit {} is not visible yet", commit, e);
      }
    }
    return false;
  }

  private void ended() {
    explicit = null;
    beganBySavepoint = false;
    session.settings().setDeferForeignKeys(false);
  }

  /** Statements that are still delivering rows read the rest before their cursors end. */
  void endStatementsOf(TransactionScope scope) {
    for (PreparedStatement statement : session.runningStatements()) {
      statement.detachFrom(scope);
    }
  }

  /**
   * The present rows of statements that are still delivering rows are copied, since the pages that
   * they are in are about to change.
   *
   * @return whether there are such statements
   */
  boolean keepRowsOf(TransactionScope scope) {
    boolean found = false;
    if (session.isAnyRunning()) {
      for (PreparedStatement statement : session.runningStatements()) {
        if (statement.reads(scope)) {
          statement.keepRow();
          found = true;
        }
      }
    }
    return found;
  }

  // ---- savepoints

  void savepoint(String name) {
    TransactionScope scope = explicit;
    if (scope == null) {
      scope = newScope(TransactionMode.DEFERRED);
      explicit = scope;
      beganBySavepoint = true;
    }
    scope.mark(name);
  }

  void release(String name) {
    TransactionScope scope = requireSavepoint(name);
    if (beganBySavepoint && scope.isOutermost(name)) {
      commit();
      return;
    }
    scope.release(name);
  }

  void rollbackTo(String name) {
    TransactionScope scope = requireSavepoint(name);
    endStatementsOf(scope);
    scope.rollbackTo(name);
  }

  private TransactionScope requireSavepoint(String name) {
    TransactionScope scope = explicit;
    if (scope == null || !scope.hasMark(name)) {
      throw new StatementException("no such savepoint: " + name);
    }
    return scope;
  }
}
