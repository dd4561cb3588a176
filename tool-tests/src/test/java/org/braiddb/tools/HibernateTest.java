package org.braiddb.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hibernate with its community dialect for SQLite, which it picks by the product's name. */
class HibernateTest {
  private static final LocalDateTime AT = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 123_456_000);
  private static final Instant INSTANT = Instant.parse("2026-01-01T00:00:00.123Z");

  @TempDir Path directory;

  /** Its fields are set by Hibernate. */
  @NullUnmarked
  @Entity(name = "Author")
  static class Author {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable Long id;

    @Column(unique = true, nullable = false)
    String name;

    LocalDate born;

    @OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
    List<Book> books = new ArrayList<>();
  }

  /** Its fields are set by Hibernate. */
  @NullUnmarked
  @Entity(name = "Book")
  static class Book {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable Long id;

    String title;
    BigDecimal price;
    LocalDateTime at;
    Instant instant;
    byte[] cover;
    boolean sold;
    UUID code;
    double weight;

    @Enumerated(EnumType.STRING)
    DayOfWeek day;

    @ManyToOne Author author;
    @Version int version;
  }

  /** Looks into the metadata for what is there, and makes what is missing. */
  private SessionFactory factory() {
    return new Configuration()
        .addAnnotatedClass(Author.class)
        .addAnnotatedClass(Book.class)
        .setProperty("hibernate.connection.url", "jdbc:braid:" + directory.resolve("books.db"))
        .setProperty("hibernate.hbm2ddl.auto", "update")
        .buildSessionFactory();
  }

  private static Author ann() {
    Author author = new Author();
    author.name = "Ann";
    author.born = LocalDate.of(1970, 2, 3);
    for (int i = 0; i < 3; i++) {
      Book book = new Book();
      book.title = "T" + i;
      book.price = new BigDecimal("12.5" + i);
      book.at = AT;
      book.instant = INSTANT;
      book.cover = new byte[] {1, 2, (byte) i};
      book.sold = i == 1;
      book.code = new UUID(1, i);
      book.weight = i / 3.0;
      book.day = DayOfWeek.FRIDAY;
      book.author = author;
      author.books.add(book);
    }
    return author;
  }

  @Test
  void entitiesAreStoredFoundAndChanged() {
    try (SessionFactory factory = factory()) {
      factory.inTransaction(session -> session.persist(ann()));
    }
    try (SessionFactory factory = factory()) {
      factory.inTransaction(session -> {
        List<Book> books =
            session
                .createQuery(
                    "from Book b join fetch b.author where b.price > 12.505 order by b.title",
                    Book.class)
                .list();
        assertThat(books).extracting(book -> book.title).containsExactly("T1", "T2");
        Book book = books.getFirst();
        assertThat(book.price).isEqualByComparingTo("12.51");
        assertThat(book.at).isEqualTo(AT);
        assertThat(book.instant).isEqualTo(INSTANT);
        assertThat(book.cover).containsExactly(1, 2, 1);
        assertThat(book.sold).isTrue();
        assertThat(book.code).isEqualTo(new UUID(1, 1));
        assertThat(book.weight).isEqualTo(1 / 3.0);
        assertThat(book.day).isEqualTo(DayOfWeek.FRIDAY);
        assertThat(book.author.born).isEqualTo(LocalDate.of(1970, 2, 3));
        book.title = "changed";
      });
      factory.inTransaction(session -> {
        assertThat(
                session
                    .createQuery("select b.title from Book b order by b.id", String.class)
                    .setFirstResult(1)
                    .setMaxResults(1)
                    .list())
            .containsExactly("changed");
        assertThat(
                session
                    .createMutationQuery("delete from Book where title like 'T%'")
                    .executeUpdate())
            .isEqualTo(2);
      });
    }
  }

  @Test
  void aViolatedConstraintIsKnownAsOne() {
    try (SessionFactory factory = factory()) {
      factory.inTransaction(session -> session.persist(ann()));
      assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(ann())))
          .isInstanceOf(ConstraintViolationException.class);
      factory.inTransaction(session ->
          assertThat(
                  session.createQuery("select count(*) from Author", Long.class).getSingleResult())
              .isEqualTo(1));
    }
  }
}
