package functions;

import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.scheduling.annotation.Async;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Asks another server for items. */
@Singleton
public class Items {

  private final HttpClient client;

  Items(@Client HttpClient client) {
    this.client = client;
  }

  /** On a thread of a pool. */
  @Async
  public CompletableFuture<String> later(URI url) throws IOException {
    return CompletableFuture.completedFuture(now(url));
  }

  String now(URI url) throws IOException {
    try (InputStream body = url.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  String byMicronautsClient(URI url) {
    return client.toBlocking().retrieve(url.toString());
  }
}
