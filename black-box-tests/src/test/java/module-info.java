/** Braid as its users have it: only the public API modules are required, nothing is patched. */
open module org.braiddb.blackbox {
  requires java.management;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires org.braiddb.jdbc;
  requires org.braiddb.sql;
  requires org.assertj.core;
  requires org.junit.jupiter.api;
  requires org.junit.jupiter.params;
  requires tpch;
  requires static org.jspecify;
}
