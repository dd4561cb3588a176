package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.tck.decorator.Calls;
import org.braiddb.storage.tck.decorator.DecoratedCursor;

/** A cursor whose moves, seeks, fetches and changes may fail. */
final class FaultyCursor extends DecoratedCursor {
  FaultyCursor(Cursor cursor, Calls calls) {
    super(cursor, calls);
  }
}
