package org.braiddb.sql.program;

import java.time.Duration;
import org.braiddb.storage.IsolationLevel;

/** What pragmas set for one connection. Used by its thread. */
public final class Settings {
  private boolean foreignKeys;
  private boolean deferForeignKeys;
  private boolean caseSensitiveLike;
  private boolean ignoreCheckConstraints;
  private boolean queryOnly;
  private boolean recursiveTriggers;
  private Duration busyTimeout = Duration.ZERO;
  private IsolationLevel isolation = IsolationLevel.SNAPSHOT;

  /** SQLite's defaults. */
  public Settings() {}

  /** Whether foreign keys are enforced. */
  public boolean foreignKeys() {
    return foreignKeys;
  }

  /** Sets {@link #foreignKeys()}. */
  public void setForeignKeys(boolean value) {
    foreignKeys = value;
  }

  /** Whether all foreign keys are checked at COMMIT only; ends with the transaction. */
  public boolean deferForeignKeys() {
    return deferForeignKeys;
  }

  /** Sets {@link #deferForeignKeys()}. */
  public void setDeferForeignKeys(boolean value) {
    deferForeignKeys = value;
  }

  /** Whether LIKE tells capitals from small letters. */
  public boolean caseSensitiveLike() {
    return caseSensitiveLike;
  }

  /** Sets {@link #caseSensitiveLike()}. */
  public void setCaseSensitiveLike(boolean value) {
    caseSensitiveLike = value;
  }

  /** Whether CHECK constraints are not checked. */
  public boolean ignoreCheckConstraints() {
    return ignoreCheckConstraints;
  }

  /** Sets {@link #ignoreCheckConstraints()}. */
  public void setIgnoreCheckConstraints(boolean value) {
    ignoreCheckConstraints = value;
  }

  /** Whether changes are refused. */
  public boolean queryOnly() {
    return queryOnly;
  }

  /** Sets {@link #queryOnly()}. */
  public void setQueryOnly(boolean value) {
    queryOnly = value;
  }

  /** What {@code recursive_triggers} was set to. */
  public boolean recursiveTriggers() {
    return recursiveTriggers;
  }

  /** Sets {@link #recursiveTriggers()}. */
  public void setRecursiveTriggers(boolean value) {
    recursiveTriggers = value;
  }

  /** How long a call waits for others before it fails as busy. */
  public Duration busyTimeout() {
    return busyTimeout;
  }

  /** Sets {@link #busyTimeout()}. */
  public void setBusyTimeout(Duration value) {
    busyTimeout = value;
  }

  /** What BEGIN CONCURRENT asks for. */
  public IsolationLevel isolation() {
    return isolation;
  }

  /** Sets {@link #isolation()}. */
  public void setIsolation(IsolationLevel value) {
    isolation = value;
  }
}
