package org.braiddb.shell.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides when code is compiled as well as it will be: when no mode has been notably faster in the
 * last few rounds than ever before. One mode that still gets faster keeps all of them warming up,
 * since they share most of their code.
 */
final class WarmUp {
  /** A round that is faster by less than this is not notably faster. */
  private static final double NOTABLE = 1.05;

  /** So many rounds in a row without a notably faster one end it. */
  private static final int STEADY_ROUNDS = 5;

  private final int mostRounds;
  private final List<Course> courses = new ArrayList<>();
  private int rounds;

  /** What was seen of one mode. */
  private static final class Course {
    private final String mode;
    private double best;
    private int steady;

    Course(String mode) {
      this.mode = mode;
    }

    void add(double rate) {
      boolean faster = rate > best * NOTABLE;
      // Nothing at all is no beginning of anything.
      steady = faster ? 0 : rate > 0 ? steady + 1 : STEADY_ROUNDS;
      // A creeping rise adds up: it is the rate of the last notable one that is compared with.
      best = faster ? rate : best;
    }

    boolean isRising() {
      return steady < STEADY_ROUNDS;
    }
  }

  /** A warm-up that ends after so many rounds whatever is seen. */
  WarmUp(List<String> modes, int mostRounds) {
    this.mostRounds = mostRounds;
    modes.forEach(mode -> courses.add(new Course(mode)));
  }

  /**
   * Takes what a round has shown.
   *
   * @param rates commits per second of each mode; 0 of one that has failed
   */
  void add(List<Double> rates) {
    rounds++;
    for (int i = 0; i < courses.size(); i++) {
      courses.get(i).add(rates.get(i));
    }
  }

  /** Whether measuring may begin. */
  boolean isDone() {
    return rounds >= mostRounds || courses.stream().noneMatch(Course::isRising);
  }

  /** The modes that were still getting faster, or might have; none where no round was wanted. */
  List<String> rising() {
    return courses.stream()
        .filter(course -> mostRounds > 0 && course.isRising())
        .map(course -> course.mode)
        .toList();
  }
}
