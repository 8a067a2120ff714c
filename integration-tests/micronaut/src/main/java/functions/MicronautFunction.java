package functions;

import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/**
 * Answers an event with what another server says, which it asks in the way that the event names.
 */
public final class MicronautFunction extends MicronautRequestHandler<Map<String, String>, String> {

  @Inject Items items;

  @Override
  public String execute(Map<String, String> event) {
    URI url = URI.create(event.get("url"));
    try {
      return switch (event.get("way")) {
        case "async" -> items.later(url).join();
        case "client" -> items.byMicronautsClient(url);
        default -> items.now(url);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
