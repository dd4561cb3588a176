package org.braiddb.sql.session;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.ConflictDiary;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.TextEncoding;

/** What pragmas may do to a session. */
final class SessionControl implements ConnectionControl {
  private final Session session;

  SessionControl(Session session) {
    this.session = session;
  }

  @Override
  public List<AttachedDatabase> attachedDatabases() {
    return session.attachedDatabases();
  }

  @Override
  public Store store(int database) {
    return session.database(database).handle().store();
  }

  @Override
  public boolean readOnly(int database) {
    return session.database(database).readOnly();
  }

  @Override
  public String journalMode(int database) {
    return session.database(database).handle().journalMode();
  }

  @Override
  public void switchJournalMode(int database, String mode) {
    StorageEngine engine = Engines.forMode(mode);
    SessionDatabase target = session.database(database);
    if (target.handle().journalMode().equals(engine.journalMode())) {
      return;
    }
    if (!session.autocommit()
        || session.runningStatements().stream().anyMatch(running -> running.uses(target))) {
      // It would wait for itself.
      throw new StatementException(
          "cannot change into " + mode + " mode from within a transaction");
    }
    session.transactions().endResting();
    if (!FamilySwitch.change(target, engine, session.limits())) {
      target.handle().switchTo(engine, session.limits());
    }
    session.databases().forEach(d -> d.schema().forget());
  }

  @Override
  public void switchEncoding(TextEncoding encoding) {
    if (session.databases().size() == 1) {
      remake(SchemaScopes.MAIN, options -> options.withEncoding(encoding));
    }
  }

  @Override
  public void switchPageSize(int database, int bytes) {
    remake(database, options -> options.withPageSize(bytes));
  }

  private void remake(int database, UnaryOperator<StoreOptions> change) {
    SessionDatabase target = session.database(database);
    if (session.autocommit()
        && session.runningStatements().stream().noneMatch(running -> running.uses(target))
        && EmptyDatabase.remake(target, change, session.limits())) {
      session.databases().forEach(d -> d.schema().forget());
    }
  }

  @Override
  public Durability durability(int database) {
    return session.database(database).durability();
  }

  @Override
  public void setDurability(int database, Durability durability) {
    session.database(database).setDurability(durability);
  }

  @Override
  public void setBusyTimeout(Duration timeout) {
    session.settings().setBusyTimeout(timeout);
    session.limits().setWait(timeout);
  }

  @Override
  public boolean autocommit() {
    return session.autocommit();
  }

  @Override
  public boolean inUse(int database) {
    return session.inUse(session.database(database));
  }

  @Override
  public IsolationLevel isolation(int database) {
    return Isolation.offered(engine(database), session.settings().isolation());
  }

  @Override
  public void setIsolation(int database, IsolationLevel level) {
    if (!session.autocommit()) {
      throw new StatementException("isolation may not be changed inside a transaction");
    }
    Isolation.offered(engine(database), level);
    session.settings().setIsolation(level);
  }

  @Override
  public String isolationLevels(int database) {
    return Isolation.names(Isolation.levels(engine(database)));
  }

  private StorageEngine engine(int database) {
    return session.database(database).handle().store().engine();
  }

  @Override
  public ConflictDiary conflictDiary(int database) {
    return session.database(database).handle().conflicts();
  }

  @Override
  public int dataVersion(int database, Transaction transaction) {
    return session.database(database).dataVersion(transaction.snapshot());
  }

  @Override
  public List<String> collationNames() {
    return session.collations().names();
  }

  @Override
  public CallLimits limits() {
    return session.limits();
  }

  @Override
  public void forgetSchemas() {
    session.forgetSchemas();
  }

  @Override
  public void recompileAll() {
    session.functionsChanged();
  }
}
