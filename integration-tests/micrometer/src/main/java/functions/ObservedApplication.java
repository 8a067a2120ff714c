package functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;

/**
 * A Spring Boot application whose function observes its work, which its own SDK reports, and asks
 * another server if the event names one.
 */
@SpringBootApplication
@EnableAsync
public class ObservedApplication {

  private static final Logger logger = LoggerFactory.getLogger(ObservedApplication.class);

  @Bean
  public Function<Map<String, Object>, String> work(
      ObservationRegistry registry, Suppliers suppliers) {
    return event ->
        event.containsKey("url")
            ? suppliers.ask(URI.create(event.get("url").toString())).join()
            : observe(registry);
  }

  private static String observe(ObservationRegistry registry) {
    return Observation.createNotStarted("own.work", registry)
        .observe(
            () -> {
              logger.info("observed");
              return "done";
            });
  }

  /** Asks another server, on a thread of a pool. */
  @Service
  public static class Suppliers {

    @Async
    public CompletableFuture<String> ask(URI url) {
      try (InputStream body = url.toURL().openStream()) {
        return CompletableFuture.completedFuture(new String(body.readAllBytes(), UTF_8));
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }
}
