package org.braiddb.bench.workload;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.contender.Session;

/**
 * The tables of the read workloads loaded by the contender itself, index and closing included: what
 * is left is how large its files are.
 */
record LoadWorkload() implements Workload {
  @Override
  public String id() {
    return "load";
  }

  @Override
  public String title() {
    return "tables loaded into a new database, and an index made; see the size of its files";
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public Dataset dataset() {
    return Nothing.INSTANCE;
  }

  @Override
  public String unit() {
    return "rows";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public long unitsPerRun(long rows) {
    return rows + ItemTable.lines(rows);
  }

  @Override
  public Client client(Session session, Place place) {
    Path directory = place.directory().resolve("load-" + place.number());
    return () -> {
      load(place, Directories.empty(directory));
      return 0;
    };
  }

  private static void load(Place place, Path directory) throws SQLException {
    Contender contender = place.contender();
    Durability level =
        contender.absence(Durability.RELAXED).isEmpty() ? Durability.RELAXED : Durability.DURABLE;
    try (Connection connection = contender.connect(directory, level)) {
      ItemTable.INSTANCE.create(new Loader(contender, connection), place.rows());
    }
    contender.shutDown(directory);
  }
}
