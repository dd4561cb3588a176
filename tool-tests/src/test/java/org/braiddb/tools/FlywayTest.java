package org.braiddb.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.braiddb.jdbc.BraidDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flyway over the driver. */
class FlywayTest {
  @TempDir Path directory;

  @Test
  void migrationsAreAppliedOnceAndCanBeCleaned() throws Exception {
    Path scripts = Files.createDirectory(directory.resolve("scripts"));
    Files.writeString(
        scripts.resolve("V1__people.sql"),
        """
        CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE INDEX person_name ON person(name);
        """);
    Files.writeString(
        scripts.resolve("V2__age.sql"),
        """
        INSERT INTO person(name) VALUES('x; y'), ('z');
        ALTER TABLE person ADD COLUMN age INT;
        """);
    Files.writeString(
        scripts.resolve("R__names.sql"),
        "DROP VIEW IF EXISTS names; CREATE VIEW names AS SELECT name FROM person;");
    BraidDataSource source = new BraidDataSource();
    source.setUrl("jdbc:braid:" + directory.resolve("flyway.db"));
    Flyway flyway =
        Flyway.configure()
            .dataSource(source)
            .locations("filesystem:" + scripts)
            .cleanDisabled(false)
            .load();
    assertThat(flyway.migrate().migrationsExecuted).isEqualTo(3);
    assertThat(flyway.migrate().migrationsExecuted).isZero();
    flyway.validate();
    assertThat(text(source, "SELECT group_concat(name, '|') FROM names")).isEqualTo("x; y|z");
    flyway.clean();
    assertThat(text(source, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'"))
        .isEqualTo("0");
  }

  private static String text(BraidDataSource source, String sql) throws Exception {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
