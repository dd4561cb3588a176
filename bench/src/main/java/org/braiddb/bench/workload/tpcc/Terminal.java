package org.braiddb.bench.workload.tpcc;

import java.sql.SQLException;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Session;
import org.braiddb.bench.workload.Client;
import org.braiddb.bench.workload.Place;
import org.braiddb.bench.workload.Tally;

/** A client: draws transactions from the mix of clause 5.2.3. */
final class Terminal implements Client {
  private final Session session;
  private final Words words;
  private final NewOrder newOrder;
  private final Payment payment;
  private final Delivery delivery;
  private final Enquiries enquiries;
  private long orders;
  private long payments;

  Terminal(Session session, Place place) throws SQLException {
    this.session = session;
    Size size = Size.of(place.rows());
    int home = place.number() % size.warehouses() + 1;
    words = new Words(new SplittableRandom(place.number()), size);
    newOrder = new NewOrder(session, words, size, home);
    payment = new Payment(session, words, size, home);
    delivery = new Delivery(session, words, home);
    enquiries = new Enquiries(session, words, home);
  }

  @Override
  public long run() throws SQLException {
    int kind = words.upTo(100);
    if (kind <= 45) {
      newOrder();
    } else if (kind <= 88) {
      payment.choose();
      session.transact(payment::run);
      payments++;
    } else if (kind <= 92) {
      delivery.choose();
      session.transact(delivery::run);
    } else if (kind <= 96) {
      enquiries.chooseCustomer();
      session.read(enquiries::orderStatus);
    } else {
      enquiries.chooseDistrict();
      session.read(enquiries::stockLevel);
    }
    return kind;
  }

  /** One order in a hundred is for an item that there is not, and is rolled back. */
  private void newOrder() throws SQLException {
    newOrder.choose();
    try {
      session.transact(newOrder::run);
      orders++;
    } catch (NewOrder.UnknownItemException e) {
      if (!newOrder.isForUnknownItem()) {
        throw e;
      }
    }
  }

  @Override
  public void count(Tally tally) {
    tally.add("orders", orders);
    tally.add("payments", payments);
  }
}
