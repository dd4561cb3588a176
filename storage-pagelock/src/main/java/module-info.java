/** Strategy: optimistic page-level locking. */
module org.braiddb.storage.pagelock {
  requires static jdk.jfr;
  requires static org.jspecify;
  requires org.braiddb.storage.file;
  requires org.slf4j;

  provides org.braiddb.storage.StorageEngine with
      org.braiddb.storage.pagelock.PageLockEngine;
}
