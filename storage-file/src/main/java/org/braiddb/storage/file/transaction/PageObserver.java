package org.braiddb.storage.file.transaction;

/** Learns which tree touched which page: written, allocated, freed, or given another key range. */
interface PageObserver {
  /** Of strategies that validate nothing. */
  PageObserver NONE = (tree, page) -> {};

  /** Called for each touch, repetitions included. */
  void touched(long tree, int page);
}
