package org.braiddb.storage.tck.counted;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.tck.decorator.Calls;
import org.braiddb.storage.tck.decorator.DecoratedCursor;

/** A cursor whose calls are counted. */
final class CountedCursor extends DecoratedCursor {
  CountedCursor(Cursor cursor, Calls calls) {
    super(cursor, calls);
  }
}
