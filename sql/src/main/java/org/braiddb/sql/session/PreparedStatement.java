package org.braiddb.sql.session;

import java.lang.invoke.VarHandle;
import java.util.List;
import org.braiddb.sql.ast.Explain;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.ParameterTable;
import org.braiddb.sql.parse.ParameterizedText;
import org.braiddb.sql.parse.ParsedStatement;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.ReadyRows;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.stack.FreshStack;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a connection: compiled, with values bound to its parameters, perhaps running.
 *
 * <p>States: <i>ready</i> → {@link #step()} → <i>running</i> (a row is there) → <i>done</i>; {@link
 * #reset()} leads back to ready from anywhere. Used by the connection's thread.
 */
public final class PreparedStatement {
  private enum State {
    READY,
    RUNNING,
    DONE,
    ABORTED,
    CLOSED
  }

  /** A level of an expression takes up to 2 KiB of stack to compile. */
  private static final int DEPTH_ON_ANY_STACK = 100;

  private final Session session;

  private ParsedStatement parsed;
  private Cell[] parameters;

  /**
   * Where its program has parameters for the literals of its text: that text. They are bound, and
   * nobody else sees that they are parameters.
   */
  private @Nullable ParameterizedText literals;

  /** Whether its text begins with it. */
  private final boolean first;

  private @Nullable Compilation compilation;

  private State state = State.READY;

  /** Whether its program is running just now, and may be calling functions of the application. */
  private boolean atWork;

  private Run run = Run.EMPTY;

  /** How many runs were begun. It is counted before anything of a run can be seen. */
  private long runs;

  /** How many columns the rows of the run have. */
  private int width;

  /** The present row, where it had to be copied from the pages that it was in. */
  private Cell @Nullable [] keptRow;

  /**
   * Rows of the run that are computed already; null where there may be none. Only those of a run
   * whose transactions end with it: none else can change, drain or abort what it reads.
   */
  private @Nullable ReadyRows ready;

  /** The transactions that the run reads; null once it needs none. */
  private @Nullable TransactionScope scope;

  /** Whether {@link #scope} ends with this statement. */
  private boolean ownScope;

  /**
   * Whether another call of the connection has changed what the present row was read from. It is
   * set before that changes, and where the row stays, it is kept before.
   */
  private boolean disturbed;

  private long timeoutNanos;

  /** What is left of it in this run. */
  private long remainingNanos;

  PreparedStatement(Session session, ParsedStatement parsed, boolean first) {
    this.session = session;
    this.parsed = parsed;
    this.first = first;
    this.parameters = cells(parsed);
  }

  /** One whose text was compiled before, for the schema as it is known now. */
  PreparedStatement(Session session, Compilation compilation) {
    this(session, compilation.parsed(), true);
    this.compilation = compilation;
  }

  /** One whose text was compiled with parameters for its literals. */
  PreparedStatement(Session session, Compilation compilation, ParameterizedText literals) {
    this(session, compilation);
    this.literals = literals;
    literals.bind(parameters);
  }

  private static Cell[] cells(ParsedStatement parsed) {
    Cell[] cells = new Cell[parsed.parameters().count()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
    return cells;
  }

  // ---- compiling

  /**
   * Compiles it against the present schema.
   *
   * @throws StatementException where it makes no sense there
   */
  void compile() {
    if (parsed.depth() > DEPTH_ON_ANY_STACK) {
      FreshStack.run(this::compileHere);
      return;
    }
    try {
      compileHere();
    } catch (StackOverflowError e) {
      FreshStack.run(this::compileHere); // the schema is deep, or the caller is
    }
  }

  private void compileHere() {
    SchemaScopes scopes =
        StatementCompiler.needsSchema(parsed.statement())
            ? session.scopes()
            : session.knownScopes();
    try {
      compile(scopes);
    } catch (StatementException e) {
      // The schema that is known may be older than the database's.
      session.refreshSchemas();
      SchemaScopes newest = session.scopes();
      if (same(scopes, newest)) {
        throw e;
      }
      compile(newest);
    }
  }

  /** Nobody will run the program any more: takes back what it keeps. */
  private void letGo() {
    Compilation present = compilation;
    if (present != null) {
      session.transactions().forget(present.program());
    }
  }

  private void compile(SchemaScopes scopes) {
    letGo();
    Program compiled = session.compiler().compile(parsed, scopes);
    compilation = new Compilation(parsed, compiled, scopes, session.functionsVersion());
  }

  private static boolean same(SchemaScopes left, SchemaScopes right) {
    List<SchemaScopes.Scope> a = left.scopes();
    List<SchemaScopes.Scope> b = right.scopes();
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i).catalog() != b.get(i).catalog()) {
        return false;
      }
    }
    return true;
  }

  private Program currentProgram() {
    if (!isCurrent()) {
      readLiterals();
      compile();
    }
    return program();
  }

  /** What is compiled anew is its own text: errors are about that, and plans may be others. */
  private void readLiterals() {
    ParameterizedText present = literals;
    if (present != null) {
      parsed = present.parseOriginal();
      parameters = cells(parsed);
      literals = null;
    }
  }

  /** Whether the program is one for the schema as it is known now. */
  boolean isCurrent() {
    Compilation present = compilation;
    return present != null && present.isCurrent(session);
  }

  Compilation compilation() {
    Compilation present = compilation;
    if (present == null) {
      throw new IllegalStateException("statement was not compiled");
    }
    return present;
  }

  private Program program() {
    return compilation().program();
  }

  // ---- what it is

  /** Its own text, without semicolon. */
  public String sql() {
    ParameterizedText present = literals;
    return present == null ? parsed.sql() : present.sql();
  }

  /** Where the text after it begins, in the text it was prepared from. */
  public int next() {
    ParameterizedText present = literals;
    return present == null ? parsed.next() : present.next();
  }

  /** Its parameters. */
  public ParameterTable parameterTable() {
    return literals == null ? parsed.parameters() : ParameterTable.EMPTY;
  }

  /** The columns of its rows; empty where it has none. */
  public List<ProgramColumn> columns() {
    return state == State.READY ? currentProgram().columns() : program().columns();
  }

  /** How many columns its rows have; 0 where it has none. */
  public int columnCount() {
    return state == State.RUNNING ? width : columns().size();
  }

  /** Whether it changes no database. */
  public boolean isReadOnly() {
    return !program().changesData();
  }

  /** Whether it is an EXPLAIN. */
  public boolean isExplain() {
    return parsed.statement() instanceof Explain;
  }

  /** Whether it is INSERT, UPDATE or DELETE, which set the number of changes. */
  public boolean isDataChange() {
    return switch (parsed.statement()) {
      case org.braiddb.sql.ast.Insert _,
          org.braiddb.sql.ast.Update _,
          org.braiddb.sql.ast.Delete _ ->
          true;
      default -> false;
    };
  }

  /** Rows changed by it, once it has run; 0 for what is no INSERT, UPDATE or DELETE. */
  public long changes() {
    return isDataChange() ? session.counters().changes() : 0;
  }

  /** Whether a row is there or more may come. */
  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  boolean uses(SessionDatabase database) {
    return state == State.RUNNING && program().reads().contains(database.number());
  }

  // ---- parameters

  /**
   * The cell of a parameter, to be read or set.
   *
   * @param number from 1
   * @throws StatementException where there is none, or the statement is running
   */
  public Cell parameter(int number) {
    requireUsable();
    int count = parameterTable().count();
    if (number < 1 || number > count) {
      throw new StatementException(
          ResultCode.RANGE,
          "column index out of range: parameter " + number + " of a statement with " + count);
    }
    if (state == State.RUNNING) {
      throw new StatementException(
          ResultCode.MISUSE, "bad parameter or other API misuse: the statement is running");
    }
    return parameters[number - 1];
  }

  Cell boundValue(int number) {
    return parameters[number - 1];
  }

  /** Makes all parameters NULL. */
  public void clearBindings() {
    if (literals == null) {
      for (Cell cell : parameters) {
        cell.release();
      }
    }
  }

  // ---- running

  /** How long a run may take in nanoseconds before it is interrupted; 0 for any time. */
  public void setTimeoutNanos(long nanos) {
    timeoutNanos = nanos;
  }

  /**
   * Moves to the next row where that is computed already. Needs no {@link Session#enter}, as what
   * other threads do with the connection does not concern it; where one of them ends the run, the
   * row that is there is still one of its rows, or {@link #cell} says that there is none.
   *
   * @param number of the run, as in {@link #runs}
   * @return false where {@link #step} has to move
   */
  public boolean stepToReady(long number) {
    ReadyRows rows = ready;
    VarHandle.loadLoadFence(); // rows of a later run are seen after its number
    return rows != null && runs == number && rows.next();
  }

  /**
   * How many runs were begun: the number of the last one. What a thread has read before it asks is
   * of none later than that.
   */
  public long runs() {
    VarHandle.loadLoadFence();
    return runs;
  }

  /**
   * Moves to the next row of a run as {@link #step()} does, but never begins one; false after its
   * end.
   *
   * @throws StatementException where the run was reset, or a later one was begun
   */
  public boolean step(long number) {
    requireUsable();
    if (runs != number || state == State.READY) {
      throw new StatementException(
          ResultCode.MISUSE, "the statement was reset or run anew while its rows were read");
    }
    return state != State.DONE && step();
  }

  /** Moves to the next row, starting where it is not running; false at the end. */
  public boolean step() {
    requireUsable();
    boolean inner = session.isAtWork();
    if (inner) {
      requireHarmless();
    }
    if (state == State.ABORTED) {
      reset();
      throw new StatementException(ResultCode.ABORT_ROLLBACK, "abort due to ROLLBACK");
    }
    if (state == State.DONE) {
      reset();
    }
    boolean started = state == State.RUNNING;
    if (!started) {
      session.statementBegins();
      remainingNanos = timeoutNanos;
    }
    long begun = armTimeout();
    setAtWork(true, true);
    try {
      if (!started) {
        start();
      }
      return advance();
    } catch (RuntimeException | Error e) {
      end(e);
      throw e;
    } finally {
      setAtWork(false, inner);
      disarmTimeout(begun);
    }
  }

  private void setAtWork(boolean here, boolean anywhere) {
    atWork = here;
    session.setAtWork(anywhere);
  }

  /** What a function calls must not disturb the statement that calls the function. */
  private void requireHarmless() {
    if (!atWork && !session.isChanging()) {
      Program program = currentProgram();
      if (!program.changesData() && !program.managesTransactions()) {
        return;
      }
    }
    throw new StatementException(
        ResultCode.MISUSE,
        "a function that a statement calls has used its connection: "
            + "queries in functions that queries call are all that is possible");
  }

  private void requireIdle() {
    if (atWork) {
      throw new StatementException(
          ResultCode.MISUSE, "a function that a statement calls has ended the statement");
    }
  }

  private void end(Throwable failure) {
    if (failure instanceof CancelledException) {
      // It has reached whom it was for: other statements that are under way go on.
      session.limits().clearCancelled();
    }
    fail(failure);
    if (failure instanceof ConflictException conflict) {
      session.transactions().lost(conflict);
    }
  }

  /** Many runs of it, each with other values bound. Only for one that returns no rows. */
  public RepeatedRun repeated() {
    return new RepeatedRun(this, new StatementStarter(session, this));
  }

  /**
   * Runs it once more as its starter knows how to.
   *
   * @return false where that cannot be: then {@link #step()} has to run it
   */
  boolean stepAgain(StatementStarter starter) {
    requireUsable();
    if (timeoutNanos > 0 || state != State.DONE) {
      return false;
    }
    boolean inner = session.isAtWork();
    if (inner) {
      requireHarmless();
    }
    setAtWork(true, true);
    try {
      return starter.startAgain();
    } catch (RuntimeException | Error e) {
      end(e);
      throw e;
    } finally {
      setAtWork(false, inner);
    }
  }

  /** Only while it is working: neither its reader's time counts nor that of other statements. */
  private long armTimeout() {
    if (timeoutNanos == 0) {
      return 0;
    }
    long now = System.nanoTime();
    session.limits().setDeadline(now + remainingNanos);
    return now;
  }

  private void disarmTimeout(long begun) {
    if (timeoutNanos > 0) {
      session.limits().clearDeadline();
      remainingNanos -= System.nanoTime() - begun;
    }
  }

  private void start() {
    StatementStarter.Started started = new StatementStarter(session, this).start();
    runs++;
    VarHandle.storeStoreFence();
    run = started.run();
    scope = started.scope();
    ownScope = started.ownScope();
    width = program().columns().size();
    ready = ownScope ? run.ready() : null;
    state = State.RUNNING;
    session.running(this, true);
  }

  /** For the starter: the program for the schema as it is known now. */
  Program programForStart() {
    return currentProgram();
  }

  /** Whether that is its program, and not one that its program runs. */
  boolean runs(Program other) {
    Compilation present = compilation;
    return present != null && present.program() == other;
  }

  /** The databases of that program. */
  DatabaseUse databases() {
    return compilation().databases();
  }

  private boolean advance() {
    keptRow = null;
    if (disturbed) {
      disturbed = false;
    }
    if (run.next()) {
      return true;
    }
    finish(State.DONE, false);
    return false;
  }

  private void fail(Throwable failure) {
    try {
      finish(State.READY, true);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void finish(State next, boolean failed) {
    if (state != State.RUNNING) {
      state = next;
      return;
    }
    session.running(this, false);
    state = next;
    ready = null;
    disturb();
    Run ended = run;
    TransactionScope ending = scope;
    boolean own = ownScope;
    run = Run.EMPTY;
    keptRow = null;
    scope = null;
    ownScope = false;
    try {
      ended.close();
    } finally {
      if (own && ending != null) {
        end(ending, failed);
      }
    }
  }

  private void end(TransactionScope own, boolean failed) {
    if (failed) {
      own.close();
    } else {
      session.transactions().endOwn(own);
    }
  }

  /** The type of a value of the present row, from 0, as in {@link Cell#type}. */
  public byte type(int column) {
    ReadyRows rows = ready;
    return rows != null && rows.has(column) ? rows.type(column) : cell(column).type;
  }

  /** A value of the present row as {@link Cell#toInteger} gives it. */
  public long integer(int column) {
    ReadyRows rows = ready;
    return rows != null && rows.has(column) ? rows.integer(column) : cell(column).toInteger();
  }

  /** A value of the present row as {@link Cell#toReal} gives it. */
  public double real(int column) {
    ReadyRows rows = ready;
    return rows != null && rows.has(column) ? rows.real(column) : cell(column).toReal();
  }

  /** A value of the present row, from 0. */
  public Cell cell(int column) {
    ReadyRows rows = ready;
    if (rows != null && rows.has(column)) {
      return rows.value(column);
    }
    if (state != State.RUNNING) {
      throw new StatementException(ResultCode.MISUSE, "no row is there");
    }
    if (column < 0 || column >= width) {
      throw new StatementException(
          ResultCode.RANGE, "column index out of range: " + column + " of " + width);
    }
    Cell[] kept = keptRow;
    return kept == null ? run.cell(column) : kept[column];
  }

  /** Ends a run unless a later one was begun; parameters keep their values. */
  public void reset(long number) {
    if (runs == number) {
      reset();
    }
  }

  /** Ends a run; parameters keep their values. */
  public void reset() {
    requireIdle();
    if (state != State.CLOSED) {
      finish(State.READY, false);
    }
  }

  /** Ends it for good; a second call does nothing. */
  public void close() {
    if (state == State.CLOSED) {
      return;
    }
    requireIdle();
    try {
      reset();
    } finally {
      state = State.CLOSED;
      letGo();
      session.forget(this);
    }
    Compilation left = compilation;
    if (first && left != null) {
      session.keep(left, literals != null);
    }
  }

  private void requireUsable() {
    if (state == State.CLOSED) {
      throw new StatementException(ResultCode.MISUSE, "the statement is closed");
    }
    session.requireOpen();
  }

  /** Whether rows that it has yet to deliver are in transactions of a scope. */
  boolean reads(TransactionScope other) {
    return state == State.RUNNING && scope == other;
  }

  /** Whether rows that it has yet to deliver are in a transaction. */
  boolean reads() {
    return state == State.RUNNING && scope != null;
  }

  /** The pages that its rows are in may now be changed: the present row has to stay as it is. */
  void keepRow() {
    if (keptRow == null) {
      keptRow = BufferedRun.copy(run, width);
      disturb();
    }
  }

  /** What was stored before is seen by who sees this, and who does not, sees nothing after it. */
  private void disturb() {
    VarHandle.storeStoreFence();
    disturbed = true;
    VarHandle.storeStoreFence();
  }

  /**
   * Whether what {@link #cell} has given is no longer the present row, or was not while it was
   * read.
   */
  public boolean disturbed() {
    VarHandle.loadLoadFence(); // what was read was read before
    return disturbed;
  }

  /** Reads the rows that are left before the scope's cursors end. */
  void detachFrom(TransactionScope ending) {
    if (!reads(ending)) {
      return;
    }
    // The present row stays readable until the next step.
    keepRow();
    run = BufferedRun.drain(run, width);
    scope = null;
  }

  /** Ends its run since its transaction is rolled back; the next step says so. */
  void abortIn(TransactionScope ending) {
    if (state == State.RUNNING && scope == ending) {
      finish(State.ABORTED, false);
    }
  }
}
