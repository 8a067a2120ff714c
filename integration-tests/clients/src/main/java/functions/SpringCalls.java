package functions;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** RestTemplate, RestClient and WebClient, each by the HTTP clients that they can do with. */
final class SpringCalls implements Client {

  private final WebClient reactor =
      WebClient.builder().clientConnector(new ReactorClientHttpConnector()).build();
  private final WebClient jdk =
      WebClient.builder().clientConnector(new JdkClientHttpConnector()).build();

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "template" -> text(new RestTemplate().getForEntity(URI.create(url), String.class));
      case "template-post" ->
          text(new RestTemplate().postForEntity(URI.create(url), "one", String.class));
      case "template-jdk" ->
          text(
              new RestTemplate(new JdkClientHttpRequestFactory())
                  .getForEntity(URI.create(url), String.class));
      case "rest" -> text(rest(new SimpleClientHttpRequestFactory(), url));
      case "rest-jdk" -> text(rest(new JdkClientHttpRequestFactory(), url));
      case "rest-reactor" -> text(rest(new ReactorClientHttpRequestFactory(), url));
      case "web" -> text(web(reactor, url));
      case "web-derived" -> text(web(reactor.mutate().build(), url));
      case "web-default" -> text(web(WebClient.create(), url));
      case "web-jdk" -> text(web(jdk, url));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static ResponseEntity<String> rest(ClientHttpRequestFactory factory, String url) {
    return RestClient.builder()
        .requestFactory(factory)
        .build()
        .get()
        .uri(URI.create(url))
        .retrieve()
        .toEntity(String.class);
  }

  private static ResponseEntity<String> web(WebClient client, String url) {
    return client.get().uri(URI.create(url)).retrieve().toEntity(String.class).block();
  }

  private static String text(ResponseEntity<String> response) {
    return response.getStatusCode().value() + " " + response.getBody();
  }
}
