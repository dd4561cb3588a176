/** Strategy: single writer. */
module org.braiddb.storage.wal {
  requires static org.jspecify;
  requires org.braiddb.storage.file;

  provides org.braiddb.storage.StorageEngine with
      org.braiddb.storage.wal.WalEngine;
}
