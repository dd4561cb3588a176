package org.braiddb.blackbox.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.blackbox.history.Effects.Version;

/**
 * Who wrote each value, and whether others may read it.
 *
 * <p>The values that a transaction leaves behind in a list or set are all of those it did not undo;
 * of a register, the last. What may be read from outside ends with such a state.
 */
final class Writers {
  private enum Fate {
    INSTALLED,
    OVERWRITTEN,
    UNDONE
  }

  private record Origin(Effects writer, Fate fate) {}

  private final Map<Version, Origin> origins = new HashMap<>();

  Writers(List<Effects> all) {
    for (Effects effects : all) {
      effects.undone().forEach(version -> add(version, new Origin(effects, Fate.UNDONE)));
      effects
          .writes()
          .forEach((object, values) -> {
            for (int value : values) {
              boolean last = value == values.getLast() || object.kind() == ObjectId.Kind.SET;
              Fate fate = last ? Fate.INSTALLED : Fate.OVERWRITTEN;
              add(new Version(object, value), new Origin(effects, fate));
            }
          });
    }
  }

  private void add(Version version, Origin origin) {
    if (origins.put(version, origin) != null) {
      throw new IllegalArgumentException(version + " was written twice");
    }
  }

  /** The committed transaction that wrote a value and did not undo it. */
  Optional<Effects> committed(ObjectId object, int value) {
    Origin origin = origins.get(new Version(object, value));
    return Optional.ofNullable(origin)
        .filter(found -> found.fate() != Fate.UNDONE && found.writer().transaction().committed())
        .map(Origin::writer);
  }

  /** Adds what is wrong with reading these values, the last of which is the newest. */
  void judge(Effects reader, ObjectId object, List<Integer> values, List<Finding> findings) {
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      if (object.kind() == ObjectId.Kind.REGISTER && value == Operation.ReadRegister.INITIAL) {
        continue;
      }
      Origin origin = origins.get(new Version(object, value));
      String read = reader + " read " + value + " in " + object;
      if (origin == null) {
        findings.add(Finding.of(Anomaly.GARBAGE_READ, read));
      } else if (origin.fate() == Fate.UNDONE || !origin.writer().transaction().committed()) {
        findings.add(Finding.of(Anomaly.G1A, read + ", rolled back by " + origin.writer()));
      } else if (origin.fate() == Fate.OVERWRITTEN && i == values.size() - 1) {
        findings.add(Finding.of(Anomaly.G1B, read + ", not the last of " + origin.writer()));
      }
    }
  }
}
