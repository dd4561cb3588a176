package org.braiddb.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** An engine with settings. Stateless; safe for use by any thread. */
public interface Contender {
  /** Its name on the command line and in raw data: lower-case letters, digits and dashes. */
  String id();

  /** Its name for people. */
  String title();

  /** The version of the engine. */
  String version();

  /** How its settings are written where commits are of a level. */
  String settings(Durability durability);

  /** Why it takes no part in a group; empty where it does. */
  default Optional<String> absence(Durability durability) {
    return Optional.empty();
  }

  /** Contenders of one family read the same files, and share the data that is loaded once. */
  default String family() {
    return id();
  }

  /** Whether its reads are those of another contender. */
  default boolean readsAsAnother() {
    return false;
  }

  /** How SQL is written for it. */
  Dialect dialect();

  /** Where the database in a directory is, for {@link java.sql.DriverManager}. */
  String url(Path directory);

  /** What the names of the jars begin with that it needs on a class path of its own. */
  List<String> jars();

  /** The one jar that does for all of these, where there is one. */
  default Optional<Path> driver() {
    return Optional.empty();
  }

  /** Opens a connection in autocommit mode to the database in a directory, made if missing. */
  Connection connect(Path directory, Durability durability) throws SQLException;

  /** Opens a session of one thread. */
  Session session(Path directory, Durability durability) throws SQLException;

  /** Whether a file in the database's directory is part of its log. */
  boolean isLog(Path file);

  /** Closes the database in a directory once its connections are closed. */
  default void shutDown(Path directory) throws SQLException {}

  /** What fills tables of a new database quickly. */
  default TableFiller filler(Connection connection) {
    return new BatchFiller(connection);
  }
}
