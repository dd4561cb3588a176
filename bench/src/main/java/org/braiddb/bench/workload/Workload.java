package org.braiddb.bench.workload;

import java.sql.SQLException;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Session;

/** A kind of work. Stateless; safe for use by any thread. */
public interface Workload {
  /** Its name on the command line and in raw data. */
  String id();

  /** What it does, for people, in a few words. */
  String title();

  /** Whether it writes, so that durability matters. */
  boolean writes();

  /** The tables it works on. */
  Dataset dataset();

  /** What is counted per second. */
  default String unit() {
    return "transactions";
  }

  /** Whether a contender can do it. */
  default boolean suits(Contender contender) {
    return true;
  }

  /** Whether it takes so long that one run without a warm-up must do. */
  default boolean isLong() {
    return false;
  }

  /** How many of these a run of a client does, on a data set of so many rows. */
  default long unitsPerRun(long rows) {
    return 1;
  }

  /** The least number of clients that makes sense. */
  default int fewestThreads() {
    return 1;
  }

  /** A client on a session of its own. */
  Client client(Session session, Place place) throws SQLException;

  /** Checks what is in the database when all clients have ended. */
  default void verify(Verifier verifier) throws SQLException {}
}
