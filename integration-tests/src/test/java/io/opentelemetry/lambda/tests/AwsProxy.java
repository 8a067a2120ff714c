package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Between the AWS CLI and what stands in for AWS: notes each request as {@code METHOD REGION PATH},
 * and lets some of them fail.
 */
final class AwsProxy implements AutoCloseable {

  private static final Pattern REGION = Pattern.compile("Credential=[^/]+/\\d+/([^/]+)/");
  // moto knows a version by name and number only
  private static final Pattern BY_ARN =
      Pattern.compile("/2018-10-31/layers\\?.*Arn=arn:[^&]*:layer:([^:&]+):(\\d+).*");
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<Pattern, Fault> faults = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, String> replacements = new ConcurrentHashMap<>();

  static AwsProxy before(URI target) throws IOException {
    return new AwsProxy(target);
  }

  private AwsProxy(URI target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next requests that match with an error of the service's. */
  void fail(String request, int times) {
    fault(request, new Fault(500, "told to fail", new AtomicInteger(times)));
  }

  /** Answers the next requests that match as Lambda does where there are too many. */
  void throttle(String request, int times) {
    fault(request, new Fault(429, "Rate exceeded", new AtomicInteger(times)));
  }

  /** Never answers the next requests that match. */
  void hang(String request, int times) {
    fault(request, new Fault(0, "", new AtomicInteger(times)));
  }

  private void fault(String request, Fault fault) {
    faults.put(Pattern.compile(request), fault);
  }

  /** Writes something else in all responses. */
  void replace(String text, String replacement) {
    replacements.put(text, replacement);
  }

  void reset() {
    faults.clear();
    replacements.clear();
    requests.clear();
  }

  List<String> requests(String pattern) {
    return requests.stream().filter(Pattern.compile(pattern).asMatchPredicate()).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request =
          exchange.getRequestMethod() + " " + region(exchange) + " " + exchange.getRequestURI();
      requests.add(request);
      Fault fault = nextFault(request);
      if (fault == null) {
        forward(exchange);
      } else if (fault.status() == 0) {
        closed.await();
      } else {
        String body = "{\"Type\":\"Service\",\"Message\":\"" + fault.message() + "\"}";
        respond(exchange, fault.status(), body.getBytes(UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String region(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    Matcher matcher = REGION.matcher(authorization == null ? "" : authorization);
    return matcher.find() ? matcher.group(1) : "-";
  }

  private @Nullable Fault nextFault(String request) {
    return faults.entrySet().stream()
        .filter(fault -> fault.getKey().matcher(request).matches())
        .map(Map.Entry::getValue)
        .filter(fault -> fault.left().getAndDecrement() > 0)
        .findFirst()
        .orElse(null);
  }

  /** A status of 0 is no answer. */
  private record Fault(int status, String message, AtomicInteger left) {}

  private void forward(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    Matcher byArn = BY_ARN.matcher(URLDecoder.decode(path, UTF_8));
    if (byArn.matches()) {
      path = "/2018-10-31/layers/" + byArn.group(1) + "/versions/" + byArn.group(2);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + path))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    respond(exchange, response.statusCode(), replaced(response.body()));
  }

  private byte[] replaced(byte[] body) {
    if (replacements.isEmpty()) {
      return body;
    }
    String text = new String(body, UTF_8);
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    return text.getBytes(UTF_8);
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean empty = status == 204 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, empty || body.length == 0 ? -1 : body.length);
    if (!empty && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
