package org.braiddb.sql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.junit.jupiter.api.Test;

class FunctionRegistryTest {
  /** Functions that the oracle's build adds to SQLite's own. */
  private static final Set<String> NOT_SQLITE =
      Set.of(
          "atn2/2",
          "charindex/2",
          "charindex/3",
          "cot/1",
          "coth/1",
          "difference/2",
          "leftstr/2",
          "lower_quartile/1",
          "mode/1",
          "padc/2",
          "padl/2",
          "padr/2",
          "proper/1",
          "replicate/2",
          "reverse/1",
          "rightstr/2",
          "square/1",
          "stdev/1",
          "strfilter/2",
          "upper_quartile/1",
          "variance/1");

  /** What Braid does not have yet. */
  private static final Set<String> MISSING =
      new TreeSet<>(
          Set.of(
              "->/2",
              "->>/2",
              "bm25/-1",
              "cume_dist/0",
              "dense_rank/0",
              "first_value/1",
              "fts3_tokenizer/1",
              "fts3_tokenizer/2",
              "fts5/1",
              "fts5_get_locale/-1",
              "fts5_insttoken/1",
              "fts5_locale/2",
              "fts5_source_id/0",
              "highlight/-1",
              "json/1",
              "json_array/-1",
              "json_array_insert/-1",
              "json_array_length/1",
              "json_array_length/2",
              "json_error_position/1",
              "json_extract/-1",
              "json_group_array/1",
              "json_group_object/2",
              "json_insert/-1",
              "json_object/-1",
              "json_patch/2",
              "json_pretty/1",
              "json_pretty/2",
              "json_quote/1",
              "json_remove/-1",
              "json_replace/-1",
              "json_set/-1",
              "json_type/1",
              "json_type/2",
              "json_valid/1",
              "json_valid/2",
              "jsonb/1",
              "jsonb_array/-1",
              "jsonb_array_insert/-1",
              "jsonb_extract/-1",
              "jsonb_group_array/1",
              "jsonb_group_object/2",
              "jsonb_insert/-1",
              "jsonb_object/-1",
              "jsonb_patch/2",
              "jsonb_remove/-1",
              "jsonb_replace/-1",
              "jsonb_set/-1",
              "lag/1",
              "lag/2",
              "lag/3",
              "last_value/1",
              "lead/1",
              "lead/2",
              "lead/3",
              "matchinfo/1",
              "matchinfo/2",
              "nth_value/2",
              "ntile/1",
              "offsets/1",
              "optimize/1",
              "percent_rank/0",
              "rank/0",
              "row_number/0",
              "rtreecheck/-1",
              "rtreedepth/1",
              "rtreenode/2",
              "snippet/-1"));

  @Test
  void theMissingFunctionsAreKnownByName() throws SQLException {
    FunctionRegistry registry = new FunctionRegistry();
    Set<String> missing = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, narg FROM pragma_function_list")) {
      while (rows.next()) {
        String name = rows.getString(1);
        int arguments = rows.getInt(2);
        // Negative: any number, or at least -narg - 2 where that is below -2.
        int tried = arguments >= 0 ? arguments : Math.max(1, -arguments - 2);
        if (registry.find(name, tried) == null && !NOT_SQLITE.contains(name + "/" + arguments)) {
          missing.add(name + "/" + arguments);
        }
      }
    }
    assertThat(missing).isEqualTo(MISSING);
  }

  @Test
  void whatIsMissingSaysThatItIsNotSupportedYet() {
    FunctionRegistry registry = new FunctionRegistry();
    for (String missing : MISSING) {
      String name = missing.substring(0, missing.lastIndexOf('/'));
      assertThatThrownBy(() -> registry.resolve(name, 1))
          .isInstanceOf(StatementException.class)
          .hasMessageMatching("the .*" + Pattern.quote(name) + " is not supported yet");
    }
  }

  @Test
  void unknownNamesAndWrongCountsAreToldApart() {
    FunctionRegistry registry = new FunctionRegistry();
    assertThatThrownBy(() -> registry.resolve("nope", 1))
        .isInstanceOf(StatementException.class)
        .hasMessage("no such function: nope");
    assertThatThrownBy(() -> registry.resolve("abs", 2))
        .isInstanceOf(StatementException.class)
        .hasMessage("wrong number of arguments to function abs()");
  }

  @Test
  void oneArgumentMeansTheAggregateAndMoreTheScalar() {
    FunctionRegistry registry = new FunctionRegistry();
    assertThat(registry.resolve("MAX", 1)).isInstanceOf(FunctionDefinition.Aggregate.class);
    assertThat(registry.resolve("max", 2)).isInstanceOf(FunctionDefinition.Scalar.class);
  }

  @Test
  void anOwnFunctionHidesTheBuiltInUntilItIsRemoved() {
    FunctionRegistry registry = new FunctionRegistry();
    FunctionDefinition own =
        new FunctionDefinition.Scalar(
            "ABS", Arity.any(), Set.of(), (context, cells, n, result) -> result.setInteger(42));
    registry.add(own);
    assertThat(registry.resolve("abs", 1)).isSameAs(own);
    assertThat(new FunctionRegistry().resolve("abs", 1)).isNotSameAs(own);
    assertThat(registry.remove("abs", Arity.any())).isTrue();
    assertThat(registry.resolve("abs", 1)).isNotSameAs(own);
  }

  @Test
  void exactArityIsPreferredToARange() {
    FunctionRegistry registry = new FunctionRegistry();
    FunctionDefinition exact =
        new FunctionDefinition.Scalar("f", Arity.exactly(2), Set.of(), (c, a, n, r) -> r.setNull());
    FunctionDefinition range =
        new FunctionDefinition.Scalar("f", Arity.any(), Set.of(), (c, a, n, r) -> r.setNull());
    registry.add(exact);
    registry.add(range);
    assertThat(registry.resolve("f", 2)).isSameAs(exact);
    assertThat(registry.resolve("f", 3)).isSameAs(range);
  }

  @Test
  void extensionsAreRefused() {
    FunctionDefinition definition = new FunctionRegistry().resolve("load_extension", 1);
    Cell name = new Cell();
    name.setText("x");
    ScalarFunction body = ((FunctionDefinition.Scalar) definition).function();
    assertThatThrownBy(() -> body.call(new FixedContext(), new Cell[] {name}, 1, new Cell()))
        .hasMessage("not authorized");
  }

  @Test
  void versionsAreThoseOfTheDialectAndOfBraid() {
    assertThat(text("sqlite_version")).isEqualTo("3.54.1");
    assertThat(text("braid_version")).isNotEmpty();
    assertThat(text("sqlite_source_id")).startsWith("Braid ");
  }

  private static String text(String name) {
    Cell result = new Cell();
    FunctionDefinition definition = new FunctionRegistry().resolve(name, 0);
    ((FunctionDefinition.Scalar) definition)
        .function()
        .call(new FixedContext(), new Cell[0], 0, result);
    return result.decodeText();
  }
}
