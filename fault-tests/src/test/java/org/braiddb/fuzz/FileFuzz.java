package org.braiddb.fuzz;

/**
 * The input is changes of a database file, three bytes each: where, in units of one byte, and what.
 */
public final class FileFuzz {
  private FileFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] database = FuzzedDatabase.DATABASE.clone();
    for (int i = 0; i + 2 < input.length; i += 3) {
      int at = ((input[i] & 0xff) << 8 | (input[i + 1] & 0xff)) % database.length;
      database[at] = input[i + 2];
    }
    FuzzedDatabase.use(database, new byte[0]);
  }
}
