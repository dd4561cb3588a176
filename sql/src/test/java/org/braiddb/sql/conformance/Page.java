package org.braiddb.sql.conformance;

import java.util.List;
import java.util.Optional;

/**
 * The cases of one page of the reference.
 *
 * @param file the page's name in SQLite's documentation, such as {@code lang_insert}
 * @param title what it is about
 */
record Page(String file, String title, List<Section> sections) {

  /**
   * Cases that follow one another on one database, which is empty at first.
   *
   * @param title the statement, clause, function or pragma that they are about
   * @param plainOnly whether it is about something that is not for concurrent transactions
   * @param aboutFile whether it is about SQLite's file format, which other engines need not have
   */
  record Section(String title, boolean plainOnly, boolean aboutFile, List<Case> cases) {
    boolean runsIn(String mode) {
      return (!plainOnly || Modes.isPlain(mode)) && (!aboutFile || Modes.BRAIDS.contains(mode));
    }
  }

  /**
   * A statement.
   *
   * @param ordered whether the rows' order is promised
   * @param difference the name of the deliberate difference that it shows
   */
  record Case(String sql, boolean ordered, Optional<String> difference) {}

  @Override
  public String toString() {
    return file;
  }
}
