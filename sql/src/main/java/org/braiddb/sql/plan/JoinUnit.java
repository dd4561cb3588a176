package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;

/**
 * A part of a join that takes one place in the order of visits: a source, or an outer join as a
 * whole. Inner joins are taken apart, so that their sources can be visited in any order; an outer
 * join can come as soon as the sources on its left side have.
 */
sealed interface JoinUnit {
  /** The sources it brings. */
  SourceSet sources();

  /** The sources that must come before. */
  SourceSet requires();

  /** A single source. */
  record Leaf(BoundSource source, SourceSet sources, SourceSet requires) implements JoinUnit {
    Leaf(BoundSource source, SourceSet requires) {
      this(source, SourceSet.of(source.id()), requires);
    }
  }

  /** The right side of a LEFT JOIN. */
  record LeftJoined(
      List<JoinUnit> units, List<BoundExpr> conditions, SourceSet sources, SourceSet requires)
      implements JoinUnit {}

  /** A FULL JOIN. */
  record FullJoined(
      Side left, Side right, List<BoundExpr> conditions, SourceSet sources, SourceSet requires)
      implements JoinUnit {}

  /** The units of one side of an outer join, and the conditions of the inner joins in it. */
  record Side(List<JoinUnit> units, List<BoundExpr> conditions) {
    static Side of(JoinTree tree, SourceSet requires) {
      Side side = new Side(new ArrayList<>(), new ArrayList<>());
      side.add(tree, requires);
      return side;
    }

    private void add(JoinTree tree, SourceSet requires) {
      switch (tree) {
        case JoinTree.Leaf leaf -> units.add(new Leaf(leaf.source(), requires));
        case JoinTree.Join join -> addJoin(join, requires);
      }
    }

    private void addJoin(JoinTree.Join join, SourceSet requires) {
      List<BoundExpr> on = join.condition().map(Conjuncts::of).orElse(List.of());
      switch (join.type()) {
        case INNER -> {
          add(join.left(), requires);
          add(join.right(), requires);
          conditions.addAll(on);
        }
        case CROSS -> {
          add(join.left(), requires);
          add(join.right(), requires.with(sourcesOf(join.left())));
          conditions.addAll(on);
        }
        case LEFT -> addLeft(join.left(), join.right(), on, requires);
        case RIGHT -> addLeft(join.right(), join.left(), on, requires);
        case FULL ->
            units.add(
                new FullJoined(
                    of(join.left(), requires),
                    of(join.right(), requires),
                    on,
                    sourcesOf(join),
                    requires));
      }
    }

    private void addLeft(JoinTree left, JoinTree right, List<BoundExpr> on, SourceSet requires) {
      add(left, requires);
      SourceSet needed = requires.with(sourcesOf(left));
      Side side = of(right, SourceSet.EMPTY);
      List<BoundExpr> all = new ArrayList<>(on);
      all.addAll(side.conditions());
      units.add(new LeftJoined(side.units(), all, sourcesOf(right), needed));
    }
  }

  static SourceSet sourcesOf(JoinTree tree) {
    SourceSet.Collector sources = new SourceSet.Collector();
    SourceUse.leaves(tree).forEach(source -> sources.add(source.id()));
    return sources.sources();
  }
}
