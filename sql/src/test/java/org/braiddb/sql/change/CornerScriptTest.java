package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Scripts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of {@code corners.sql}: each does on Braid what it does on SQLite. */
class CornerScriptTest {
  static Stream<Arguments> scripts() {
    return Scripts.inEveryMode(CornerScriptTest.class, "corners.sql");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scripts")
  void doesWhatSqliteDoes(String mode, Scripts.Script script) {
    Scripts.compare(mode, script);
  }
}
