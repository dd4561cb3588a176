package org.braiddb.storage.tck.naive;

import static org.assertj.core.api.Assertions.assertThat;

import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.junit.jupiter.api.Test;

class NaiveEngineTest {
  @Test
  void isFoundByItsJournalModeAndStoresRows() {
    var engine = StorageEngines.installed().forMode("naive");
    try (Store store = engine.open(new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS)) {
      RecordWriter writer = new RecordWriter();
      try (Transaction tx =
          store.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), new CallLimits())) {
        Tree.Table table = new Tree.Table(tx.createTree(TreeKind.TABLE), "t");
        writer.addText(new byte[] {'t'}, 0, 1);
        writer.addNull();
        writer.addNull();
        writer.addInteger(table.id());
        tx.open(Tree.CATALOG, true).insert(1, writer.bytes(), 0, writer.length());
        Cursor cursor = tx.open(table, true);
        for (int i = 0; i < 100; i++) {
          assertThat(tx.allocateRowid(table)).isEqualTo(i + 1);
          writer.clear();
          writer.addInteger(i * i);
          cursor.insert(i + 1, writer.bytes(), 0, writer.length());
        }
        tx.commit();
      }
      try (Transaction tx =
          store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), new CallLimits())) {
        RecordReader reader = new RecordReader();
        Cursor catalogue = tx.open(Tree.CATALOG, false);
        assertThat(catalogue.first()).isTrue();
        reader.read(catalogue);
        assertThat(reader.integer(3)).isEqualTo(2);
        Cursor cursor = tx.open(new Tree.Table(reader.integer(3), "t"), false);
        int sum = 0;
        while (sum == 0 ? cursor.first() : cursor.next()) {
          reader.read(cursor);
          sum += (int) reader.integer(0) + 1;
        }
        assertThat(sum).isEqualTo(328350 + 100);
      }
    }
  }
}
