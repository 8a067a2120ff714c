package functions;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;

/**
 * Vert.x's HttpClient and WebClient. What reads a response is registered on the thread of the
 * request: registered on the function's own, it may come when the body has gone by.
 */
final class VertxCalls implements Client {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = create(vertx);
  private final WebClient web = WebClient.create(vertx);

  /** The result of the method is of another type in each release. */
  private static HttpClient create(Vertx vertx) {
    try {
      return (HttpClient) Vertx.class.getMethod("createHttpClient").invoke(vertx);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String call(String way, String url) {
    URI uri = URI.create(url);
    return switch (way) {
      case "get" -> join(get(url));
      case "header" ->
          join(client.request(options(url).putHeader("x-tenant", "acme")).compose(this::text));
      case "post" ->
          join(
              client
                  .request(options(url).setMethod(HttpMethod.POST))
                  .compose(request -> request.send("one").compose(VertxCalls::text)));
      case "chunks" ->
          join(client.request(options(url).setMethod(HttpMethod.POST)).compose(this::chunks));
      case "head-first" ->
          join(
              client
                  .request(options(url))
                  .compose(request -> request.sendHead().compose(sent -> text(request))));
      case "web" -> join(web.getAbs(url).send().map(response -> response.bodyAsString()));
      case "web-post" ->
          join(
              web.postAbs(url)
                  .sendBuffer(Buffer.buffer("one"))
                  .map(response -> response.statusCode() + response.bodyAsString()));
      case "missing" -> join(get(uri.resolve("/missing").toString()));
      case "redirect" ->
          join(
              client
                  .request(options(uri.resolve("/redirect").toString()).setFollowRedirects(true))
                  .compose(this::text));
      case "web-redirect" ->
          join(
              web.getAbs(uri.resolve("/redirect").toString())
                  .send()
                  .map(response -> response.bodyAsString()));
      case "request-callback" ->
          join(
              client
                  .request(options(url))
                  .compose(
                      request -> {
                        again(url);
                        return text(request);
                      }));
      case "handler" -> {
        Promise<String> result = Promise.promise();
        client.request(options(url), made -> handle(made, result, url));
        yield join(result.future());
      }
      case "response-callback" ->
          join(
              client
                  .request(options(url))
                  .compose(
                      request ->
                          request
                              .send()
                              .compose(
                                  response -> {
                                    Future<Buffer> body = response.body();
                                    again(url);
                                    return body;
                                  }))
                  .map(Buffer::toString));
      case "body-callback" ->
          join(
              get(url)
                  .map(
                      text -> {
                        again(url);
                        return text;
                      }));
      case "web-callback" ->
          join(
              web.getAbs(url)
                  .send()
                  .map(
                      response -> {
                        again(url);
                        return response.bodyAsString();
                      }));
      case "in-turn" -> join(get(url).compose(text -> get(url)));
      case "at-once" -> {
        Future<String> first = get(url);
        Future<String> second = get(url);
        yield join(first) + join(second);
      }
      case "refused" -> join(outcome(get("http://localhost:1/")));
      case "unknown-host" -> join(outcome(get("http://nothing.invalid/")));
      case "timeout" ->
          join(
              outcome(
                  client
                      .request(options(uri.resolve("/never").toString()).setTimeout(200))
                      .compose(this::text)));
      case "closed" -> join(outcome(get(uri.resolve("/closed").toString())));
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** Such callbacks are of Vert.x 4 alone. */
  private static void handle(
      AsyncResult<HttpClientRequest> made, Promise<String> result, String url) {
    again(url);
    made.result()
        .send(answer -> answer.result().body(body -> result.complete(body.result().toString())));
  }

  private static RequestOptions options(String url) {
    return new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url);
  }

  private Future<String> get(String url) {
    return client.request(options(url)).compose(this::text);
  }

  private Future<String> text(HttpClientRequest request) {
    return request.send().compose(VertxCalls::text);
  }

  private Future<String> chunks(HttpClientRequest request) {
    request.setChunked(true);
    request.write("o");
    request.end("ne");
    return request.response().compose(VertxCalls::text);
  }

  private static Future<String> text(HttpClientResponse response) {
    return response.body().map(body -> response.statusCode() + body.toString());
  }

  private static Future<String> outcome(Future<String> call) {
    return call.otherwise(error -> error.getClass().getSimpleName());
  }

  private static void again(String url) {
    TaskCalls.text(() -> new JdkCalls().call("sync", url));
  }

  private static String join(Future<String> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
