import org.braiddb.jdbc.BraidDriver;

/** java.sql driver and data source. */
module org.braiddb.jdbc {
  requires static org.jspecify;
  requires transitive java.sql;
  requires transitive org.braiddb.sql;

  exports org.braiddb.jdbc;

  provides java.sql.Driver with
      BraidDriver;
}
