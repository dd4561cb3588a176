package org.braiddb.sql.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Statements of every kind, and random changes of them. */
final class Statements {
  private static final String[] WORDS = {
    "(", ")", ",", ".", ";", "*", "=", "+", "-", "||", "<", "->", "~", "1", "1.5", "1_0", "'s'",
    "x'00'", "?1", ":p", "a", "b", "t", "\"q\"", "[r]", "`u`", "[]"
  };

  private static final String CHARACTERS =
      " \n"
          + "\t\r"
          + "\f\u000b\u0001\u007f!\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~xXeEzZ\u00e9\ufeff\u00a0";

  private final Random random;
  private final List<List<String>> corpus;
  private final List<String> vocabulary = new ArrayList<>(List.of(WORDS));

  Statements(Random random) throws IOException {
    this.random = random;
    corpus = corpus().stream().map(Statements::split).toList();
    for (Token token : Token.values()) {
      if (token.compareTo(Token.ABORT) >= 0) {
        vocabulary.add(token.name());
      }
    }
  }

  /** Statements that SQLite reads without a syntax error. */
  static List<String> corpus() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Statements.class.getResourceAsStream("statements.sql"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("--") && !line.isBlank()).toList();
    }
  }

  /**
   * A statement of the corpus with a few words or characters changed, most often to no statement.
   */
  String mutation() {
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
        ? withOtherCharacters(String.join(random.nextBoolean() ? " " : "", words))
        : String.join(" ", words);
  }

  private String withOtherCharacters(String sql) {
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
