package functions;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.cfg.Configuration;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;

/** A repository of Spring Data JPA, over Hibernate and H2. */
final class SpringDataCalls implements Client {

  private Items items;

  @Override
  public String call(String way, String url) {
    Items items = items();
    return switch (way) {
      case "start" -> "started";
      case "find" -> items.findById(1).orElseThrow().name;
      case "named" -> items.findByName("found").name;
      case "count" -> Long.toString(items.count());
      case "error" -> items.failing();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private Items items() {
    if (items == null) {
      EntityManagerFactory factory =
          new Configuration()
              .addAnnotatedClass(HibernateCalls.Item.class)
              .setProperty("hibernate.connection.url", "jdbc:h2:mem:repository;DB_CLOSE_DELAY=-1")
              .setProperty("hibernate.hbm2ddl.auto", "create")
              .buildSessionFactory();
      EntityManager manager = factory.createEntityManager();
      HibernateCalls.Item item = new HibernateCalls.Item();
      item.id = 1;
      item.name = "found";
      manager.getTransaction().begin();
      manager.persist(item);
      manager.getTransaction().commit();
      items = new JpaRepositoryFactory(manager).getRepository(Items.class);
    }
    return items;
  }

  /** Found by Spring Data, which implements it. */
  public interface Items extends JpaRepository<HibernateCalls.Item, Integer> {

    HibernateCalls.Item findByName(String name);

    @Query(value = "select name from nowhere", nativeQuery = true)
    String failing();
  }
}
