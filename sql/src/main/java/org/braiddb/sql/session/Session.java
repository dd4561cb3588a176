package org.braiddb.sql.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionRegistry;
import org.braiddb.sql.parse.ParsedStatement;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.program.ChangeCounters;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.program.TableFunctions;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Used by one thread at a time, which {@link #enter()} sees to; {@link
 * #interrupt()} alone may come from any.
 *
 * <p>States: <i>autocommit</i>, where every statement has a {@link TransactionScope} of its own
 * that ends with it; <i>explicit</i>, from BEGIN or an outermost SAVEPOINT to COMMIT, ROLLBACK or
 * the RELEASE of that savepoint, where all share one; <i>closed</i>.
 */
public final class Session implements AutoCloseable {
  /** What SQLite allows by default. */
  private static final int MAXIMUM_ATTACHED = 10;

  private static final AtomicLong LAST_NUMBER = new AtomicLong();

  private final long number = LAST_NUMBER.incrementAndGet();
  private final CallLimits limits = new CallLimits();
  private final Settings settings = new Settings();
  private final ChangeCounters counters = new ChangeCounters();
  private final FunctionRegistry functions = new FunctionRegistry();
  private final TableFunctions tableFunctions = new TableFunctions();
  private final CollationRegistry collations = new CollationRegistry();
  private final List<SessionDatabase> databases = new ArrayList<>();
  private final Set<PreparedStatement> statements = new HashSet<>();

  /** BEGIN, COMMIT and the like, by their texts: every transaction needs them again. */
  private final Map<String, PreparedStatement> control = new HashMap<>(4);

  private final IdleCompilations idle = new IdleCompilations();
  private final RecurringStatements recurring = new RecurringStatements(this);

  /** Those that have rows to deliver: few at a time, each of them once. */
  private final List<PreparedStatement> running = new ArrayList<>();

  private boolean atWork;
  private boolean changing;

  private final Set<RunningBackup> backups = new HashSet<>();
  private final StatementCompiler compiler = new StatementCompiler(this);

  private final SessionTransactions transactions = new SessionTransactions(this);
  private long functionsVersion;

  /** While a statement about to start is compiled again: its transactions; null at other times. */
  private @Nullable TransactionScope startingScope;

  private volatile boolean closed;

  /** Held during each call: two threads in one connection would change the same pages at once. */
  private final SessionLock use = new SessionLock();

  private final DatabaseSource defaults;

  private Session(DatabaseSource defaults) {
    this.defaults = defaults;
    limits.setOwner("connection " + number);
    BuiltInTables.addTo(tableFunctions);
  }

  /**
   * Opens a connection with a main database.
   *
   * @param place a path or URI
   * @param defaults what the place does not say, and what ATTACH starts from
   */
  public static Session open(
      String place, DatabaseSource defaults, Durability durability, Settings initial) {
    Session session = new Session(defaults);
    DatabaseSource source = DatabaseSource.parse(place, defaults);
    session.settings.setForeignKeys(initial.foreignKeys());
    session.settings.setIsolation(initial.isolation());
    session.setBusyTimeout(initial);
    session.databases.add(session.openDatabase(SchemaScopes.MAIN, "main", source, durability));
    return session;
  }

  private void setBusyTimeout(Settings initial) {
    settings.setBusyTimeout(initial.busyTimeout());
    limits.setWait(initial.busyTimeout());
  }

  private SessionDatabase openDatabase(
      int number, String name, DatabaseSource source, Durability durability) {
    Optional<StorageEngine> requested = source.journalMode().map(Engines::forMode);
    StorageEngine fallback = requested.orElseGet(Engines::fallback);
    StoreRegistry.Lease lease =
        StoreRegistry.PROCESS.acquire(
            source.location(), source.options(), requested, fallback, limits);
    return new SessionDatabase(
        number, name, source.file(), lease, source.options().readOnly(), durability, collations);
  }

  /** Waits until no other thread is in a call, and keeps them out until {@link #leave()}. */
  public void enter() {
    use.enter();
  }

  /** The end of a call. */
  public void leave() {
    use.leave();
  }

  /** Different for every connection of the process: how reports name it. */
  public long number() {
    return number;
  }

  // ---- what statements and pragmas see

  /** The settings that pragmas change. */
  public Settings settings() {
    return settings;
  }

  /** The counters of changes. */
  public ChangeCounters counters() {
    return counters;
  }

  /** The functions that statements can call; {@link #functionsChanged()} after adding one. */
  public FunctionRegistry functions() {
    return functions;
  }

  /** The table-valued functions that statements can name in FROM. */
  public TableFunctions tableFunctions() {
    return tableFunctions;
  }

  /** The collations that statements can name; {@link #collationsChanged()} after adding one. */
  public CollationRegistry collations() {
    return collations;
  }

  /** Statements are compiled again before they run next. */
  public void functionsChanged() {
    functionsVersion++;
  }

  /** Schemas are read again and statements compiled again. */
  public void collationsChanged() {
    functionsVersion++;
    databases.forEach(database -> database.schema().forgetMeaning());
  }

  long functionsVersion() {
    return functionsVersion;
  }

  /** The limits of all calls into storage. */
  public CallLimits limits() {
    return limits;
  }

  StatementCompiler compiler() {
    return compiler;
  }

  // ---- databases

  /** What a path or URI that is attached does not say; no journal mode is asked for. */
  DatabaseSource defaults() {
    return new DatabaseSource(defaults.location(), defaults.options(), Optional.empty());
  }

  List<SessionDatabase> databases() {
    return databases;
  }

  /** Whether there are others beside the main and the temporary database. */
  public boolean hasAttached() {
    return databases.getLast().number() > SchemaScopes.TEMP;
  }

  /** The database with a number; the temporary one is made when it is first asked for. */
  SessionDatabase database(int number) {
    SessionDatabase database = openDatabase(number);
    if (database != null) {
      return database;
    }
    if (number == SchemaScopes.TEMP) {
      return openTemporary();
    }
    throw new IllegalArgumentException("no database with number " + number);
  }

  /** The one with a number; null where it was detached or not made yet. */
  private @Nullable SessionDatabase openDatabase(int number) {
    for (int i = 0; i < databases.size(); i++) {
      SessionDatabase database = databases.get(i);
      if (database.number() == number) {
        return database;
      }
    }
    return null;
  }

  /** The database of that schema name. */
  Optional<SessionDatabase> database(String name) {
    String key = NameKey.of(name);
    if (key.equals("temp")) {
      return Optional.of(database(SchemaScopes.TEMP));
    }
    return databases.stream()
        .filter(database -> NameKey.of(database.name()).equals(key))
        .findFirst();
  }

  private SessionDatabase openTemporary() {
    SessionDatabase main = databases.getFirst();
    StorageEngine engine = main.handle().store().engine();
    StoreRegistry.Lease lease =
        StoreRegistry.PROCESS.acquire(
            new StoreLocation.PrivateMemory(),
            StoreOptions.DEFAULTS.withEncoding(encodingOf(main)),
            Optional.empty(),
            engine,
            limits);
    SessionDatabase temporary =
        new SessionDatabase(
            SchemaScopes.TEMP, "temp", "", lease, false, Durability.OFF, collations);
    databases.add(1, temporary);
    return temporary;
  }

  void attach(DatabaseSource source, String name) {
    if (databases.stream().filter(d -> d.number() > SchemaScopes.TEMP).count()
        >= MAXIMUM_ATTACHED) {
      throw new StatementException("too many attached databases - max " + MAXIMUM_ATTACHED);
    }
    String key = NameKey.of(name);
    if (key.equals("main") || key.equals("temp") || findAttached(name).isPresent()) {
      throw new StatementException("database " + name + " is already in use");
    }
    int number = databases.getLast().number() + 1;
    SessionDatabase main = databases.getFirst();
    TextEncoding encoding = encodingOf(main);
    SessionDatabase attached =
        openDatabase(Math.max(2, number), name, source.withEncoding(encoding), main.durability());
    try {
      if (encodingOf(attached) != encoding) {
        throw new StatementException(
            "attached databases must use the same text encoding as main database");
      }
    } catch (RuntimeException | Error e) {
      attached.release();
      throw e;
    }
    databases.add(attached);
    functionsVersion++;
  }

  private TextEncoding encodingOf(SessionDatabase database) {
    try (Transaction transaction =
        database.handle().store().begin(TransactionOptions.of(TransactionMode.READ_ONLY), limits)) {
      return transaction.encoding();
    }
  }

  void detach(String name) {
    String key = NameKey.of(name);
    if (key.equals("main") || key.equals("temp")) {
      throw new StatementException("cannot detach database " + name);
    }
    SessionDatabase database =
        findAttached(name).orElseThrow(() -> new StatementException("no such database: " + name));
    if (inUse(database)) {
      throw new StatementException("database " + name + " is locked");
    }
    transactions.endResting();
    databases.remove(database);
    functionsVersion++;
    database.release();
  }

  /** Whether an open transaction or a running statement uses a database. */
  boolean inUse(SessionDatabase database) {
    TransactionScope scope = explicitScope();
    return (scope != null && scope.find(database) != null)
        || running.stream().anyMatch(statement -> statement.uses(database));
  }

  private Optional<SessionDatabase> findAttached(String name) {
    String key = NameKey.of(name);
    return databases.stream()
        .filter(d -> d.number() > SchemaScopes.TEMP && NameKey.of(d.name()).equals(key))
        .findFirst();
  }

  private SessionDatabase requireDatabase(String name) {
    return database(name).orElseThrow(() -> new StatementException("unknown database " + name));
  }

  /** The journal mode of the database of a schema name. */
  public String journalMode(String name) {
    return requireDatabase(name).handle().journalMode();
  }

  /** Whether the database of a schema name refuses changes. */
  public boolean isReadOnly(String name) {
    return requireDatabase(name).readOnly();
  }

  /** The databases in the order of their numbers. */
  public List<ConnectionControl.AttachedDatabase> attachedDatabases() {
    return databases.stream()
        .map(d -> new ConnectionControl.AttachedDatabase(d.number(), d.name(), d.file()))
        .toList();
  }

  // ---- the schema

  /** The schemas of all databases, read where they are not known. */
  SchemaScopes scopes() {
    List<SchemaScopes.Scope> scopes = new ArrayList<>();
    scopes.add(scope(databases.getFirst()));
    scopes.add(
        databases.size() > 1 && databases.get(1).number() == SchemaScopes.TEMP
            ? scope(databases.get(1))
            : EmptySchema.TEMP);
    for (SessionDatabase database : databases) {
      if (database.number() > SchemaScopes.TEMP) {
        scopes.add(scope(database));
      }
    }
    return new SchemaScopes(scopes);
  }

  /** The schemas as far as they are known; empty ones in place of the others. */
  SchemaScopes knownScopes() {
    List<SchemaScopes.Scope> scopes = new ArrayList<>();
    for (SessionDatabase database : databases) {
      SchemaCatalog catalog = database.schema().catalog();
      scopes.add(
          new SchemaScopes.Scope(
              database.number(),
              database.name(),
              catalog == null ? EmptySchema.TEMP.catalog() : catalog));
    }
    if (databases.size() == 1 || databases.get(1).number() != SchemaScopes.TEMP) {
      scopes.add(1, EmptySchema.TEMP);
    }
    return new SchemaScopes(scopes);
  }

  private SchemaScopes.Scope scope(SessionDatabase database) {
    return new SchemaScopes.Scope(database.number(), database.name(), catalog(database));
  }

  private SchemaCatalog catalog(SessionDatabase database) {
    SchemaCatalog catalog = database.schema().catalog();
    if (catalog != null) {
      return catalog;
    }
    TransactionScope scope = explicitScope() == null ? startingScope : explicitScope();
    Transaction transaction = scope == null ? null : scope.find(database);
    if (scope != null && transaction != null) {
      return database.schema().read(transaction, scope.state(database), database.handle());
    }
    TransactionOptions options =
        TransactionOptions.of(TransactionMode.READ_ONLY).withAtLeast(database.atLeast());
    try (Transaction reading = database.handle().begin(engine -> options, limits)) {
      return database.schema().read(reading, KnownSchema.State.VISIBLE, database.handle());
    }
  }

  /** Compiles with the schemas that the transactions of a statement about to start see. */
  Program compiling(TransactionScope starting, Supplier<Program> compilation) {
    startingScope = starting;
    try {
      return compilation.get();
    } finally {
      startingScope = null;
    }
  }

  /** Forgets all that is known of the schemas, whatever the connection or another has read. */
  void forgetSchemas() {
    for (SessionDatabase database : databases) {
      database.handle().stopSharingCatalog();
      database.schema().forgetMeaning();
    }
  }

  /** Forgets what is known of the schemas, but where it is what an open transaction sees. */
  void refreshSchemas() {
    TransactionScope explicit = explicitScope();
    for (SessionDatabase database : databases) {
      Transaction open = explicit == null ? null : explicit.find(database);
      if (open == null || !database.schema().isCurrent(open)) {
        database.schema().forget();
      }
    }
  }

  /** Whether what is known of all schemas is still what a statement was compiled for. */
  boolean knowsStill(SchemaScopes compiledFor) {
    List<SchemaScopes.Scope> scopes = compiledFor.scopes();
    for (int i = 0; i < scopes.size(); i++) { // asked at each start: no iterator
      SchemaScopes.Scope scope = scopes.get(i);
      SessionDatabase database = openDatabase(scope.database());
      if (scope == EmptySchema.TEMP) {
        if (database != null) {
          return false;
        }
      } else if (database == null || database.schema().catalog() != scope.catalog()) {
        return false;
      }
    }
    return true;
  }

  // ---- statements

  /**
   * Compiles the next statement of a text.
   *
   * @return empty where only blanks and comments follow
   */
  public Optional<PreparedStatement> prepare(String text, int from) {
    requireOpen();
    PreparedStatement statement = from == 0 ? compiledBefore(text) : null;
    if (statement == null) {
      Optional<ParsedStatement> parsed = Parser.parseNext(text, from);
      if (parsed.isEmpty()) {
        return Optional.empty();
      }
      statement = new PreparedStatement(this, parsed.get(), from == 0);
      statement.compile();
    }
    statements.add(statement);
    return Optional.of(statement);
  }

  private @Nullable PreparedStatement compiledBefore(String text) {
    Compilation known = idle.take(text, this);
    return known == null ? recurring.prepare(text) : new PreparedStatement(this, known);
  }

  /**
   * Keeps what the text of a statement that was closed was compiled to.
   *
   * @param parameterized whether it was compiled with parameters for its literals
   */
  void keep(Compilation compilation, boolean parameterized) {
    if (closed) {
      return;
    }
    if (parameterized) {
      recurring.keep(compilation);
    } else {
      idle.put(compilation);
    }
  }

  /** Runs a transaction statement, which is prepared at its first use. */
  public void control(String text) {
    requireOpen();
    control.computeIfAbsent(text, each -> prepare(each, 0).orElseThrow()).step();
  }

  void forget(PreparedStatement statement) {
    statements.remove(statement);
  }

  /** Keeps count of the statements that are running. */
  void running(PreparedStatement statement, boolean isRunning) {
    if (isRunning) {
      running.add(statement);
    } else {
      running.remove(statement);
    }
  }

  /** Whether a statement is running just now, so that a function which it calls is what asks. */
  boolean isAtWork() {
    return atWork;
  }

  void setAtWork(boolean now) {
    atWork = now;
  }

  /** Whether a statement is changing a database or the transactions just now. */
  boolean isChanging() {
    return changing;
  }

  void setChanging(boolean now) {
    changing = now;
  }

  /** An interrupt is for what runs when it comes, not for what is started later. */
  void statementBegins() {
    limits.clearCancelled();
  }

  /** Begins to copy a database into a file. */
  public RunningBackup backup(String schema, Path target) {
    requireOpen();
    RunningBackup backup = RunningBackup.begin(this, requireDatabase(schema), target);
    backups.add(backup);
    return backup;
  }

  void forget(RunningBackup backup) {
    backups.remove(backup);
  }

  void requireOpen() {
    if (closed) {
      throw new StatementException(ResultCode.MISUSE, "the connection is closed");
    }
  }

  // ---- transactions

  /** The explicit transaction, if there is one. */
  SessionTransactions transactions() {
    return transactions;
  }

  /** Whether no explicit transaction is open. */
  public boolean autocommit() {
    return transactions.explicitScope() == null;
  }

  /** The explicit transaction, or null in autocommit mode. */
  @Nullable TransactionScope explicitScope() {
    return transactions.explicitScope();
  }

  /** Whether the journal mode of a database of this connection has concurrent transactions. */
  public boolean hasConcurrentTransactions(String name) {
    StorageEngine engine = requireDatabase(name).handle().store().engine();
    return engine.capabilities().concurrentTransactions();
  }

  /** Whether a concurrent transaction is open. */
  public boolean inConcurrentTransaction() {
    TransactionScope scope = explicitScope();
    return scope != null && scope.mode() == TransactionMode.CONCURRENT;
  }

  /** What concurrent transactions on a database of this connection may see of each other. */
  public IsolationLevel isolation(String name) {
    return Isolation.offered(requireDatabase(name).handle().store().engine(), settings.isolation());
  }

  /**
   * Reads the rows that statements of the explicit transaction have not delivered yet, so that it
   * can end.
   */
  public void finishReading() {
    TransactionScope scope = explicitScope();
    if (scope != null) {
      transactions.endStatementsOf(scope);
    }
  }

  /** Whether any statement is delivering rows. */
  boolean isAnyRunning() {
    return !running.isEmpty();
  }

  /** The statements that are delivering rows. */
  List<PreparedStatement> runningStatements() {
    return List.copyOf(running);
  }

  // ---- the end

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  /** Makes running and waiting calls of this connection stop; may come from any thread. */
  public void interrupt() {
    limits.cancel();
  }

  /** Rolls back, closes all statements and gives the stores back. A second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (atWork) {
      throw new StatementException(
          ResultCode.MISUSE, "a function that a statement calls has closed the connection");
    }
    closed = true;
    idle.clear();
    recurring.clear();
    @Nullable Throwable failure = null;
    for (PreparedStatement statement : List.copyOf(statements)) {
      failure = attempt(failure, statement::close);
    }
    for (RunningBackup backup : List.copyOf(backups)) {
      failure = attempt(failure, backup::close);
    }
    failure = attempt(failure, transactions::abandon);
    failure = attempt(failure, transactions::endResting);
    for (SessionDatabase database : databases) {
      failure = attempt(failure, database::release);
    }
    databases.clear();
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("neither unchecked nor an error", failure);
    }
  }

  private static @Nullable Throwable attempt(@Nullable Throwable failure, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      if (failure == null) {
        return e;
      }
      failure.addSuppressed(e);
    }
    return failure;
  }
}
