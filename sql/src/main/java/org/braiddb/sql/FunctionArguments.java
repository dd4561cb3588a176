package org.braiddb.sql;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of a function written in Java; valid during the call. Indexes count
 * from 0; one out of range is an {@link IndexOutOfBoundsException}.
 */
public interface FunctionArguments {
  /** How many there are. */
  int count();

  /** The type of one. */
  ValueType type(int index);

  /** Whether it is NULL. */
  default boolean isNull(int index) {
    return type(index) == ValueType.NULL;
  }

  /** It as an integer: reals are truncated, text gives its longest numeric prefix, NULL 0. */
  long longValue(int index);

  /** It as a real: text gives its longest numeric prefix, NULL 0. */
  double doubleValue(int index);

  /** It as text; null for NULL. */
  @Nullable String text(int index);

  /** Its bytes, copied: of text the UTF-8 form; null for NULL. */
  byte @Nullable [] blob(int index);

  /** It as null, {@link Long}, {@link Double}, {@link String} or a fresh {@code byte[]}. */
  @Nullable Object value(int index);
}
