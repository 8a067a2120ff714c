package functions;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.javanet.NetHttpTransport;

/** Google's HTTP client, over the JDK's. */
final class GoogleHttpCalls implements Client {

  @Override
  public String call(String way, String url) throws Exception {
    HttpRequest request =
        new NetHttpTransport().createRequestFactory().buildGetRequest(new GenericUrl(url));
    return switch (way) {
      case "sync" -> request.execute().parseAsString();
      case "async" -> request.executeAsync().get().parseAsString();
      default -> throw new IllegalArgumentException(way);
    };
  }
}
