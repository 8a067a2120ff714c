package functions;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application whose function observes its work, which its own SDK reports. */
@SpringBootApplication
public class ObservedApplication {

  private static final Logger logger = LoggerFactory.getLogger(ObservedApplication.class);

  @Bean
  public Function<Map<String, Object>, String> work(ObservationRegistry registry) {
    return event ->
        Observation.createNotStarted("own.work", registry)
            .observe(
                () -> {
                  logger.info("observed");
                  return "done";
                });
  }
}
