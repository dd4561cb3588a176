/** Strategy: single writer. */
module org.braiddb.storage.wal {
  requires static org.jspecify;
  requires org.braiddb.storage.file;

  exports org.braiddb.storage.wal;

  provides org.braiddb.storage.StorageEngine with
      org.braiddb.storage.wal.WalEngine;
}
