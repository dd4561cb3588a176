package org.braiddb.sql;

import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.braiddb.sql.function.Arity;
import org.braiddb.sql.session.PreparedStatement;
import org.braiddb.sql.session.Session;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.TransactionMode;

/**
 * A connection to a database and those attached to it.
 *
 * <p>Meant for one thread at a time, platform or virtual: calls of others wait until a call has
 * returned, but a transaction is the connection's and not a thread's. {@link #interrupt()} may be
 * called from any thread at any time. Connections of different threads do not disturb each other
 * beyond what transactions say.
 *
 * <p>It begins in autocommit mode: every statement commits when it has delivered its last row.
 * BEGIN or SAVEPOINT end that until COMMIT, ROLLBACK or the RELEASE of the outermost savepoint.
 */
public final class Connection implements AutoCloseable {
  private final Session session;
  private final boolean leaksShown = LeakWatch.isThorough();
  private final Cleaner.Cleanable leak;
  private final RecentRuns recentRuns = new RecentRuns();

  /**
   * A database of this connection.
   *
   * @param name the schema name: {@code main}, {@code temp} or as it was attached
   * @param file the absolute path; empty in memory
   */
  public record AttachedDatabase(int number, String name, String file) {}

  Connection(Session session) {
    this.session = session;
    this.leak = LeakWatch.connection(this, session, leaksShown);
  }

  /** For {@link TransactionRunner}. */
  RecentRuns recentRuns() {
    return recentRuns;
  }

  /**
   * The number of this connection, different for each of the process: reports call it "connection
   * N", as does the table {@code braid_snapshots}.
   */
  public long number() {
    return session.number();
  }

  // ---- statements

  /**
   * Prepares the first statement of a text; the rest is {@link Statement#remainder()}. The last
   * hundred texts whose queries and changes were closed need not be compiled again, unless what
   * they name has changed; nor do most changes that differ from earlier ones in literals alone.
   *
   * @throws SqlException where the text begins with no statement, or with one that names what does
   *     not exist; {@code MISUSE} where there is nothing but blanks and comments
   */
  public Statement prepare(String sql) {
    return prepareAt(sql, 0)
        .orElseThrow(() -> new SqlException(ResultCode.MISUSE, "there is no statement to prepare"));
  }

  /**
   * Prepares the next statement of a text.
   *
   * @param offset where to look for it, in UTF-16 units: 0, or {@link Statement#end()} of the one
   *     before
   * @return empty where only blanks, comments and semicolons follow
   */
  public Optional<Statement> prepareAt(String sql, int offset) {
    return call(sql, () -> session.prepare(sql, offset).map(prepared -> statement(prepared, sql)));
  }

  private Statement statement(PreparedStatement prepared, String text) {
    return new Statement(this, session, prepared, text);
  }

  /**
   * Runs all statements of a text, one after the other, rows ignored. Stops at the first that
   * fails; those before it have run.
   */
  public void execute(String script) {
    int offset = 0;
    while (true) {
      Optional<Statement> next = prepareAt(script, offset);
      if (next.isEmpty()) {
        return;
      }
      try (Statement statement = next.get()) {
        offset = statement.end();
        while (statement.step()) {
          // Its effects are wanted, not its rows.
        }
      }
    }
  }

  // ---- transactions

  /** BEGIN. */
  public void begin() {
    begin(TransactionMode.DEFERRED);
  }

  /**
   * BEGIN in a mode; {@link TransactionMode#READ_ONLY} is not one that can be asked for.
   *
   * @throws SqlException in a transaction, or where the journal mode has no such transactions
   */
  public void begin(TransactionMode mode) {
    control(
        switch (mode) {
          case DEFERRED -> "BEGIN DEFERRED";
          case IMMEDIATE -> "BEGIN IMMEDIATE";
          case EXCLUSIVE -> "BEGIN EXCLUSIVE";
          case CONCURRENT -> "BEGIN CONCURRENT";
          case READ_ONLY ->
              throw new SqlException(ResultCode.MISUSE, "BEGIN has no read-only mode");
        });
  }

  /**
   * COMMIT. Where it fails as busy the transaction is still open: after {@code BUSY} it can be
   * tried again, after {@code BUSY_SNAPSHOT}, a conflict, it can only be rolled back.
   */
  public void commit() {
    control("COMMIT");
  }

  /** ROLLBACK. */
  public void rollback() {
    control("ROLLBACK");
  }

  private void control(String text) {
    run(text, () -> session.control(text));
  }

  /** Whether no transaction is open that BEGIN or SAVEPOINT began. */
  public boolean autocommit() {
    return session.autocommit();
  }

  /** Whether the journal mode of the main database has concurrent transactions. */
  public boolean hasConcurrentTransactions() {
    return call("", () -> session.hasConcurrentTransactions("main"));
  }

  /** Whether databases are attached. */
  boolean hasAttached() {
    return session.hasAttached();
  }

  /** Whether a transaction is open that BEGIN CONCURRENT began. */
  public boolean inConcurrentTransaction() {
    return session.inConcurrentTransaction();
  }

  /**
   * What concurrent transactions of this connection on its main database may see of each other. All
   * other transactions are serializable.
   *
   * @throws SqlException where the level asked for is stronger than what the journal mode has
   */
  public IsolationLevel isolation() {
    return call("", () -> session.isolation("main"));
  }

  /**
   * Reads what statements have yet to deliver of the open transaction into memory, so that it can
   * be committed: COMMIT of a concurrent transaction is refused while a statement is delivering
   * rows.
   */
  public void finishReading() {
    run("", session::finishReading);
  }

  // ---- counters

  /** Rows changed by the last INSERT, UPDATE or DELETE that ended. */
  public long changes() {
    return session.counters().changes();
  }

  /** Rows changed since the connection was opened. */
  public long totalChanges() {
    return session.counters().totalChanges();
  }

  /** The rowid of the row inserted last; 0 before the first. */
  public long lastInsertRowid() {
    return session.counters().lastInsertRowid();
  }

  // ---- waiting

  /** How long a statement waits for others before it fails as busy. */
  public Duration busyTimeout() {
    return session.settings().busyTimeout();
  }

  /** Sets how long a statement waits for others; zero does not wait. */
  public void setBusyTimeout(Duration timeout) {
    Duration wait = timeout.isNegative() ? Duration.ZERO : timeout;
    session.settings().setBusyTimeout(wait);
    session.limits().setWait(wait);
  }

  /**
   * Makes the call that is at work on this connection stop with {@code INTERRUPT}; may be called
   * from any thread. What is started later is not concerned, nor are other statements that have
   * rows left.
   */
  public void interrupt() {
    session.interrupt();
  }

  // ---- what it is connected to

  /** The journal mode of the main database. */
  public String journalMode() {
    return call("", () -> session.journalMode("main"));
  }

  /**
   * The journal mode of a database of this connection.
   *
   * @param schema {@code main}, {@code temp} or as it was attached
   */
  public String journalMode(String schema) {
    return call("", () -> session.journalMode(schema));
  }

  /** The databases of this connection; temp is there once something was put into it. */
  public List<AttachedDatabase> databases() {
    return session.attachedDatabases().stream()
        .map(d -> new AttachedDatabase(d.number(), d.name(), d.file()))
        .toList();
  }

  /** Whether a database of this connection refuses changes. */
  public boolean isReadOnly(String schema) {
    return call("", () -> session.isReadOnly(schema));
  }

  // ---- backup

  /**
   * Copies the main database, as it is now, into a file, while others go on reading and writing.
   *
   * @param target where to; a database that is there is replaced once the copy is complete
   * @throws SqlException where it cannot be read or written; {@code BUSY} where the target is open,
   *     {@code NOTADB} where it is not a database; nothing is left of the copy then
   */
  public void backup(Path target) {
    try (Backup backup = startBackup("main", target)) {
      backup.step(-1);
    }
  }

  /**
   * Begins to copy a database into a file in steps; closing the connection ends it.
   *
   * @param schema {@code main}, {@code temp} or as it was attached
   * @param target as for {@link #backup(Path)}
   */
  public Backup startBackup(String schema, Path target) {
    return call("", () -> new Backup(this, session, session.backup(schema, target)));
  }

  // ---- functions and collations

  /**
   * Adds a scalar function, in place of one of the same name and number of arguments.
   *
   * @param arguments how many it takes; -1 for any number
   * @param deterministic whether equal arguments always give equal results, so that it may be used
   *     in indexes
   */
  public void createFunction(
      String name, int arguments, boolean deterministic, SqlFunction function) {
    session
        .functions()
        .add(FunctionAdapter.scalar(name, arity(arguments), deterministic, function));
    session.functionsChanged();
  }

  /**
   * Adds an aggregate function, in place of a function of the same name and number of arguments.
   *
   * @param arguments how many it takes; -1 for any number
   */
  public void createAggregate(String name, int arguments, SqlAggregate aggregate) {
    session.functions().add(FunctionAdapter.aggregate(name, arity(arguments), aggregate));
    session.functionsChanged();
  }

  private static Arity arity(int arguments) {
    if (arguments < -1 || arguments > 127) {
      throw new SqlException(
          ResultCode.MISUSE, "number of arguments not from -1 to 127: " + arguments);
    }
    return arguments < 0 ? Arity.any() : Arity.exactly(arguments);
  }

  /**
   * Adds a collation, in place of one of the same name. Indexes that were made with another order
   * of that name become wrong.
   *
   * @param order a total preorder that never changes; called from any thread
   */
  public void createCollation(String name, Comparator<String> order) {
    session.collations().add(new ComparatorCollation(name, order));
    session.collationsChanged();
  }

  // ---- several calls as one

  /**
   * Calls of a connection that belong together.
   *
   * @param <T> what they give
   * @param <X> what they may throw
   */
  @FunctionalInterface
  public interface Calls<T, X extends Exception> {
    /** Makes the calls, on the thread of the caller. */
    T make() throws X;
  }

  /**
   * Makes several calls as one: those of other threads on this connection and its statements wait
   * until all have returned. {@link #interrupt()} does not wait. For code that serves threads which
   * share a connection and must not be interleaved, as a check and what depends on it.
   *
   * @throws X what the calls threw
   */
  public <T, X extends Exception> T exclusively(Calls<T, X> calls) throws X {
    session.enter();
    try {
      return calls.make();
    } finally {
      session.leave();
    }
  }

  // ---- the end

  /** Whether {@link #close()} was called. */
  public boolean isClosed() {
    return session.isClosed();
  }

  /**
   * Rolls back what was not committed, closes the statements, and closes the database if this was
   * its last connection. A second call does nothing.
   */
  @Override
  public void close() {
    try {
      run("", session::close);
    } finally {
      if (session.isClosed()) {
        leak.clean();
      }
    }
  }

  boolean leaksShown() {
    return leaksShown;
  }

  private <T> T call(String text, Supplier<T> action) {
    return exclusively(() -> Translation.call(text, action));
  }

  private void run(String text, Runnable action) {
    session.enter();
    try {
      Translation.run(text, action);
    } finally {
      session.leave();
    }
  }
}
