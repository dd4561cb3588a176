package org.braiddb.sql;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.SyntaxException;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.session.PreparedStatement;
import org.braiddb.sql.session.RepeatedRun;
import org.braiddb.sql.session.Session;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.record.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement: bind, {@link #step()} until it says false, read the columns of each row,
 * {@link #reset()}, and again. Used by the thread that uses its connection. Prepared again by
 * itself when the schema changes.
 *
 * <p>Parameters count from 1, as in the text ({@code ?1}); columns count from 0. Values bound stay
 * bound until they are bound anew or {@link #clearBindings()}. All methods throw {@link
 * SqlException} with {@code MISUSE} once it or its connection is closed, and {@code RANGE} for a
 * number that is out of range.
 */
public final class Statement implements AutoCloseable {
  private final Connection connection;
  private final Session session;
  private final PreparedStatement prepared;
  private final String text;

  /** Null where statements are not watched. */
  private final Cleaner.@Nullable Cleanable leak;

  /**
   * The table column that a result column shows unchanged.
   *
   * @param database the schema name
   * @param declaredType as written; empty where there is none
   */
  public record Origin(String database, String table, String column, String declaredType) {}

  Statement(Connection connection, Session session, PreparedStatement prepared, String text) {
    this.connection = connection;
    this.session = session;
    this.prepared = prepared;
    this.text = text;
    this.leak = connection.leaksShown() ? LeakWatch.statement(this, session, prepared) : null;
  }

  private <T> T call(Supplier<T> action) {
    session.enter();
    try {
      return Translation.call(text, action);
    } finally {
      session.leave();
    }
  }

  private void run(Runnable action) {
    session.enter();
    try {
      Translation.run(text, action);
    } finally {
      session.leave();
    }
  }

  // ---- what it is

  /** The connection it belongs to. */
  public Connection connection() {
    return connection;
  }

  /** Its own text, without the semicolon. */
  public String sql() {
    return prepared.sql();
  }

  /** Where what follows it begins in the text it was prepared from, in UTF-16 units. */
  public int end() {
    return prepared.next();
  }

  /** What follows it in the text it was prepared from. */
  public String remainder() {
    return text.substring(prepared.next());
  }

  /** Whether it changes no database. Transaction statements and pragmas count as reading. */
  public boolean isReadOnly() {
    return prepared.isReadOnly();
  }

  /** Whether it is EXPLAIN or EXPLAIN QUERY PLAN. */
  public boolean isExplain() {
    return prepared.isExplain();
  }

  /** Whether it is INSERT, UPDATE or DELETE: then {@link #changes()} tells how many rows. */
  public boolean isDataChange() {
    return prepared.isDataChange();
  }

  /** Rows changed by it, once it has run; 0 for what is no INSERT, UPDATE or DELETE. */
  public long changes() {
    return prepared.changes();
  }

  // ---- parameters

  /** The largest number of a parameter; 0 where there is none. */
  public int parameterCount() {
    return prepared.parameterTable().count();
  }

  /** The name of a parameter as written, mark included; empty for {@code ?}. */
  public Optional<String> parameterName(int number) {
    return prepared.parameterTable().nameOf(number);
  }

  /** The number of the parameter with that name, mark included. */
  public OptionalInt parameterNumber(String name) {
    return prepared.parameterTable().numberOf(name);
  }

  private Cell parameter(int number) {
    try {
      return prepared.parameter(number);
    } catch (RuntimeException | Error e) {
      throw Translation.translated(text, e);
    }
  }

  /** Binds NULL. */
  public void bindNull(int number) {
    parameter(number).setNull();
  }

  /** Binds an INTEGER. */
  public void bindLong(int number, long value) {
    parameter(number).setInteger(value);
  }

  /** Binds a REAL; NaN becomes NULL. */
  public void bindDouble(int number, double value) {
    parameter(number).setReal(value);
  }

  /** Binds TEXT; null is NULL. */
  public void bindText(int number, @Nullable String value) {
    Cell cell = parameter(number);
    if (value == null) {
      cell.setNull();
    } else {
      cell.setText(value);
    }
  }

  /** Binds a BLOB, whose bytes are copied; null is NULL. */
  public void bindBlob(int number, byte @Nullable [] value) {
    bindUncopied(number, value == null ? null : value.clone());
  }

  /**
   * Binds a BLOB whose bytes are not copied: they must not change for as long as they are bound.
   * Null is NULL.
   */
  public void bindUncopied(int number, byte @Nullable [] value) {
    Cell cell = parameter(number);
    if (value == null) {
      cell.setNull();
    } else {
      cell.setBlob(value);
    }
  }

  /**
   * Binds null, a Boolean, Byte, Short, Integer, Long, Float, Double, CharSequence or {@code
   * byte[]}.
   *
   * @throws IllegalArgumentException for any other class
   */
  public void bind(int number, @Nullable Object value) {
    parameter(number).setObject(value);
  }

  /**
   * Binds by name.
   *
   * @param name as written in the statement, mark included
   * @throws SqlException where no parameter has that name
   */
  public void bind(String name, @Nullable Object value) {
    int number =
        parameterNumber(name)
            .orElseThrow(() -> new SqlException(ResultCode.RANGE, "no parameter is named " + name));
    bind(number, value);
  }

  /** Makes all parameters NULL. */
  public void clearBindings() {
    prepared.clearBindings();
  }

  // ---- running

  /**
   * Sets how long one run may work; then it is interrupted. Zero, the default, is for ever. Time
   * between steps does not count.
   */
  public void setTimeout(Duration timeout) {
    prepared.setTimeoutNanos(Math.max(0, timeout.toNanos()));
  }

  /**
   * Runs it up to its next row. A statement that changes data has made all its changes when this
   * returns the first time, and in autocommit mode committed them. After the last row the next call
   * runs it anew.
   *
   * @return whether there is a row to be read
   */
  public boolean step() {
    if (prepared.stepToReady(prepared.runs())) {
      return true;
    }
    session.enter();
    try {
      return prepared.step();
    } catch (RuntimeException | Error e) {
      throw Translation.translated(text, e);
    } finally {
      session.leave();
    }
  }

  /**
   * The number of the run that was begun last, counted from 1; 0 before the first. With it {@link
   * #step(long)} and {@link #reset(long)} leave alone what another user of the statement has begun
   * meanwhile. Any thread may ask; what it has read of a row before is of none later than that run.
   */
  public long runNumber() {
    return prepared.runs();
  }

  /**
   * Moves to the next row of a run as {@link #step()} does, but never begins one.
   *
   * @param run its number, as {@link #runNumber()} told once it was begun
   * @return whether there is a row to be read; false from the end of the run on
   * @throws SqlException with {@code MISUSE} where the run was reset, or a later one was begun
   */
  public boolean step(long run) {
    if (prepared.stepToReady(run)) {
      return true;
    }
    session.enter();
    try {
      return prepared.step(run);
    } catch (RuntimeException | Error e) {
      throw Translation.translated(text, e);
    } finally {
      session.leave();
    }
  }

  /**
   * The values of many runs.
   *
   * @param <X> what keeps them from being bound
   */
  public interface Runs<X extends Exception> {
    /**
     * Binds the values of the next run, and does nothing else with the connection.
     *
     * @return false where there is none
     */
    boolean next() throws X;

    /** It ran; so many rows were changed, as {@link Statement#changes()} would say. */
    void ran(long changes);
  }

  /**
   * Runs a statement that returns no rows once for each row of values, as {@link #step()} would:
   * each run succeeds or fails as a whole, and the first that fails ends it. In an explicit
   * transaction this is faster than steps, since a run begins nothing anew.
   *
   * @throws X what binding threw
   */
  public <X extends Exception> void runEach(Runs<X> runs) throws X {
    session.enter();
    try {
      RepeatedRun run = prepared.repeated();
      while (runs.next()) {
        runs.ran(run.run());
      }
    } catch (StatementException
        | StorageException
        | SyntaxException
        | MalformedRecordException
        | Error e) {
      throw Translation.translated(text, e);
    } finally {
      session.leave();
    }
  }

  /** Ends the run, so that it can be bound and run anew; bound values stay. */
  public void reset() {
    session.enter();
    try {
      prepared.reset();
    } catch (RuntimeException | Error e) {
      throw Translation.translated(text, e);
    } finally {
      session.leave();
    }
  }

  /**
   * Ends a run unless a later one was begun.
   *
   * @param run its number, as {@link #runNumber()} told once it was begun
   */
  public void reset(long run) {
    session.enter();
    try {
      prepared.reset(run);
    } catch (RuntimeException | Error e) {
      throw Translation.translated(text, e);
    } finally {
      session.leave();
    }
  }

  // ---- columns

  /** The number of columns of its rows; 0 where it returns none. */
  public int columnCount() {
    session.enter();
    try {
      return prepared.columnCount();
    } catch (RuntimeException | Error e) {
      throw Translation.translated(text, e);
    } finally {
      session.leave();
    }
  }

  private ProgramColumn column(int column) {
    return call(() -> {
      int count = prepared.columns().size();
      if (column < 0 || column >= count) {
        throw new SqlException(
            ResultCode.RANGE, "column index out of range: " + column + " of " + count);
      }
      return prepared.columns().get(column);
    });
  }

  /** What a column is called. */
  public String columnName(int column) {
    return column(column).name();
  }

  /**
   * The declared type of the table column that it shows; empty where it shows none or none has one.
   */
  public Optional<String> columnDeclaredType(int column) {
    return column(column)
        .origin()
        .map(ProgramColumn.Origin::declaredType)
        .filter(type -> !type.isEmpty());
  }

  /** The table column that it shows. */
  public Optional<Origin> columnOrigin(int column) {
    return column(column)
        .origin()
        .map(o -> new Origin(o.database(), o.table(), o.column(), o.declaredType()));
  }

  /**
   * Reads a value of the present row. No other call of the connection is kept out meanwhile; but
   * where one has changed what the row is read from, it is read again from the row that was kept.
   */
  private <T extends @Nullable Object> T read(int column, Function<Cell, T> reader) {
    try {
      T value = reader.apply(prepared.cell(column));
      if (!prepared.disturbed()) {
        return value;
      }
    } catch (RuntimeException | Error e) {
      requireDisturbed(e);
    }
    return reader.apply(settled(column));
  }

  private byte type(int column) {
    try {
      return prepared.type(column);
    } catch (RuntimeException | Error e) {
      throw Translation.translated(text, e);
    }
  }

  private void requireDisturbed(Throwable failure) {
    if (!prepared.disturbed()) {
      throw Translation.translated(text, failure);
    }
  }

  private Cell settled(int column) {
    return call(() -> {
      Cell copy = new Cell();
      copy.copyFrom(prepared.cell(column));
      copy.own();
      return copy;
    });
  }

  /** The type of a value of the present row. */
  public ValueType columnType(int column) {
    ValueType type = Types.of(type(column));
    return prepared.disturbed() ? Types.of(settled(column).type) : type;
  }

  /** Whether a value of the present row is NULL. */
  public boolean columnIsNull(int column) {
    return columnType(column) == ValueType.NULL;
  }

  /** A value as an integer: reals are truncated, text gives its longest integer prefix, NULL 0. */
  public long columnLong(int column) {
    try {
      long value = prepared.integer(column);
      if (!prepared.disturbed()) {
        return value;
      }
    } catch (RuntimeException | Error e) {
      requireDisturbed(e);
    }
    return settled(column).toInteger();
  }

  /** A value as a real: text gives its longest numeric prefix, NULL 0. */
  public double columnDouble(int column) {
    try {
      double value = prepared.real(column);
      if (!prepared.disturbed()) {
        return value;
      }
    } catch (RuntimeException | Error e) {
      requireDisturbed(e);
    }
    return settled(column).toReal();
  }

  /** A value as text; null for NULL. */
  public @Nullable String columnText(int column) {
    try {
      String value = Types.text(prepared.cell(column));
      if (!prepared.disturbed()) {
        return value;
      }
    } catch (RuntimeException | Error e) {
      requireDisturbed(e);
    }
    return Types.text(settled(column));
  }

  /** The bytes of a value, copied: of text and numbers those of the UTF-8 text; null for NULL. */
  public byte @Nullable [] columnBlob(int column) {
    return read(column, Types::blob);
  }

  /** A value as null, {@link Long}, {@link Double}, {@link String} or a fresh {@code byte[]}. */
  public @Nullable Object columnValue(int column) {
    return read(column, Cell::toObject);
  }

  // ---- the end

  /** Ends it for good; a second call does nothing. */
  @Override
  public void close() {
    run(prepared::close);
    Cleaner.Cleanable watched = leak;
    if (watched != null) {
      watched.clean();
    }
  }
}
