package org.braiddb.sql.program;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.braiddb.storage.Facets;
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
  private boolean legacyAlterTable;
  private boolean writableSchema;
  private boolean trustedSchema = true;
  private boolean countChanges;
  private boolean fullColumnNames;
  private boolean shortColumnNames = true;
  private boolean reverseUnorderedSelects;
  private Optional<Facets.AutoVacuum.Mode> nextAutoVacuum = Optional.empty();
  private OptionalInt nextPageSize = OptionalInt.empty();
  private Set<Optimization> optimizations =
      Collections.unmodifiableSet(EnumSet.allOf(Optimization.class));
  private final Map<String, Integer> bounds = new HashMap<>();

  /** SQLite's defaults. */
  public Settings() {}

  /** The auto-vacuum mode that VACUUM gives a database; empty for the one it has. */
  public Optional<Facets.AutoVacuum.Mode> nextAutoVacuum() {
    return nextAutoVacuum;
  }

  /** Sets {@link #nextAutoVacuum()}. */
  public void setNextAutoVacuum(Facets.AutoVacuum.Mode mode) {
    nextAutoVacuum = Optional.of(mode);
  }

  /** The page size in bytes that VACUUM INTO gives a copy; empty for that of the original. */
  public OptionalInt nextPageSize() {
    return nextPageSize;
  }

  /** Sets {@link #nextPageSize()}. */
  public void setNextPageSize(int bytes) {
    nextPageSize = OptionalInt.of(bytes);
  }

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

  /** {@code PRAGMA trusted_schema}: whether definitions may call any function. */
  public boolean trustedSchema() {
    return trustedSchema;
  }

  /** Sets {@link #trustedSchema}. */
  public void setTrustedSchema(boolean value) {
    trustedSchema = value;
  }

  /** {@code PRAGMA count_changes}: whether changes answer the number of rows. */
  public boolean countChanges() {
    return countChanges;
  }

  /** Sets {@link #countChanges}. */
  public void setCountChanges(boolean value) {
    countChanges = value;
  }

  /** {@code PRAGMA full_column_names}: result columns are called table.column. */
  public boolean fullColumnNames() {
    return fullColumnNames;
  }

  /** Sets {@link #fullColumnNames}. */
  public void setFullColumnNames(boolean value) {
    fullColumnNames = value;
  }

  /** {@code PRAGMA short_column_names}: result columns are called as their columns. */
  public boolean shortColumnNames() {
    return shortColumnNames;
  }

  /** Whether a result column without alias that is a column goes by that one's name. */
  public boolean namesColumns() {
    return shortColumnNames || fullColumnNames;
  }

  /** Whether a star's columns are called table.column. */
  public boolean longNamesOfStars() {
    return fullColumnNames && !shortColumnNames;
  }

  /** Sets {@link #shortColumnNames}. */
  public void setShortColumnNames(boolean value) {
    shortColumnNames = value;
  }

  /** {@code PRAGMA reverse_unordered_selects}: what has no order comes backwards. */
  public boolean reverseUnorderedSelects() {
    return reverseUnorderedSelects;
  }

  /** Sets {@link #reverseUnorderedSelects}. */
  public void setReverseUnorderedSelects(boolean value) {
    reverseUnorderedSelects = value;
  }

  /** {@code PRAGMA writable_schema}: whether the rows of the catalogue may be changed as rows. */
  public boolean writableSchema() {
    return writableSchema;
  }

  /** Sets {@link #writableSchema}. */
  public void setWritableSchema(boolean value) {
    writableSchema = value;
  }

  /** Whether renaming a table leaves views and triggers as they are. */
  public boolean legacyAlterTable() {
    return legacyAlterTable;
  }

  /** Sets {@link #legacyAlterTable()}. */
  public void setLegacyAlterTable(boolean value) {
    legacyAlterTable = value;
  }

  /**
   * What a pragma was set to that only permits something (threads to use, an isolation to go below,
   * a flush that the platform lacks): whatever it says, it is kept to.
   */
  public int bound(String pragma) {
    return bounds.getOrDefault(pragma, 0);
  }

  /** Sets {@link #bound}. */
  public void setBound(String pragma, int value) {
    bounds.put(pragma, value);
  }

  /** What the planner may do. The set does not change: what is set later makes another. */
  public Set<Optimization> optimizations() {
    return optimizations;
  }

  /** Switches an optimization. */
  public void setOptimization(Optimization optimization, boolean on) {
    EnumSet<Optimization> changed = EnumSet.noneOf(Optimization.class);
    changed.addAll(optimizations);
    if (on) {
      changed.add(optimization);
    } else {
      changed.remove(optimization);
    }
    optimizations = Collections.unmodifiableSet(changed);
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
