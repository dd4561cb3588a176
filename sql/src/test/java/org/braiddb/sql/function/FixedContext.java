package org.braiddb.sql.function;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/** A connection that has done nothing, at a fixed time, in UTC. */
class FixedContext implements FunctionContext {
  static final long NOW_MILLIS = 1_700_000_000_123L;

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  @Override
  public long changes() {
    return 0;
  }

  @Override
  public long totalChanges() {
    return 0;
  }

  @Override
  public long lastInsertRowid() {
    return 0;
  }

  @Override
  public long statementTimeMillis() {
    return NOW_MILLIS;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public ZoneId timeZone() {
    return ZoneOffset.UTC;
  }
}
