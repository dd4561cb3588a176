/** The command line. */
module org.braiddb.shell {
  requires static org.jspecify;
  requires org.braiddb.sql;
}
