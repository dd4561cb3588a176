import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.Statement;

/** Opens a database in a journal mode, does a little with it, and prints the mode. */
public class Try {
  public static void main(String[] arguments) {
    var options = DatabaseOptions.builder().journalMode(arguments[1]).build();
    try (Connection db = Database.at(arguments[0], options).connect()) {
      db.execute("CREATE TABLE IF NOT EXISTS visit(id INTEGER PRIMARY KEY, at TEXT)");
      db.execute("BEGIN CONCURRENT");
      db.execute("INSERT INTO visit(at) VALUES(datetime('now'))");
      db.execute("COMMIT");
      System.out.println(first(db, "SELECT count(*) FROM visit") + " visits");
      System.out.println(first(db, "PRAGMA journal_mode"));
    }
  }

  private static String first(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      return statement.step() ? statement.columnText(0) : "";
    }
  }
}
