package org.braiddb.sql.execute;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Transaction;
import org.jspecify.annotations.Nullable;

/** The run of a program, as its expressions see it. */
public final class RunExecution implements ExecutionContext, FunctionContext {
  private final RunContext run;
  private @Nullable RandomGenerator random;

  /** Over the run of a program. */
  public RunExecution(RunContext run) {
    this.run = run;
  }

  @Override
  public Transaction transaction(int database) {
    return run.transaction(database);
  }

  @Override
  public Cell parameter(int number) {
    return run.parameter(number);
  }

  @Override
  public FunctionContext functions() {
    return this;
  }

  @Override
  public RunContext run() {
    return run;
  }

  @Override
  public void checkCancelled() {
    run.limits().checkCancelled();
  }

  @Override
  public long changes() {
    return run.counters().changes();
  }

  @Override
  public long totalChanges() {
    return run.counters().totalChanges();
  }

  @Override
  public long lastInsertRowid() {
    return run.counters().lastInsertRowid();
  }

  @Override
  public long statementTimeMillis() {
    return run.statementTimeMillis();
  }

  @Override
  public RandomGenerator random() {
    RandomGenerator present = random;
    if (present == null) {
      present = new SplittableRandom();
      random = present;
    }
    return present;
  }

  @Override
  public boolean caseSensitiveLike() {
    return run.settings().caseSensitiveLike();
  }
}
