package org.braiddb.shell.output;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways in which rows can be shown. */
public enum OutputMode {
  /** A table drawn with lines; the default. */
  BOX,
  /** A table drawn with ASCII characters. */
  TABLE,
  /** Columns under underlined headers. */
  COLUMN,
  /** A table as Markdown writes it. */
  MARKDOWN,
  /** Values parted by a separator. */
  LIST,
  /** Values parted by tabs. */
  TABS,
  /** Comma-separated values of RFC 4180. */
  CSV,
  /** One value per line. */
  LINE,
  /** An array of objects. */
  JSON,
  /** INSERT statements. */
  INSERT,
  /** Values as SQL literals. */
  QUOTE;

  /** The name as commands spell it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode with a name, in any case. */
  public static Optional<OutputMode> named(String name) {
    return Arrays.stream(values()).filter(mode -> mode.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The names of all modes. */
  public static List<String> spellings() {
    return Arrays.stream(values()).map(OutputMode::spelling).toList();
  }

  /** Whether headers are shown where nobody has said. */
  public boolean showsHeaders() {
    return switch (this) {
      case BOX, TABLE, COLUMN, MARKDOWN -> true;
      case LIST, TABS, CSV, LINE, JSON, INSERT, QUOTE -> false;
    };
  }
}
