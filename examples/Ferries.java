import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Braid through JDBC; run with the driver in one jar, see README.md. */
public final class Ferries {

  private Ferries() {}

  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:braid:" + arguments[0])) {
      connection.setAutoCommit(false);
      book(connection, 1, "Zoe Wave");
      book(connection, 2, "Zoe Wave");
      connection.commit();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(JOURNEYS)) {
        while (rows.next()) {
          System.out.printf(
              "%s  %s to %s, %.2f%n",
              rows.getString("departs"),
              rows.getString("origin"),
              rows.getString("destination"),
              rows.getDouble("price"));
        }
      }
    }
  }

  private static final String JOURNEYS =
      """
      SELECT crossing.departs, a.name AS origin, b.name AS destination, ticket.price
      FROM ticket JOIN crossing ON crossing.id = ticket.crossing_id
      JOIN harbour a ON a.id = crossing.from_id JOIN harbour b ON b.id = crossing.to_id
      WHERE ticket.passenger = 'Zoe Wave' ORDER BY crossing.departs\
      """;

  private static void book(Connection connection, int crossing, String passenger)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO ticket (crossing_id, passenger) VALUES (?, ?)")) {
      insert.setInt(1, crossing);
      insert.setString(2, passenger);
      insert.executeUpdate();
    }
  }
}
