/**
 * Contract tests that any storage engine can run, and a naive engine that is their oracle.
 *
 * <p>Belongs on test paths only: its engine answers to journal mode {@code naive} and keeps nothing
 * beyond the process; mode {@code checked} is an installed engine whose use is checked.
 */
module org.braiddb.storage.tck {
  requires static org.jspecify;
  requires transitive org.braiddb.storage;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  exports org.braiddb.storage.tck;
  exports org.braiddb.storage.tck.checked;
  exports org.braiddb.storage.tck.counted;
  exports org.braiddb.storage.tck.decorator;
  exports org.braiddb.storage.tck.faulty;
  exports org.braiddb.storage.tck.naive;

  // the test engine runs the inherited tests by reflection
  opens org.braiddb.storage.tck;

  provides org.braiddb.storage.StorageEngine with
      org.braiddb.storage.tck.naive.NaiveEngine,
      org.braiddb.storage.tck.checked.CheckedModeEngine;
}
