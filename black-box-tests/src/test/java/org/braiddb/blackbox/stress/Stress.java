package org.braiddb.blackbox.stress;

/** What a stress test takes from the command line. */
final class Stress {
  private Stress() {}

  /** The seed given, or the usual one, printed with the name of the test. */
  static long seed(String test) {
    long seed = Long.getLong("braid.seed", 20);
    System.out.println(test + ": repeat with -Dbraid.seed=" + seed);
    return seed;
  }

  /** How long a run is that is usually this long. */
  static int scaled(int usual) {
    return usual * Integer.getInteger("braid.stress.scale", 1);
  }
}
