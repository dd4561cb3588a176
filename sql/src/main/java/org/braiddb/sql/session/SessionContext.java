package org.braiddb.sql.session;

import org.braiddb.sql.catalog.SchemaChanges;
import org.braiddb.sql.program.ChangeCounters;
import org.braiddb.sql.program.ForeignKeyLedger;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.jspecify.annotations.Nullable;

/** One run's view of its connection. */
final class SessionContext implements RunContext {
  private final Session session;
  private final PreparedStatement statement;
  private final @Nullable TransactionScope scope;
  private long now;

  SessionContext(Session session, PreparedStatement statement, @Nullable TransactionScope scope) {
    this.session = session;
    this.statement = statement;
    this.scope = scope;
  }

  /** The same for the next run of the statement. */
  void beginAgain() {
    now = 0;
  }

  private TransactionScope scope() {
    TransactionScope present = scope;
    if (present == null) {
      throw new IllegalStateException("this statement has no transaction");
    }
    return present;
  }

  @Override
  public Transaction transaction(int database) {
    Transaction transaction = scope().find(session.database(database));
    if (transaction == null) {
      throw new IllegalStateException("no transaction for database " + database);
    }
    return transaction;
  }

  @Override
  public Cell parameter(int number) {
    return statement.boundValue(number);
  }

  @Override
  public boolean keeps(Program program) {
    TransactionScope present = scope();
    boolean kept =
        statement.runs(program)
            && (present == session.explicitScope() || present.mode() == TransactionMode.READ_ONLY);
    if (kept) {
      present.keep(program);
    }
    return kept;
  }

  @Override
  public CallLimits limits() {
    return session.limits();
  }

  @Override
  public ForeignKeyLedger foreignKeys() {
    return scope().foreignKeys();
  }

  @Override
  public ChangeCounters counters() {
    return session.counters();
  }

  @Override
  public Settings settings() {
    return session.settings();
  }

  @Override
  public void schemaChanged(int database) {
    scope().schemaChanged(session.database(database));
  }

  @Override
  public void schemaChanged(int database, SchemaChanges changes) {
    scope().schemaChanged(session.database(database), changes);
  }

  @Override
  public void schemaEdited(int database) {
    session.database(database).handle().stopSharingCatalog();
  }

  @Override
  public boolean schemaIsEdited(int database) {
    return !session.database(database).handle().sharesCatalog();
  }

  @Override
  public long statementTimeMillis() {
    if (now == 0) {
      now = System.currentTimeMillis();
    }
    return now;
  }
}
