package functions;

import java.net.URI;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * RestTemplate, RestClient and WebClient, each by the HTTP clients that they can do with. Older
 * releases have but some of the classes.
 */
final class SpringCalls implements Client {

  @Override
  public String call(String way, String url) {
    URI uri = URI.create(url);
    return switch (way) {
      case "template" -> template(uri);
      case "template-post" -> new RestTemplate().postForObject(uri, "one", String.class);
      case "template-jdk" ->
          new RestTemplate(new JdkClientHttpRequestFactory()).getForObject(uri, String.class);
      case "rest" ->
          rest(RestClient.builder().requestFactory(new SimpleClientHttpRequestFactory()), uri);
      case "rest-jdk" ->
          rest(RestClient.builder().requestFactory(new JdkClientHttpRequestFactory()), uri);
      case "rest-reactor" ->
          rest(RestClient.builder().requestFactory(new ReactorClientHttpRequestFactory()), uri);
      case "web" -> web(WebClient.builder().clientConnector(new ReactorClientHttpConnector()), uri);
      case "web-callback" ->
          WebClient.create()
              .get()
              .uri(uri)
              .retrieve()
              .bodyToMono(String.class)
              .map(text -> text + template(uri))
              .block();
      case "web-derived" -> web(WebClient.create().mutate(), uri);
      case "web-default" -> web(WebClient.create(), uri);
      case "web-jdk" -> web(WebClient.builder().clientConnector(new JdkClientHttpConnector()), uri);
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String template(URI uri) {
    return new RestTemplate().getForObject(uri, String.class);
  }

  private static String rest(RestClient.Builder builder, URI uri) {
    return builder.build().get().uri(uri).header("x-tenant", "acme").retrieve().body(String.class);
  }

  private static String web(WebClient.Builder builder, URI uri) {
    return web(builder.build(), uri);
  }

  private static String web(WebClient client, URI uri) {
    return client
        .get()
        .uri(uri)
        .header("x-tenant", "acme")
        .retrieve()
        .bodyToMono(String.class)
        .block();
  }
}
