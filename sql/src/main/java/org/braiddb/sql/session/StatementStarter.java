package org.braiddb.sql.session;

import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Run;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.SnapshotStaleException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.jspecify.annotations.Nullable;

/**
 * Starts a statement in the transaction it belongs to: opens what transactions it needs, makes sure
 * that it was compiled for the schema they see, and undoes or commits its changes as a whole.
 */
final class StatementStarter {
  /** A schema that changes faster than statements are compiled is not worth more attempts. */
  private static final int MAXIMUM_ATTEMPTS = 25;

  /**
   * A statement that has started.
   *
   * @param scope the transactions it still reads; null where all its rows are in memory
   */
  record Started(Run run, @Nullable TransactionScope scope, boolean ownScope) {}

  private final Session session;
  private final PreparedStatement statement;

  /** The explicit transaction in which the statement has just run; null where there was none. */
  private @Nullable TransactionScope ranIn;

  /** Its context there. */
  private @Nullable SessionContext context;

  StatementStarter(Session session, PreparedStatement statement) {
    this.session = session;
    this.statement = statement;
  }

  Started start() {
    try {
      return startSomehow();
    } finally {
      session.setChanging(false);
    }
  }

  private Started startSomehow() {
    for (int attempt = 1; attempt <= MAXIMUM_ATTEMPTS; attempt++) {
      Program program = statement.programForStart();
      refuseForbiddenChanges(program);
      session.setChanging(program.changesData() || program.managesTransactions());
      if (program.managesTransactions()) {
        return new Started(
            program.start(new SessionContext(session, statement, null)), null, false);
      }
      try {
        Started started = tryStart(program);
        if (started != null) {
          return started;
        }
      } catch (ConflictException | SnapshotStaleException e) {
        // In autocommit mode nothing was read that the application knows of.
        if (!session.autocommit() || attempt == MAXIMUM_ATTEMPTS) {
          throw e;
        }
      }
    }
    throw new StatementException(ResultCode.SCHEMA, "database schema has changed");
  }

  /** The statement has run to its end. */
  void ran() {
    ranIn = session.explicitScope();
    context = new SessionContext(session, statement, ranIn);
  }

  /**
   * Runs a changing statement once more, right after it {@linkplain #ran ran}: if it did in the
   * explicit transaction that is still open, and its program is still that of the schema there, the
   * databases are open and nothing has to be looked up anew.
   *
   * @return false where it has to be started as any other
   */
  boolean startAgain() {
    TransactionScope scope = ranIn;
    SessionContext same = context;
    if (scope == null
        || same == null
        || scope != session.explicitScope()
        || !statement.isCurrent()) {
      return false;
    }
    Program program = statement.programForStart();
    if (!program.changesData() || program.changesSchema() || !program.columns().isEmpty()) {
      return false;
    }
    refuseForbiddenChanges(program);
    same.beginAgain();
    session.setChanging(true);
    try {
      runIn(scope, program, same);
    } finally {
      session.setChanging(false);
    }
    return true;
  }

  private void refuseForbiddenChanges(Program program) {
    if (program.changesData() && session.settings().queryOnly()) {
      throw new StatementException(ResultCode.READONLY, "attempt to write a readonly database");
    }
  }

  /** Null where the schema was not what the program was compiled for. */
  private @Nullable Started tryStart(Program program) {
    TransactionScope explicit = session.explicitScope();
    if (explicit != null) {
      return openAll(explicit) ? startIn(explicit, program) : null;
    }
    TransactionScope own =
        program.changesData()
            ? session.transactions().newScope(TransactionMode.DEFERRED)
            : session.transactions().reading();
    boolean keep = false;
    try {
      Program current = program;
      if (!openAll(own)) {
        // Compiled again for what the open transaction sees: with others that keep changing the
        // schema, and with commits that readers do not see yet, no other compilation would do.
        current = session.compiling(own, statement::programForStart);
        boolean startsToChange = current.changesData() && !program.changesData();
        if (startsToChange || !openAll(own)) {
          return null; // what there was nothing to do for may have something to do now
        }
      }
      Started started = startAlone(own, current);
      keep = started.scope() != null;
      return started;
    } catch (ConflictException e) {
      own.lost(e).ifPresent(database -> session.transactions().lost(database, e));
      throw e;
    } finally {
      if (!keep) {
        own.close();
      }
    }
  }

  /** Opens what the statement's program needs; false where the schema is not what it knows. */
  private boolean openAll(TransactionScope scope) {
    DatabaseUse use = statement.databases();
    for (int i = 0; i < use.numbers().length; i++) {
      SessionDatabase database = session.database(use.numbers()[i]);
      Transaction transaction = scope.transaction(database, use.written()[i]);
      if (!database.schema().isCurrent(transaction)) {
        return false;
      }
    }
    return true;
  }

  // ---- in a scope of its own

  private Started startAlone(TransactionScope own, Program program) {
    if (!program.changesData()) {
      return new Started(run(program, own), own, true);
    }
    own.foreignKeys().beginStatement();
    try {
      Run run = run(program, own);
      requireForeignKeys(own);
      commit(own);
      return new Started(run, null, false);
    } catch (StatementException e) {
      if (e.effect() == StatementException.Effect.KEEP_CHANGES) {
        commit(own);
      } else {
        noChanges();
      }
      throw e;
    } catch (RuntimeException e) {
      noChanges();
      throw e;
    }
  }

  private void commit(TransactionScope own) {
    try {
      own.commit();
    } catch (RuntimeException e) {
      if (statement.isDataChange()) {
        session.counters().statementUndone();
      }
      throw e;
    }
  }

  // ---- in an explicit transaction

  private Started startIn(TransactionScope scope, Program program) {
    if (!program.changesData()) {
      // It may be a change that nobody makes, of a view: what the one before it left is not its
      // own.
      scope.foreignKeys().beginStatement();
      return new Started(run(program, scope), scope, false);
    }
    if (program.changesSchema()) {
      session.transactions().endStatementsOf(scope);
      scope.releaseKept();
    }
    return new Started(
        runIn(scope, program, new SessionContext(session, statement, scope)), null, false);
  }

  private Run runIn(TransactionScope scope, Program program, SessionContext in) {
    boolean read = session.transactions().keepRowsOf(scope);
    return !read && needsNoMark(program, scope)
        ? runUnmarked(scope, program, in)
        : runMarked(scope, program, in);
  }

  private Run runMarked(TransactionScope scope, Program program, SessionContext in) {
    scope.mark(null);
    scope.foreignKeys().beginStatement();
    Run run;
    try {
      run = program.start(in);
      requireForeignKeys(scope);
    } catch (StatementException e) {
      if (e.effect() != StatementException.Effect.KEEP_CHANGES) {
        noChanges();
      }
      end(scope, e.effect(), e);
      throw e;
    } catch (CancelledException e) {
      noChanges();
      // As in SQLite, an interrupted change takes the whole transaction with it.
      end(scope, StatementException.Effect.ROLL_BACK, e);
      throw e;
    } catch (RuntimeException | Error e) {
      noChanges();
      end(scope, StatementException.Effect.UNDO_STATEMENT, e);
      throw e;
    }
    scope.releaseLast();
    return run;
  }

  /**
   * Whether there is nothing to undo where it fails. (Where rows are still read from this
   * transaction a mark is taken all the same: it keeps the pages that they are in as they are.)
   */
  private static boolean needsNoMark(Program program, TransactionScope scope) {
    return program.failsBeforeChanging()
        && (scope.mode() != TransactionMode.CONCURRENT || program.meetsConflictsFirst());
  }

  /** Runs a statement that has changed nothing where it refuses something. */
  private Run runUnmarked(TransactionScope scope, Program program, SessionContext in) {
    scope.foreignKeys().beginStatement();
    try {
      return program.start(in);
    } catch (StatementException e) {
      noChanges();
      if (e.effect() == StatementException.Effect.ROLL_BACK) {
        session.transactions().abandon();
      }
      throw e;
    } catch (ConflictException e) {
      noChanges();
      throw e;
    } catch (RuntimeException | Error e) {
      noChanges();
      session.transactions().abandon();
      throw e;
    }
  }

  private void end(TransactionScope scope, StatementException.Effect effect, Throwable failure) {
    try {
      switch (effect) {
        case KEEP_CHANGES -> scope.releaseLast();
        case ROLL_BACK -> session.transactions().abandon();
        case UNDO_STATEMENT -> scope.undoLast();
      }
    } catch (RuntimeException | Error e) {
      // Half a statement must not stay: nothing of the transaction does. Who is told of a failed
      // constraint would go on in it, and so is told of this instead.
      session.transactions().abandon();
      if (e != failure) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  private Run run(Program program, TransactionScope scope) {
    return program.start(new SessionContext(session, statement, scope));
  }

  private void noChanges() {
    if (statement.isDataChange()) {
      session.counters().statementFailed();
    }
  }

  private static void requireForeignKeys(TransactionScope scope) {
    if (scope.foreignKeys().immediate() != 0) {
      throw new StatementException(
          ResultCode.CONSTRAINT_FOREIGNKEY, "FOREIGN KEY constraint failed");
    }
  }
}
