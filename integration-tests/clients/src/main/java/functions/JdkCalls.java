package functions;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

final class JdkCalls implements Client {

  private final HttpClient client = HttpClient.newHttpClient();
  private final Supplier<HttpClient> factory = HttpClient::newHttpClient;

  @Override
  public String call(String way, String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("x-tenant", "acme").build();
    HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
    return switch (way) {
      case "sync" -> text(client.send(request, text));
      case "async" -> client.sendAsync(request, text).thenApply(JdkCalls::text).join();
      case "callback" ->
          client
              .sendAsync(request, text)
              .thenApply(first -> text(first) + text(client.sendAsync(request, text).join()))
              .join();
      case "builder" ->
          text(
              HttpClient.newBuilder()
                  .version(HttpClient.Version.HTTP_1_1)
                  .followRedirects(HttpClient.Redirect.NORMAL)
                  .build()
                  .send(request, text));
      case "closed" -> {
        HttpClient closed = HttpClient.newHttpClient();
        String found = text(closed.send(request, text));
        HttpClient.class.getMethod("close").invoke(closed); // from Java 21 on
        yield found + " " + HttpClient.class.getMethod("isTerminated").invoke(closed);
      }
      case "local" -> {
        HttpClient.Builder builder = HttpClient.newBuilder();
        // from Java 19 on
        HttpClient.Builder.class
            .getMethod("localAddress", InetAddress.class)
            .invoke(builder, InetAddress.getByName("127.0.0.2"));
        yield text(builder.build().send(request, text));
      }
      case "reference" -> text(factory.get().send(request, text));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String text(HttpResponse<String> response) {
    return response.statusCode() + " " + response.body();
  }
}
