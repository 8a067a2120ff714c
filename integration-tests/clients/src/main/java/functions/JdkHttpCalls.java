package functions;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

final class JdkHttpCalls implements Client {

  private final HttpClient client = HttpClient.newHttpClient();
  private final Supplier<HttpClient> factory = HttpClient::newHttpClient;

  @Override
  public String call(String way, String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
    return switch (way) {
      case "sync" -> text(client.send(request, text));
      case "async" -> client.sendAsync(request, text).thenApply(JdkHttpCalls::text).join();
      case "builder" ->
          text(
              HttpClient.newBuilder()
                  .version(HttpClient.Version.HTTP_1_1)
                  .followRedirects(HttpClient.Redirect.NORMAL)
                  .build()
                  .send(request, text));
      case "reference" -> text(factory.get().send(request, text));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String text(HttpResponse<String> response) {
    return response.statusCode() + " " + response.body();
  }
}
