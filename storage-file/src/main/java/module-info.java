/** The SQLite file: pages, B-trees, log, commit. */
module org.braiddb.storage.file {
  requires static jdk.jfr;
  requires static org.jspecify;
  requires org.slf4j;
  requires transitive org.braiddb.storage;

  exports org.braiddb.storage.file.store;
  exports org.braiddb.storage.file.concurrency;
  exports org.braiddb.storage.file.io;
  exports org.braiddb.storage.file.io.simulation;
}
