package functions;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** A Spring Boot application, with a function for Spring Cloud Function and a controller. */
@SpringBootApplication
@EnableAsync
public class Shop {

  /** Also answers an address with what another server says. */
  @Bean
  public UnaryOperator<String> upperCase(Suppliers suppliers) {
    return text -> {
      if (text.startsWith("http:")) {
        return suppliers.ask(URI.create(text)).join();
      }
      if (text.contains("fail")) {
        throw new IllegalArgumentException("told to fail");
      }
      return text.toUpperCase(java.util.Locale.ROOT);
    };
  }

  /** Asks another server, on a thread of a pool. */
  @Service
  public static class Suppliers {

    private final RestClient client = RestClient.create();

    @Async
    public CompletableFuture<String> ask(URI url) {
      return CompletableFuture.completedFuture(
          String.valueOf(client.get().uri(url).retrieve().body(String.class)));
    }
  }

  /** Answers with what it is sent, its names in order, or with what another server says. */
  @RestController
  public static class Items {

    private final Suppliers suppliers;

    public Items(Suppliers suppliers) {
      this.suppliers = suppliers;
    }

    @GetMapping("/items")
    public String ask(@RequestParam("url") URI url) {
      return suppliers.ask(url).join();
    }

    @PostMapping("/items/{id}")
    public Map<String, Object> put(
        @PathVariable("id") String id, @RequestBody Map<String, Object> item) {
      Map<String, Object> answer = new TreeMap<>(item);
      answer.put("id", id);
      return answer;
    }
  }
}
