/** A storage engine of one's own: an append-only log on disk, sorted trees in memory. */
module com.example.ledger {
  requires org.braiddb.storage;

  provides org.braiddb.storage.StorageEngine with
      com.example.ledger.LedgerEngine;
}
