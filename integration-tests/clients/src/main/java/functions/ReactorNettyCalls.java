package functions;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;

/** Reactor Netty's HttpClient, used directly. */
final class ReactorNettyCalls implements Client {

  private final HttpClient client =
      HttpClient.create().headers(headers -> headers.add("x-tenant", "acme"));

  private Mono<String> kept;

  @Override
  public String call(String way, String url) {
    URI uri = URI.create(url);
    return switch (way) {
      case "get" -> client.get().uri(url).responseContent().aggregate().asString().block();
      case "uri" -> client.get().uri(uri).responseContent().aggregate().asString().block();
      case "deferred" ->
          client.get().uri(Mono.just(url)).responseContent().aggregate().asString().block();
      case "base" ->
          client
              .baseUrl("http://" + uri.getAuthority() + "/")
              .get()
              .uri("/items?id=1")
              .responseContent()
              .aggregate()
              .asString()
              .block();
      case "host" ->
          client
              .host(uri.getHost())
              .port(uri.getPort())
              .get()
              .uri("/items?id=1")
              .responseContent()
              .aggregate()
              .asString()
              .block();
      case "single" ->
          client
              .get()
              .uri(url)
              .responseSingle(
                  (response, body) -> body.asString().map(text -> response.status() + text))
              .block();
      case "response" ->
          client
              .get()
              .uri(url)
              .response((response, body) -> body.asString())
              .collectList()
              .map(parts -> String.join("", parts))
              .block();
      case "connection" ->
          client
              .get()
              .uri(url)
              .responseConnection(
                  (response, connection) -> connection.inbound().receive().asString())
              .blockLast();
      case "post" ->
          client
              .post()
              .uri(url)
              .send(ByteBufMono.fromString(Mono.just("one")))
              .responseContent()
              .aggregate()
              .asString()
              .block();
      case "missing" ->
          client
                  .get()
                  .uri(uri.resolve("/missing").toString())
                  .responseContent()
                  .aggregate()
                  .asString()
                  .block()
              + client.configuration().isSecure();
      case "callback" ->
          client
              .get()
              .uri(url)
              .responseContent()
              .aggregate()
              .asString()
              .flatMap(text -> client.get().uri(url).responseContent().aggregate().asString())
              .block();
      case "on-request" ->
          client
              .doOnRequest((request, connection) -> again(url))
              .get()
              .uri(url)
              .responseContent()
              .aggregate()
              .asString()
              .block();
      case "on-response" ->
          client
              .doOnResponse((response, connection) -> again(url))
              .get()
              .uri(url)
              .responseContent()
              .aggregate()
              .asString()
              .block();
      case "redirect" -> redirected(uri);
      case "retry" -> attempts(Mono.defer(() -> unreachable()).retry(2));
      case "twice" -> twice(client.request(HttpMethod.GET), url);
      case "kept" -> {
        if (kept == null) {
          kept = client.get().uri(url).responseContent().aggregate().asString();
        }
        yield kept.block();
      }
      case "again" -> again(client.get().uri(url).responseContent().aggregate().asString());
      case "at-once" ->
          Flux.range(0, 3)
              .flatMap(i -> client.get().uri(url).responseContent().aggregate().asString())
              .collectList()
              .map(texts -> String.join("", texts))
              .block();
      case "cancel-one" -> cancelOne(uri);
      case "refused" -> attempts(unreachable());
      case "unknown-host" -> attempts(status("http://nothing.invalid/"));
      case "timeout" ->
          attempts(
              client
                  .responseTimeout(Duration.ofMillis(50))
                  .get()
                  .uri(uri.resolve("/never").toString())
                  .response()
                  .map(response -> "" + response.status()));
      case "cancelled" ->
          attempts(status(uri.resolve("/never").toString()).timeout(Duration.ofMillis(200)));
      case "closed" -> attempts(status(uri.resolve("/closed").toString()));
      case "binary" ->
          client
              .post()
              .uri(url)
              .send(Mono.just(Unpooled.copiedBuffer("one", StandardCharsets.UTF_8)))
              .responseContent()
              .aggregate()
              .asString()
              .block();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private String redirected(URI uri) {
    return client
        .followRedirect(true)
        .get()
        .uri(uri.resolve("/redirect").toString())
        .responseContent()
        .aggregate()
        .asString()
        .block();
  }

  /** Subscribes twice to one call, and cancels the second before the first has been read. */
  private String cancelOne(URI uri) {
    Iterator<String> paths = List.of("/items?id=1", "/never").iterator();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    CompletableFuture<Void> sent = new CompletableFuture<>();
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    Mono<String> call =
        client
            .doAfterRequest((request, connection) -> complete(sent, request.path().equals("never")))
            .get()
            .uri(Mono.fromSupplier(() -> uri.resolve(paths.next()).toString()))
            .responseSingle(
                (response, body) -> {
                  answered.complete(null);
                  return Mono.fromFuture(cancelled).then(body.asString());
                });
    CompletableFuture<String> first = call.toFuture();
    answered.join();
    Disposable second = call.subscribe();
    sent.join();
    second.dispose();
    cancelled.complete(null);
    return first.join();
  }

  private static void complete(CompletableFuture<Void> future, boolean now) {
    if (now) {
      future.complete(null);
    }
  }

  private static String again(Mono<String> call) {
    return call.block() + call.block();
  }

  private static String twice(HttpClient.RequestSender sender, String url) {
    return sender.uri(url).responseContent().aggregate().asString().block()
        + sender.uri(url).responseContent().aggregate().asString().block();
  }

  private static void again(String url) {
    TaskCalls.text(() -> new JdkCalls().call("sync", url));
  }

  private Mono<String> unreachable() {
    return status("http://localhost:1/");
  }

  private Mono<String> status(String url) {
    return client.get().uri(url).response().map(response -> "" + response.status());
  }

  private static String attempts(Mono<String> call) {
    return call.onErrorResume(error -> Mono.just(error.getClass().getSimpleName())).block();
  }
}
