/** Strategy: single writer. */
module org.braiddb.storage.wal {
  requires static org.jspecify;
  requires org.slf4j;
  requires org.braiddb.storage.file;
}
