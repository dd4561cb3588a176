/** Strategy: optimistic page-level locking. */
module org.braiddb.storage.pagelock {
  requires static org.jspecify;
  requires org.braiddb.storage.file;

  provides org.braiddb.storage.StorageEngine with
      org.braiddb.storage.pagelock.PageLockEngine;
}
