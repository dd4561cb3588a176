/** Contract tests that any storage engine can run. */
module org.braiddb.storage.tck {
  requires static org.jspecify;
  requires transitive org.braiddb.storage;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
}
