package org.braiddb.sql.session;

import java.util.Set;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.program.Program;

/**
 * The databases that a program uses, for who goes through them each time it starts.
 *
 * @param numbers of those whose content it depends on
 * @param written whether it changes them, at the same indexes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody but the starter has it
record DatabaseUse(int[] numbers, boolean[] written) {
  private static final Set<Integer> MAIN = Set.of(SchemaScopes.MAIN);

  /** That of most queries. */
  private static final DatabaseUse READS_MAIN =
      new DatabaseUse(new int[] {SchemaScopes.MAIN}, new boolean[] {false});

  static DatabaseUse of(Program program) {
    if (program.writes().isEmpty() && program.reads().equals(MAIN)) {
      return READS_MAIN;
    }
    int[] numbers = new int[program.reads().size()];
    boolean[] written = new boolean[numbers.length];
    int count = 0;
    for (int number : program.reads()) {
      numbers[count] = number;
      written[count] = program.writes().contains(number);
      count++;
    }
    return new DatabaseUse(numbers, written);
  }
}
