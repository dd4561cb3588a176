package org.braiddb.storage.file.concurrency;

import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.braiddb.storage.ConflictException;

/** A concurrent transaction lost to another. */
@Name("org.braiddb.Conflict")
@Label("Conflict")
@Category({"Braid", "Transactions"})
@Description("A concurrent transaction clashed with one that was committed before it")
@StackTrace(false)
final class ConflictEvent extends Event {
  @Label("Database")
  String database = "";

  @Label("Kind")
  @Description("row, key, page, definition, table, history or other")
  String kind = "";

  @Label("Table or Index")
  String object = "";

  @Label("Place")
  @Description("The row, key or page")
  String place = "";

  @Label("Snapshot")
  @Description("The commit that the loser reads")
  long snapshot;

  @Label("Winning Commit")
  long winner;

  @Label("Detail")
  String detail = "";

  static void commit(String database, long snapshot, ConflictException conflict, String detail) {
    ConflictEvent event = new ConflictEvent();
    if (event.isEnabled()) {
      event.database = database;
      event.kind = conflict.kind().name().toLowerCase(Locale.ROOT);
      event.object = conflict.object();
      event.place = conflict.place();
      event.snapshot = snapshot;
      event.winner = conflict.winner();
      event.detail = detail;
      event.commit();
    }
  }
}
