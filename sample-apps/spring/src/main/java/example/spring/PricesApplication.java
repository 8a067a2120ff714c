package example.spring;

import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application whose function prices an order. */
@SpringBootApplication
public class PricesApplication {

  private static final int CENTS_PER_PIECE = 250;

  /** An order of some pieces of an item. */
  public record Order(String item, int pieces) {}

  /** The price of an item. */
  public record Price(String item, int cents) {}

  public static void main(String[] arguments) {
    SpringApplication.run(PricesApplication.class, arguments);
  }

  @Bean
  public Function<Order, Price> price() {
    return order -> new Price(order.item(), order.pieces() * CENTS_PER_PIECE);
  }
}
