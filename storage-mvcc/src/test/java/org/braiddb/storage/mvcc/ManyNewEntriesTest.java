package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commits of so many new index entries that these are not recorded one by one. */
class ManyNewEntriesTest {
  private static final int MANY = 1500;

  private final Workshop workshop = new Workshop();
  private final Tree.Table table = workshop.table("t");
  private final Tree.Index plain = workshop.index("i", "t", 0, Keys.order(Collations.BINARY));
  private final Tree.Index unique = workshop.index("u", "t", 1, Keys.order(Collations.BINARY));

  @AfterEach
  void nothingIsDamaged() {
    assertThat(workshop.damage()).isEmpty();
    workshop.close();
  }

  private void putRow(Transaction transaction, long rowid) {
    Workshop.put(transaction, table, rowid, "row " + rowid);
    Workshop.putKey(transaction, plain, rowid % 7, rowid);
    Workshop.putKey(transaction, unique, "key " + rowid, rowid);
  }

  private void putMany(long from) {
    try (Transaction transaction = workshop.begin()) {
      for (long rowid = from; rowid < from + MANY; rowid++) {
        putRow(transaction, rowid);
      }
      transaction.commit();
    }
  }

  private void assertRows(int count) {
    assertThat(workshop.contents(table)).hasSize(count);
    assertThat(workshop.contents(plain)).hasSize(count).doesNotHaveDuplicates();
    assertThat(workshop.contents(unique)).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void otherRowsOnTheSamePagesAreKept() {
    putMany(1);
    try (Transaction other = workshop.begin()) {
      putRow(other, 50_000);
      Workshop.remove(other, table, 7);
      Workshop.removeKey(other, plain, 0L, 7L);
      Workshop.removeKey(other, unique, "key 7", 7L);
      putMany(10_000);
      other.commit();
    }
    assertRows(2 * MANY);
  }

  @Test
  void manyRowsAreAddedBesideMany() {
    try (Transaction other = workshop.begin()) {
      for (long rowid = 20_000; rowid < 20_000 + MANY; rowid++) {
        putRow(other, rowid);
      }
      putMany(1);
      other.commit();
    }
    assertRows(2 * MANY);
  }

  @Test
  void theSameRowOrKeyConflicts() {
    try (Transaction row = workshop.begin();
        Transaction key = workshop.begin()) {
      Workshop.put(row, table, 30, "another row 30");
      Workshop.putKey(key, unique, "key 40", 90_000L);
      putMany(1);
      assertThatThrownBy(row::commit).isInstanceOf(ConflictException.class);
      assertThatThrownBy(key::commit).isInstanceOf(ConflictException.class);
    }
    assertRows(MANY);
  }

  @Test
  void aRangeThatWasReadConflicts() {
    putRow(workshop, 1);
    try (Transaction reader = workshop.begin(IsolationLevel.SERIALIZABLE);
        Cursor cursor = reader.open(plain, false)) {
      assertThat(cursor.seek(Workshop.key(3L), Cursor.Seek.EQUAL)).isFalse();
      Workshop.put(reader, table, 70_000, "nobody has 3");
      putMany(10);
      assertThatThrownBy(reader::commit).isInstanceOf(ConflictException.class);
    }
    assertRows(MANY + 1);
  }

  private void putRow(Workshop into, long rowid) {
    into.write(transaction -> putRow(transaction, rowid));
  }
}
