package org.braiddb.bench.workload;

/** No tables: a run makes its own. */
final class Nothing implements Dataset {
  static final Nothing INSTANCE = new Nothing();

  private Nothing() {}

  @Override
  public String id() {
    return "nothing";
  }

  @Override
  public void create(Loader loader, long rows) {}
}
