package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braiddb.sql.session.Sessions.run;

import java.nio.file.Path;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.program.Settings;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a connection knows of the schema, after a definition has changed: the rest is taken over.
 */
class SchemaReadAgainTest {
  @TempDir Path folder;

  static Iterable<String> modes() {
    return StorageEngines.installed().journalModes();
  }

  private Session open(String mode) {
    return Sessions.open(mode, folder.resolve("schema.db"), Durability.NORMAL, new Settings());
  }

  /** The schema that a statement is compiled with which is prepared now. */
  private static SchemaCatalog catalog(Session session) {
    run(session, "SELECT count(*) FROM kept");
    return session.database(0).schema().catalog();
  }

  private static Relation kept(SchemaCatalog catalog) {
    return catalog.relation("kept").orElseThrow();
  }

  private static SchemaRow row(SchemaCatalog catalog) {
    return catalog.row("kept").orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void onlyWhatHasChangedIsReadAndMade(String mode) {
    try (Session session = open(mode)) {
      run(
          session,
          "CREATE TABLE kept(a UNIQUE, b DEFAULT 3)",
          "CREATE INDEX kept_b ON kept(b)",
          "CREATE TABLE other(a, b)");
      SchemaCatalog first = catalog(session);
      String[] changes = {
        "CREATE TABLE third(a)",
        "CREATE INDEX other_a ON other(a)",
        "CREATE VIEW seen AS SELECT * FROM other",
        "CREATE TRIGGER fires AFTER INSERT ON other BEGIN SELECT 1; END",
        "ALTER TABLE other RENAME TO another",
        "ALTER TABLE another RENAME COLUMN b TO c",
        "ALTER TABLE another ADD COLUMN d",
        "ALTER TABLE another DROP COLUMN d",
        "DROP TRIGGER fires",
        "DROP TABLE third",
      };
      for (String change : changes) {
        SchemaCatalog before = catalog(session);
        run(session, change);
        SchemaCatalog after = catalog(session);
        assertThat(after).as(change).isNotSameAs(before);
        assertThat(kept(after)).as(change).isSameAs(kept(first));
        assertThat(row(after)).as(change).isSameAs(row(first));
      }
      run(session, "BEGIN", "CREATE TABLE fourth(a)");
      assertThat(kept(catalog(session))).isSameAs(kept(first));
      run(session, "ROLLBACK");
      assertThat(kept(catalog(session))).isSameAs(kept(first));
      run(session, "DROP INDEX kept_b");
      assertThat(kept(catalog(session))).isNotSameAs(kept(first));
    }
  }

  /** What another connection has changed is read by this one in the same way. */
  @ParameterizedTest
  @MethodSource("modes")
  void whatOthersHaveChangedIsReadToo(String mode) {
    if (mode.equals("naive")) {
      return; // its databases in memory belong to one connection
    }
    try (Session session = open(mode);
        Session other = open(mode)) {
      run(session, "CREATE TABLE kept(a UNIQUE)", "CREATE TABLE other(a)");
      SchemaCatalog first = catalog(session);
      run(other, "CREATE INDEX other_a ON other(a)", "INSERT INTO kept VALUES(1)");
      SchemaCatalog second = catalog(session);
      assertThat(second.index("other_a")).isPresent();
      assertThat(kept(second)).isSameAs(kept(first));
      assertThat(kept(catalog(other))).isEqualTo(kept(first));
    }
  }
}
