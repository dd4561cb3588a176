package org.braiddb.storage.tck.faulty;

import java.util.function.Supplier;
import org.braiddb.storage.tck.decorator.Calls;

/** Calls some of which fail before they have done anything. */
final class FaultyCalls extends Calls {
  private final Faults faults;

  FaultyCalls(Faults faults) {
    this.faults = faults;
  }

  @Override
  protected <T> T make(String name, Supplier<T> call) {
    faults.mayFail(name);
    return call.get();
  }

  @Override
  protected <T> T ask(Supplier<T> call) {
    return call.get();
  }
}
