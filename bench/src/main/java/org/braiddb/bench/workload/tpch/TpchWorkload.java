package org.braiddb.bench.workload.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.braiddb.bench.contender.Session;
import org.braiddb.bench.workload.Client;
import org.braiddb.bench.workload.Dataset;
import org.braiddb.bench.workload.Place;
import org.braiddb.bench.workload.Workload;

/** One query of TPC-H, with the parameters that the specification validates with. */
public record TpchWorkload(int number) implements Workload {
  private static final int COUNT = 22;
  private static final int WITH_VIEW = 15;

  private static final Pattern INTERVAL =
      Pattern.compile(
          "(?i)\\bdate ?\\(?'([-0-9]+)'\\)?\\s*([-+])\\s*interval '(\\d+)' (day|month|year)");

  /** All queries but the one that makes a view. */
  public static List<Workload> all() {
    return IntStream.rangeClosed(1, COUNT)
        .filter(number -> number != WITH_VIEW)
        .<Workload>mapToObj(TpchWorkload::new)
        .toList();
  }

  @Override
  public String id() {
    return "tpch-q" + number;
  }

  @Override
  public String title() {
    return "TPC-H query " + number;
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public String unit() {
    return "queries";
  }

  @Override
  public Dataset dataset() {
    return new TpchTables();
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    PreparedStatement query = session.prepare(text());
    return () -> {
      long sum = 0;
      try (ResultSet row = query.executeQuery()) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          for (int column = 1; column <= columns; column++) {
            Object value = row.getObject(column);
            sum += value == null ? 0 : value.hashCode();
          }
        }
      }
      return sum;
    };
  }

  private String text() {
    String path = "/io/trino/tpch/queries/q" + number + ".sql";
    try (InputStream in = TpchWorkload.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + path);
      }
      return portable(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Dates as text, and words that all contenders know. */
  private static String portable(String sql) {
    Matcher interval = INTERVAL.matcher(sql.replaceAll("(?m)^--.*$", ""));
    return interval
        .replaceAll(TpchWorkload::date)
        .replaceAll("(?i)\\bdate ?\\(?('[-0-9]+')\\)?", "$1")
        .replaceAll("(?i)\\bextract\\(year from (\\w+)\\)", "CAST(substr($1, 1, 4) AS INTEGER)")
        .replaceAll("(?i)\\bsubstring\\((\\w+) from (\\d+) for (\\d+)\\)", "substr($1, $2, $3)")
        .replaceAll("(?i)\\bsubstring\\(", "substr(")
        .replaceAll("(?i)\\bdecimal '([0-9.]+)'", "$1")
        .replaceAll("(?i)count\\(o_orderkey\\)", "count(o_orderkey) AS c_count")
        .replaceAll("(?i)c_orders \\(c_custkey, c_count\\)", "c_orders")
        .replaceAll("(?i)\\blimit (\\d+)", "{limit:$1}")
        .replace(";", "");
  }

  private static String date(MatchResult found) {
    LocalDate from = LocalDate.parse(found.group(1));
    long amount = Long.parseLong(found.group(2) + found.group(3));
    LocalDate date =
        switch (found.group(4).toLowerCase(Locale.ROOT)) {
          case "day" -> from.plusDays(amount);
          case "month" -> from.plusMonths(amount);
          default -> from.plusYears(amount);
        };
    return "'" + date + "'";
  }
}
