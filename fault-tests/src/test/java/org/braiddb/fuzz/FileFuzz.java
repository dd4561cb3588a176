package org.braiddb.fuzz;

/**
 * The input is how the database is used (one byte) and changes of its file, three bytes each: where
 * and what.
 */
public final class FileFuzz {
  private FileFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] database = FuzzedDatabase.DATABASE.clone();
    for (int i = 1; i + 2 < input.length; i += 3) {
      int at = ((input[i] & 0xff) << 8 | (input[i + 1] & 0xff)) % database.length;
      database[at] = input[i + 2];
    }
    FuzzedDatabase.use(database, new byte[0], input.length > 0 ? input[0] : 0);
  }
}
