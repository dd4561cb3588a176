package org.braiddb.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Draws a graph without cycles in layers: an arrow always points down. Some nodes are marked by a
 * dashed border.
 */
final class GraphDrawing {
  private static final int WIDTH = 170;
  private static final int HEIGHT = 40;
  private static final int GAP_X = 30;
  private static final int GAP_Y = 60;
  private static final int MARGIN = 20;

  private record Place(int x, int y) {}

  private final List<String> nodes;
  private final Function<String, List<String>> targets;
  private final Predicate<String> marked;
  private final Map<Integer, List<String>> layers = new TreeMap<>();
  private final Map<String, Place> places = new HashMap<>();

  GraphDrawing(
      List<String> nodes, Function<String, List<String>> targets, Predicate<String> marked) {
    this.nodes = nodes;
    this.targets = targets;
    this.marked = marked;
    int lowest = nodes.stream().mapToInt(this::height).max().orElse(0);
    for (String node : nodes) {
      layers.computeIfAbsent(lowest - height(node), _ -> new ArrayList<>()).add(node);
    }
  }

  /** The longest way down from a node. */
  private int height(String node) {
    return targets.apply(node).stream().mapToInt(target -> height(target) + 1).max().orElse(0);
  }

  private int width() {
    int most = layers.values().stream().mapToInt(List::size).max().orElse(0);
    return most * (WIDTH + GAP_X) - GAP_X + 2 * MARGIN;
  }

  String svg() {
    int height = layers.size() * (HEIGHT + GAP_Y) - GAP_Y + 2 * MARGIN;
    layers.forEach((layer, members) -> {
      int row = members.size() * (WIDTH + GAP_X) - GAP_X;
      for (int i = 0; i < members.size(); i++) {
        int x = (width() - row) / 2 + i * (WIDTH + GAP_X);
        places.put(members.get(i), new Place(x, MARGIN + layer * (HEIGHT + GAP_Y)));
      }
    });
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(width(), height));
    svg.append(
        """
        <title>The modules of Braid: an arrow says "requires", a dashed border "provides a storage engine"</title>
        <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#778"/></marker></defs>
        <g fill="none" stroke="#778" stroke-width="1.2">
        """);
    nodes.forEach(node -> targets.apply(node).forEach(target -> arrow(svg, node, target)));
    svg.append("</g>\n<g font-family=\"sans-serif\" font-size=\"14\" text-anchor=\"middle\">\n");
    nodes.forEach(node -> box(svg, node));
    return svg.append("</g>\n</svg>\n").toString();
  }

  private void arrow(StringBuilder svg, String node, String target) {
    Place from = places.get(node);
    Place to = places.get(target);
    int fromX = from.x + WIDTH / 2;
    int fromY = from.y + HEIGHT;
    int toX = to.x + WIDTH / 2;
    svg.append(
        "<path d=\"M%d %d C%d %d %d %d %d %d\" marker-end=\"url(#arrow)\"/>\n"
            .formatted(fromX, fromY, fromX, fromY + GAP_Y / 2, toX, to.y - GAP_Y / 2, toX, to.y));
  }

  private void box(StringBuilder svg, String node) {
    Place place = places.get(node);
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#eef2f8\" stroke=\"#678\"%s/>"
            .formatted(
                place.x,
                place.y,
                WIDTH,
                HEIGHT,
                marked.test(node) ? " stroke-width=\"1.5\" stroke-dasharray=\"6 4\"" : ""));
    svg.append(
        "<text x=\"%d\" y=\"%d\">%s</text>\n"
            .formatted(place.x + WIDTH / 2, place.y + HEIGHT / 2 + 5, node));
  }
}
