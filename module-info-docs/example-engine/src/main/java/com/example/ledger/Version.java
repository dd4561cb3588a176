package com.example.ledger;

import java.util.List;

/**
 * A commit: its number, the state it made, and what it did. Each knows the next one and none the
 * one before, so that a transaction holds on to exactly the commits that came after its snapshot,
 * and old ones are garbage when the last transaction that may ask for them has ended.
 */
final class Version {
  final long number;
  final State state;
  final List<Change> changes;
  final Footprint footprint;
  volatile Version next;

  Version(long number, State state, List<Change> changes, Footprint footprint) {
    this.number = number;
    this.state = state;
    this.changes = changes;
    this.footprint = footprint;
  }
}
