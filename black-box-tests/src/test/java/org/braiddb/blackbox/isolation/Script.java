package org.braiddb.blackbox.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Steps of several connections, one a line: {@code T1: statement}. A party whose name begins with T
 * runs a transaction that is as concurrent as the mode allows, one with P a plain BEGIN IMMEDIATE,
 * one with A a single statement in autocommit mode. Transactions begin at their first step.
 */
record Script(List<Step> steps) {
  /** One statement of one party. */
  record Step(String party, String sql) {
    boolean commits() {
      return sql.toUpperCase(Locale.ROOT).equals("COMMIT");
    }

    boolean rollsBack() {
      return sql.toUpperCase(Locale.ROOT).equals("ROLLBACK");
    }

    boolean endsTransaction() {
      return commits() || rollsBack();
    }
  }

  static Script of(String text) {
    List<Step> steps = new ArrayList<>();
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("no party: " + line);
      }
      steps.add(new Step(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new Script(List.copyOf(steps));
  }

  /** The parties in the order of their first steps. */
  List<String> parties() {
    return steps.stream().map(Step::party).distinct().toList();
  }

  List<Step> stepsOf(String party) {
    return steps.stream().filter(step -> step.party().equals(party)).toList();
  }
}
