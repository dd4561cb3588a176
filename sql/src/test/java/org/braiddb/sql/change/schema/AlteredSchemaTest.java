package org.braiddb.sql.change.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaFormat;
import org.braiddb.sql.catalog.SchemaLoader;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.function.FunctionRegistry;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.program.TableFunctions;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;

/** What ALTER TABLE checks its outcome with. */
class AlteredSchemaTest {
  private static final CollationSource COLLATIONS = name -> Optional.of(Collations.BINARY);

  private static SchemaCatalog catalog(SchemaRow... rows) {
    return SchemaLoader.load(
        7, SchemaFormat.current(TextEncoding.UTF_8), List.of(rows), COLLATIONS);
  }

  private static SchemaRow table(long rowid, String name) {
    return new SchemaRow(
        rowid, "table", name, name, rowid + 1, "CREATE TABLE " + name + "(a, b UNIQUE)");
  }

  private static SchemaRow index(long rowid, String table) {
    String name = "sqlite_autoindex_" + table + "_1";
    return new SchemaRow(rowid, "index", name, table, rowid + 1, "");
  }

  @Test
  void tablesThatAreNotAlteredAreNotDefinedAnew() {
    SchemaRow altered = table(1, "altered");
    SchemaCatalog before =
        catalog(altered, index(2, "altered"), table(3, "kept"), index(4, "kept"));
    SchemaScopes schemas =
        new SchemaScopes(
            List.of(
                new SchemaScopes.Scope(SchemaScopes.MAIN, "main", before),
                new SchemaScopes.Scope(SchemaScopes.TEMP, "temp", catalog())));
    CompileContext context =
        new CompileContext(
            "",
            schemas,
            new FunctionRegistry(),
            new TableFunctions(),
            COLLATIONS,
            new Settings(),
            null);
    AlteredSchema schema = new AlteredSchema(context, schemas.scope(SchemaScopes.MAIN));
    schema.replaceText(
        schemas.scope(SchemaScopes.MAIN), altered, "CREATE TABLE altered(a, b UNIQUE, c)");
    SchemaCatalog after = schema.context().schemas().scope(SchemaScopes.MAIN).catalog();
    assertThat(after.relation("kept")).containsSame(before.relation("kept").orElseThrow());
    assertThat(after.relation("altered"))
        .get()
        .isInstanceOfSatisfying(
            TableDefinition.class,
            table -> {
              assertThat(table.columns()).hasSize(3);
              assertThat(table.indexes()).hasSize(1);
              assertThat(table.unsupported()).isEmpty();
            });
    SchemaScopes.Scope temporary = schema.context().schemas().scope(SchemaScopes.TEMP);
    assertThat(temporary).isSameAs(schemas.scope(SchemaScopes.TEMP));
  }
}
