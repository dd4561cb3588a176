package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage in files that SQLite wrote is found as SQLite finds it, and said in its words. */
class DamageTest {
  private static final int PAGE = 512;

  /** What Braid looks at and SQLite does not: the records of indexes and their order. */
  private static final Pattern OWN =
      Pattern.compile(".*(Entry out of order|value of \\d+ bytes|record header .*)");

  private static final Pattern TREE_LINE =
      Pattern.compile("(Tree|Page|Freelist|Multiple|Fragmentation|max rootpage|wrong #).*");

  @TempDir Path folder;

  private static final Map<String, byte[]> SOUND = new ConcurrentHashMap<>();

  private byte[] sound(String autoVacuum) throws IOException {
    byte[] made = SOUND.get(autoVacuum);
    if (made == null) {
      made = make(autoVacuum);
      SOUND.put(autoVacuum, made);
    }
    return made.clone();
  }

  private byte[] make(String autoVacuum) throws IOException {
    Path file = folder.resolve("sound-" + autoVacuum + ".db");
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      for (String sql :
          List.of(
              "PRAGMA synchronous=OFF",
              "PRAGMA page_size=512",
              "PRAGMA auto_vacuum=" + autoVacuum,
              "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b)",
              "CREATE INDEX ta ON t(a)",
              "CREATE UNIQUE INDEX tb ON t(b)",
              "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID",
              "CREATE INDEX wv ON w(v)",
              "CREATE TABLE gone(a)",
              "INSERT INTO gone VALUES(zeroblob(6000))",
              "INSERT INTO t SELECT * FROM (WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT"
                  + " i+1 FROM n WHERE i<60) SELECT i*3, 'text ' || i, zeroblob(i%7*200+i) FROM n)",
              "INSERT INTO w SELECT a, id FROM t",
              "DELETE FROM t WHERE id%7=2",
              "DELETE FROM gone")) {
        assertThat(sqlite.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
      }
    }
    return Files.readAllBytes(file);
  }

  /** A change of a sound file, and what it is called. */
  private record Damage(String name, String autoVacuum, Edit edit) {
    @Override
    public String toString() {
      return name + ", auto_vacuum " + autoVacuum;
    }
  }

  @FunctionalInterface
  private interface Edit {
    void apply(ByteBuffer file);
  }

  /** Where a page begins. */
  private static int at(int page) {
    return (page - 1) * PAGE;
  }

  /** The page that the right child of an interior page is. */
  private static int rightChild(ByteBuffer file, int page) {
    return file.getInt(at(page) + 8);
  }

  private static int cell(ByteBuffer file, int page, int header, int index) {
    return at(page) + file.getShort(at(page) + header + 2 * index);
  }

  static Stream<Damage> damages() {
    return Stream.of("none", "incremental").flatMap(DamageTest::damages);
  }

  private static Stream<Damage> damages(String kind) {
    int root = kind.equals("none") ? 2 : 3;
    return Stream.of(
        new Damage("count of free pages", kind, file -> file.putInt(36, 3)),
        new Damage("first trunk beyond the end", kind, file -> file.putInt(32, 100_000)),
        new Damage(
            "trunk that follows itself",
            kind,
            file -> file.putInt(at(file.getInt(32)), file.getInt(32))),
        new Damage("too many leaves", kind, file -> file.putInt(at(file.getInt(32)) + 4, 4000)),
        new Damage(
            "free leaf twice",
            kind,
            file -> file.putInt(at(file.getInt(32)) + 8, file.getInt(at(file.getInt(32)) + 12))),
        new Damage("right child 0", kind, file -> file.putInt(at(root) + 8, 0)),
        new Damage("right child beyond the end", kind, file -> file.putInt(at(root) + 8, 9999)),
        new Damage("right child is the root", kind, file -> file.putInt(at(root) + 8, root)),
        new Damage(
            "page of another type", kind, file -> file.put(at(rightChild(file, root)), (byte) 10)),
        new Damage(
            "child of another depth",
            kind,
            file ->
                file.putInt(cell(file, root, 12, 0), rightChild(file, rightChild(file, root + 1)))),
        new Damage(
            "cell pointer outside",
            kind,
            file -> file.putShort(at(rightChild(file, root)) + 8, (short) 600)),
        new Damage(
            "two pointers to a cell",
            kind,
            file ->
                file.putShort(
                    at(rightChild(file, root)) + 8,
                    file.getShort(at(rightChild(file, root)) + 10))),
        new Damage("fragments", kind, file -> file.put(at(rightChild(file, root)) + 7, (byte) 9)),
        new Damage(
            "free block outside",
            kind,
            file -> file.putShort(at(rightChild(file, root)) + 1, (short) 511)),
        new Damage(
            "content start too low",
            kind,
            file -> file.putShort(at(rightChild(file, root)) + 5, (short) 1)),
        new Damage(
            "cell too many",
            kind,
            file -> file.putShort(at(root) + 3, (short) (file.getShort(at(root) + 3) + 1))),
        new Damage(
            "cell too few",
            kind,
            file -> file.putShort(at(root) + 3, (short) (file.getShort(at(root) + 3) - 1))),
        new Damage(
            "divider too small", kind, file -> file.put(cell(file, root, 12, 2) + 4, (byte) 1)),
        new Damage("page count", kind, file -> file.putInt(28, file.getInt(28) - 1)),
        new Damage(
            "largest root",
            kind,
            file -> file.putInt(52, kind.equals("none") ? 0 : file.getInt(52) - 1)),
        new Damage(
            "incremental without a map",
            kind,
            file -> file.putInt(64, kind.equals("none") ? 1 : 0)),
        new Damage("map entry of another type", kind, file -> file.put(at(2) + 20, (byte) 5)),
        new Damage("map entry of another parent", kind, file -> file.putInt(at(2) + 51, 77)));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void damageIsFoundAsBySqlite(Damage damage) throws IOException {
    byte[] bytes = sound(damage.autoVacuum());
    damage.edit().apply(ByteBuffer.wrap(bytes));
    compare(bytes, damage.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "incremental"})
  void anyByteThatIsWrongIsFoundAsBySqlite(String kind) throws IOException {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    byte[] sound = sound(kind);
    for (int i = 0; i < Integer.getInteger("braid.rounds", 40); i++) {
      byte[] bytes = sound.clone();
      int inPage = random.nextBoolean() ? random.nextInt(40) : random.nextInt(PAGE);
      int at = random.nextInt(1, bytes.length / PAGE) * PAGE + inPage;
      bytes[at] = (byte) random.nextInt(256);
      compare(bytes, "-Dbraid.seed=" + seed + ", byte " + at + " is " + bytes[at]);
    }
  }

  private void compare(byte[] bytes, String what) throws IOException {
    Path one = folder.resolve("one.db");
    Path two = folder.resolve("two.db");
    for (String pragma : List.of("PRAGMA integrity_check(1000)", "PRAGMA quick_check(1000)")) {
      Files.write(one, bytes);
      Files.write(two, bytes);
      Outcome theirs;
      Outcome ours;
      try (Sqlite sqlite = new Sqlite(one.toString())) {
        theirs = sqlite.run(pragma);
      }
      try (Braid braid = new Braid(two.toString(), "wal")) {
        ours = braid.run(pragma);
      }
      if (theirs instanceof Outcome.Rows && ours instanceof Outcome.Rows) {
        assertThat(treeLines(ours)).as("%s, %s", pragma, what).isEqualTo(treeLines(theirs));
      }
      // Records are read as far as they are needed: a quick check may not come to what is wrong.
      if (!isOk(theirs) && (!pragma.contains("quick") || !treeLines(theirs).isEmpty())) {
        assertThat(isOk(ours)).as("%s, %s: %s", pragma, what, theirs).isFalse();
      }
    }
  }

  private static boolean isOk(Outcome outcome) {
    return outcome instanceof Outcome.Rows rows && rows.rows().equals(List.of(List.of("'ok'")));
  }

  /** What was found below rows, in one order, without what Braid alone looks at. */
  private static List<String> treeLines(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    if (!(outcome instanceof Outcome.Rows found)) {
      return lines;
    }
    for (List<String> row : found.rows()) {
      for (String line : row.getFirst().replaceAll("^'|'$", "").split("\n")) {
        if (TREE_LINE.matcher(line).matches() && !OWN.matcher(line).matches()) {
          lines.add(line);
        }
      }
    }
    lines.sort(null);
    return lines;
  }

  @Test
  void findingsBelowRowsAreOneTextAndCountOneByOne() throws IOException {
    byte[] bytes = sound("none");
    ByteBuffer.wrap(bytes).putInt(at(2) + 8, 9999);
    Path file = folder.resolve("one.db");
    for (int most : new int[] {1, 2, 3, 5}) {
      Files.write(file, bytes);
      Outcome theirs;
      try (Sqlite sqlite = new Sqlite(file.toString())) {
        theirs = sqlite.run("PRAGMA integrity_check(" + most + ")");
      }
      try (Braid braid = new Braid(file.toString(), "wal")) {
        assertThat(braid.run("PRAGMA integrity_check(" + most + ")")).isEqualTo(theirs);
      }
    }
  }
}
