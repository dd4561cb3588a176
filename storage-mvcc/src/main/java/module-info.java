/** Strategy: row-level multi-version. */
module org.braiddb.storage.mvcc {
  requires static org.jspecify;
  requires org.braiddb.storage.file;

  provides org.braiddb.storage.StorageEngine with
      org.braiddb.storage.mvcc.MvccEngine;
}
