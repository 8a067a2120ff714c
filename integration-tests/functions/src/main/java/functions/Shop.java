package functions;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application, with a function for Spring Cloud Function and a controller. */
@SpringBootApplication
public class Shop {

  @Bean
  public UnaryOperator<String> upperCase() {
    return text -> {
      if (text.contains("fail")) {
        throw new IllegalArgumentException("told to fail");
      }
      return text.toUpperCase(java.util.Locale.ROOT);
    };
  }

  /** Answers with what it is sent, its names in order. */
  @RestController
  public static class Items {

    @PostMapping("/items/{id}")
    public Map<String, Object> put(
        @PathVariable("id") String id, @RequestBody Map<String, Object> item) {
      Map<String, Object> answer = new TreeMap<>(item);
      answer.put("id", id);
      return answer;
    }
  }
}
