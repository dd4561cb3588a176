package org.braiddb.sql.execute;

import java.util.List;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.catalog.MissingCollation;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.value.Utf16Binary;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;

/**
 * What BINARY means to a program: it compares texts as their bytes lie in the main database, whose
 * encoding is that of its connection.
 */
final class TextOrder {
  private final TextEncoding encoding;
  private final Collation binary;

  TextOrder(TextEncoding encoding) {
    this.encoding = encoding;
    binary =
        switch (encoding) {
          case UTF_8 -> Collations.BINARY;
          case UTF_16LE -> Utf16Binary.LITTLE_ENDIAN;
          case UTF_16BE -> Utf16Binary.BIG_ENDIAN;
        };
  }

  /** The encoding of the main database. */
  TextEncoding encoding() {
    return encoding;
  }

  /** The collation that texts are compared by; fails where nobody has defined it. */
  Collation of(Collation collation) {
    if (collation instanceof MissingCollation missing) {
      throw missing.missing();
    }
    return collation == Collations.BINARY ? binary : collation;
  }

  /** The collation that a function compares by, where it does. */
  Collation of(Collation collation, FunctionDefinition function) {
    return function.has(FunctionTrait.NEEDS_COLLATION) ? of(collation) : binary;
  }

  /** The same with the collation that texts are compared by. */
  ComparisonRule of(ComparisonRule rule) {
    if (rule.collation() instanceof MissingCollation missing) {
      throw missing.missing();
    }
    return rule.collation() == Collations.BINARY && binary != Collations.BINARY
        ? new ComparisonRule(rule.affinity(), binary)
        : rule;
  }

  ComparisonRule[] ofRules(List<ComparisonRule> rules) {
    return rules.stream().map(this::of).toArray(ComparisonRule[]::new);
  }

  Collation[] ofAll(List<Collation> collations) {
    return collations.stream().map(this::of).toArray(Collation[]::new);
  }
}
