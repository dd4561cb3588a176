/** Parser, planner, executor and the embedding API. */
module org.braiddb.sql {
  requires static org.jspecify;
  requires org.slf4j;
  requires transitive org.braiddb.storage;

  exports org.braiddb.sql;
}
