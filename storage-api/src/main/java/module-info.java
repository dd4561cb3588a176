/** What SQL asks of any storage engine: the service, its contract, and the record format. */
module org.braiddb.storage {
  requires static org.jspecify;
  requires org.slf4j;

  exports org.braiddb.storage;
  exports org.braiddb.storage.record;

  uses org.braiddb.storage.StorageEngine;
}
