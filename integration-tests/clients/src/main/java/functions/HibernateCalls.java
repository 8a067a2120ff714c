package functions;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Hibernate, over H2. */
final class HibernateCalls implements Client {

  private SessionFactory factory;

  @Override
  public String call(String way, String url) {
    SessionFactory sessions = factory();
    return switch (way) {
      case "start" -> "started";
      case "find" -> sessions.fromSession(session -> session.find(Item.class, 1).name);
      case "query" ->
          sessions.fromSession(
              session ->
                  session
                      .createQuery(
                          "select item.name from functions.HibernateCalls$Item item", String.class)
                      .list()
                      .toString());
      case "persist" ->
          sessions.fromTransaction(
              session -> {
                Item item = new Item();
                item.id = 2;
                item.name = "other";
                session.merge(item);
                return item.name;
              });
      case "error" ->
          sessions.fromSession(
              session -> session.createQuery("select nonsense", String.class).list().toString());
      default -> throw new IllegalArgumentException(way);
    };
  }

  private SessionFactory factory() {
    if (factory == null) {
      factory =
          new Configuration()
              .addAnnotatedClass(Item.class)
              .setProperty("hibernate.connection.url", "jdbc:h2:mem:items;DB_CLOSE_DELAY=-1")
              .setProperty("hibernate.hbm2ddl.auto", "create")
              .buildSessionFactory();
      factory.inTransaction(
          session -> {
            Item item = new Item();
            item.id = 1;
            item.name = "found";
            session.persist(item);
          });
    }
    return factory;
  }

  /** A stored row. */
  @Entity
  public static class Item {
    @Id public int id;
    public String name;
  }
}
