package org.braiddb.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Braid's parser beside SQLite's: what one refuses as no statement, the other must refuse with the
 * same words. SQLite looks names up as it parses, so where it complains about a name, nothing is
 * known about the rest of the text.
 *
 * <p>Repeat a run with {@code -Dbraid.seed=...}, lengthen it with {@code -Dbraid.rounds=...}.
 */
class DifferentialParserTest {
  private static final String[] WORDS = {
    "(", ")", ",", ".", ";", "*", "=", "+", "-", "||", "<", "->", "~", "1", "1.5", "1_0", "'s'",
    "x'00'", "?1", ":p", "a", "b", "t", "\"q\"", "[r]", "`u`", "[]"
  };

  private static final String CHARACTERS =
      " \n"
          + "\t\r"
          + "\f\u000b\u0001\u007f!\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~xXeEzZ\u00e9\ufeff\u00a0";

  private static final Pattern LOOKED_UP =
      Pattern.compile("^(no such (column|function)|misuse of|wrong number of|ambiguous)");

  /** Tokens that SQLite refuses only once it has read the one after them. */
  private static final Pattern REFUSED_TOKEN =
      Pattern.compile("^(near \"#[0-9]|unrecognized token: \"[0-9.][^ ]*_)");

  static List<String> corpus() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DifferentialParserTest.class.getResourceAsStream("statements.sql"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("--") && !line.isBlank()).toList();
    }
  }

  @Test
  void corpusIsReadByBoth() throws Exception {
    try (SqliteOracle sqlite = new SqliteOracle()) {
      for (String sql : corpus()) {
        Optional<String> theirs = sqlite.problem(sql).filter(SqliteOracle::isSyntax);
        assertThat(theirs).as(sql).isEmpty();
        assertThat(Parser.parseAll(sql)).as(sql).hasSize(1);
      }
    }
  }

  @Test
  void mutatedStatementsAreRefusedWithTheSameWords() throws Exception {
    long seed = Long.getLong("braid.seed", System.nanoTime());
    int rounds = Integer.getInteger("braid.rounds", 15_000);
    System.out.println("DifferentialParserTest: -Dbraid.seed=" + seed);
    Random random = new Random(seed);
    List<List<String>> corpus = corpus().stream().map(DifferentialParserTest::split).toList();
    List<String> vocabulary = new ArrayList<>(List.of(WORDS));
    for (Token token : Token.values()) {
      if (token.compareTo(Token.ABORT) >= 0) {
        vocabulary.add(token.name());
      }
    }
    try (SqliteOracle sqlite = new SqliteOracle()) {
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < rounds && differences.size() < 20; i++) {
        String sql = mutate(corpus, vocabulary, random);
        difference(sql, sqlite).ifPresent(differences::add);
      }
      assertThat(differences).as("seed %d", seed).isEmpty();
    }
  }

  private static Optional<String> difference(String sql, SqliteOracle sqlite) throws SQLException {
    String ours = "";
    try {
      if (Parser.parseNext(sql, 0).isEmpty()) {
        return Optional.empty(); // sqlite-jdbc does not survive preparing nothing
      }
    } catch (SyntaxException e) {
      ours = e.problem();
    }
    Optional<String> theirs = sqlite.problem(sql);
    boolean same = agree(sql, theirs.orElse(""), ours);
    return same
        ? Optional.empty()
        : Optional.of(sql + "\n  SQLite: " + theirs.orElse("accepts") + "\n  Braid: " + ours);
  }

  private static boolean agree(String sql, String theirs, String ours) {
    // SQLite gets to look columns up only in what it has read to the end, but for constraints.
    boolean theyReadAll =
        theirs.isEmpty() || (LOOKED_UP.matcher(theirs).find() && !sql.startsWith("CREATE"));
    if (theyReadAll || ours.isEmpty()) {
      return ours.isEmpty() && !SqliteOracle.isSyntax(theirs);
    }
    // Of a syntax error and a refused clause before it, Braid reports what comes first.
    boolean bothSyntax =
        SqliteOracle.isSyntax(theirs)
            && SqliteOracle.isSyntax(ours)
            && !REFUSED_TOKEN.matcher(ours).find();
    return !bothSyntax || ours.equals(theirs);
  }

  private static String mutate(List<List<String>> corpus, List<String> vocabulary, Random random) {
    List<String> words = new ArrayList<>(corpus.get(random.nextInt(corpus.size())));
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes && !words.isEmpty(); i++) {
      int at = random.nextInt(words.size());
      String word = vocabulary.get(random.nextInt(vocabulary.size()));
      switch (random.nextInt(6)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, word);
        case 2 -> words.set(at, word);
        case 3 -> words.add(at, words.get(random.nextInt(words.size())));
        case 4 -> words = words.subList(0, at + 1);
        default -> {
          List<String> other = corpus.get(random.nextInt(corpus.size()));
          int from = random.nextInt(other.size());
          int to = Math.min(other.size(), from + 1 + random.nextInt(6));
          words.addAll(at, other.subList(from, to));
        }
      }
      words = new ArrayList<>(words);
    }
    return random.nextInt(4) == 0
        ? withOtherCharacters(String.join(random.nextBoolean() ? " " : "", words), random)
        : String.join(" ", words);
  }

  private static String withOtherCharacters(String sql, Random random) {
    StringBuilder text = new StringBuilder(sql);
    for (int i = random.nextInt(3); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      if (random.nextBoolean()) {
        text.insert(at, c);
      } else {
        text.setCharAt(at, c);
      }
    }
    return text.toString();
  }

  private static List<String> split(String sql) {
    List<String> words = new ArrayList<>();
    Lexer lexer = new Lexer(sql, 0);
    while (lexer.next() != Token.END_OF_TEXT) {
      words.add(sql.substring(lexer.start(), lexer.end()));
    }
    return words;
  }
}
