package org.braiddb.storage.pagelock;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A concurrent transaction lost because a page that it had read was changed. */
@Name("org.braiddb.PageConflict")
@Label("Page Conflict")
@Category({"Braid", "Transactions"})
@Description("A concurrent transaction read a page that was changed before it committed")
@StackTrace(false)
final class PageConflictEvent extends Event {
  @Label("Database")
  String database = "";

  @Label("Table or Index")
  String object = "";

  @Label("Page")
  int page;

  @Label("Written Too")
  @Description("Whether the loser had also written the page")
  boolean written;

  @Label("Snapshot")
  long snapshot;

  @Label("Winning Commit")
  long winner;

  static void commit(
      String database, String object, int page, boolean written, long snapshot, long winner) {
    PageConflictEvent event = new PageConflictEvent();
    if (event.isEnabled()) {
      event.database = database;
      event.object = object;
      event.page = page;
      event.written = written;
      event.snapshot = snapshot;
      event.winner = winner;
      event.commit();
    }
  }
}
