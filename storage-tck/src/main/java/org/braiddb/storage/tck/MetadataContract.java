package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.junit.jupiter.api.Test;

/** Numbers kept with the database. */
abstract class MetadataContract extends ContractTopic {
  @Test
  void applicationNumbersBeginAtZero() {
    try (Transaction tx = begin(TransactionMode.READ_ONLY)) {
      assertThat(tx.metadata(Metadata.USER_VERSION)).isZero();
      assertThat(tx.metadata(Metadata.APPLICATION_ID)).isZero();
    }
  }

  @Test
  void everyFieldIsKeptOnItsOwn() {
    write(tx -> {
      for (Metadata field : Metadata.values()) {
        tx.setMetadata(field, value(field));
      }
      for (Metadata field : Metadata.values()) {
        assertThat(tx.metadata(field)).as("%s", field).isEqualTo(value(field));
      }
    });
    if (keepsContents()) {
      reopen();
    }
    try (Transaction tx = begin(TransactionMode.READ_ONLY)) {
      for (Metadata field : Metadata.values()) {
        assertThat(tx.metadata(field)).as("%s", field).isEqualTo(value(field));
      }
    }
  }

  private static int value(Metadata field) {
    return field == Metadata.SCHEMA_FORMAT ? 4 : 1000 + field.ordinal();
  }

  @Test
  void anyIntegerFits() {
    for (int value : new int[] {Integer.MIN_VALUE, -1, 1, Integer.MAX_VALUE}) {
      write(tx -> tx.setMetadata(Metadata.USER_VERSION, value));
      assertThat(committedNumber(Metadata.USER_VERSION)).isEqualTo(value);
    }
  }

  @Test
  void readersKeepTheNumbersOfTheirSnapshot() {
    write(tx -> tx.setMetadata(Metadata.SCHEMA_COOKIE, 5));
    try (Transaction reader = begin(TransactionMode.READ_ONLY)) {
      assertThat(reader.metadata(Metadata.SCHEMA_COOKIE)).isEqualTo(5);
      write(tx -> tx.setMetadata(Metadata.SCHEMA_COOKIE, 6));
      assertThat(reader.metadata(Metadata.SCHEMA_COOKIE)).isEqualTo(5);
    }
    assertThat(committedNumber(Metadata.SCHEMA_COOKIE)).isEqualTo(6);
  }

  @Test
  void changesAreUndoneByRollbackAndMarks() {
    write(tx -> tx.setMetadata(Metadata.USER_VERSION, 1));
    write(tx -> {
      int mark = tx.savepoint();
      tx.setMetadata(Metadata.USER_VERSION, 2);
      tx.rollbackTo(mark);
      assertThat(tx.metadata(Metadata.USER_VERSION)).isEqualTo(1);
    });
    try (Transaction tx = begin(TransactionMode.IMMEDIATE)) {
      tx.setMetadata(Metadata.USER_VERSION, 3);
    }
    assertThat(committedNumber(Metadata.USER_VERSION)).isEqualTo(1);
  }
}
