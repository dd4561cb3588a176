/** The command line. */
module org.braiddb.shell {
  requires static org.jspecify;
  requires org.braiddb.sql;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires de.siegmar.fastcsv;
  requires info.picocli;

  opens org.braiddb.shell to
      info.picocli;
}
