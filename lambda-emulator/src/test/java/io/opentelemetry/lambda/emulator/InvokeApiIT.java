package io.opentelemetry.lambda.emulator;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.environment.LambdaFunction;
import io.opentelemetry.lambda.emulator.internal.http.RawRequest;
import io.opentelemetry.lambda.emulator.internal.invokeapi.InvokeApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Invoke API, as a caller sees it on the wire. */
class InvokeApiIT {

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
  private LambdaFunction function;
  private InvokeApi api;

  private void serve(LambdaEnvironmentBuilder configuration, int maxConcurrency) {
    serve(configuration, maxConcurrency, Duration.ofSeconds(30));
  }

  private void serve(
      LambdaEnvironmentBuilder configuration, int maxConcurrency, Duration bodyTimeout) {
    function = LambdaFunction.create(configuration, maxConcurrency);
    api =
        InvokeApi.start(
            Map.of("orders", function),
            0,
            new InvokeApi.Listener() {
              @Override
              public void invoked(String name, InvocationResult result) {
                heard.add(name + " " + new String(result.payload(), UTF_8));
              }

              @Override
              public void failed(String name, String message) {
                heard.add(name + " " + message);
              }
            },
            bodyTimeout);
  }

  @AfterEach
  void close() {
    api.close();
    function.close();
  }

  @Test
  void answer_isTheFunctions() throws Exception {
    serve(Programs.function(folder), 1);
    HttpResponse<String> response = invoke("orders", "{\"a\": [1, null]}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"a\": [1, null]}");
    assertThat(response.headers().map())
        .containsEntry("X-Amz-Executed-Version", List.of("$LATEST"))
        .containsKey("X-Amzn-RequestId")
        .doesNotContainKeys("X-Amz-Function-Error", "X-Amz-Log-Result");
  }

  @Test
  void functionOfAnArnWithAQualifier() throws Exception {
    serve(Programs.function(folder), 1);
    String arn = "arn:aws:lambda:us-east-1:123456789012:function:orders";
    assertThat(invoke(arn + ":prod", "{\"do\":\"headers\"}").body())
        .contains("\"Lambda-Runtime-Invoked-Function-Arn\": \"" + arn + ":prod\"");
    assertThat(invoke("orders", "{\"do\":\"headers\"}", "Qualifier=7").body())
        .contains("\"Lambda-Runtime-Invoked-Function-Arn\": \"" + arn + ":7\"");
  }

  @Test
  void functionError() throws Exception {
    serve(Programs.function(folder), 1);
    HttpResponse<String> response = invoke("orders", "{\"do\":\"fail\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Amz-Function-Error")).hasValue("Unhandled");
    assertThat(response.body())
        .isEqualTo(
            "{\"errorMessage\": \"told to\", \"errorType\": \"Test.Failure\", \"stackTrace\":"
                + " [\"x\"]}");
  }

  @Test
  void logTail() throws Exception {
    serve(Programs.function(folder), 1);
    String log =
        new String(
            Base64.getDecoder()
                .decode(
                    invoke(
                            "orders",
                            "{\"do\":\"log\",\"lines\":[\"one\",\"two\"]}",
                            "",
                            "X-Amz-Log-Type",
                            "Tail")
                        .headers()
                        .firstValue("X-Amz-Log-Result")
                        .orElseThrow()),
            UTF_8);
    assertThat(log)
        .matches(
            "START RequestId: [-0-9a-f]{36} Version: \\$LATEST\none\ntwo\nEND RequestId:"
                + " [-0-9a-f]{36}\nREPORT RequestId: [-0-9a-f]{36}\tDuration: [0-9.]+ ms\tBilled"
                + " Duration: [0-9]+ ms\tMemory Size: 512 MB\tMax Memory Used: [0-9]+ MB\tInit"
                + " Duration: [0-9.]+ ms\t\n");
  }

  @Test
  void answer_comesBeforeTheEnvironmentIsAtRest() throws Exception {
    serve(Programs.function(folder), 1);
    invoke("orders", "1");
    Instant answered;
    invoke("orders", "{\"do\":\"sleep after the response\",\"seconds\":1}");
    answered = Instant.now();
    await().until(() -> heard.size() == 2);
    EnvironmentReport report = function.reports().get(0);
    Phase afterResponse =
        report.phases().stream()
            .filter(phase -> phase.kind() == Phase.Kind.AFTER_RESPONSE)
            .reduce((first, second) -> second)
            .orElseThrow();
    assertThat(answered).isBefore(afterResponse.end());
  }

  @Test
  void event_isAcceptedBeforeItHasRun() throws Exception {
    serve(Programs.function(folder), 1);
    for (int i = 1; i <= 3; i++) {
      HttpResponse<String> response =
          invoke("orders", "\"event " + i + "\"", "", "X-Amz-Invocation-Type", "Event");
      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(response.body()).isEmpty();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(heard)
                    .containsExactlyInAnyOrder(
                        "orders \"event 1\"", "orders \"event 2\"", "orders \"event 3\""));
    assertThat(function.reports()).hasSize(1);
  }

  @Test
  void dryRun_runsNothing() throws Exception {
    serve(Programs.function(folder), 1);
    assertThat(invoke("orders", "1", "", "X-Amz-Invocation-Type", "DryRun").statusCode())
        .isEqualTo(204);
    assertThat(function.reports()).isEmpty();
  }

  @Test
  void whatIsRefused() throws Exception {
    serve(Programs.function(folder), 1);
    assertRefused(
        invoke("nobody", "1"),
        404,
        "ResourceNotFoundException",
        "Function not found: nobody, there are: orders");
    assertRefused(
        invoke("orders", "{nonsense"),
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json: Unexpected character ('n'");
    assertRefused(
        invoke("orders", "\"" + "x".repeat(6 * 1024 * 1024) + "\""),
        413,
        "RequestTooLargeException",
        "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    assertRefused(
        invoke("orders", "1", "", "X-Amz-Client-Context", "%"),
        400,
        "InvalidRequestContentException",
        "Client context must be a valid Base64-encoded JSON object");
    assertRefused(
        invoke("orders", "1", "", "X-Amz-Invocation-Type", "Lunch"),
        400,
        "InvalidParameterValueException",
        "There is no invocation type Lunch, but RequestResponse, Event and DryRun");
    assertThat(function.reports()).isEmpty();
  }

  @Test
  void clientContext_thatIsNoJsonObject_isRefused() throws Exception {
    serve(Programs.function(folder), 1);
    for (String context : new String[] {"text", "[1]", "{} {}"}) {
      String base64 = Base64.getEncoder().encodeToString(context.getBytes(UTF_8));
      assertRefused(
          invoke("orders", "1", "", "X-Amz-Client-Context", base64),
          400,
          "InvalidRequestContentException",
          "Client context must be a valid Base64-encoded JSON object");
    }
  }

  @Test
  void event_howeverDeep_isTaken() throws Exception {
    serve(Programs.function(folder), 1);
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(invoke("orders", deep, "", "X-Amz-Invocation-Type", "DryRun").statusCode())
        .isEqualTo(204);
  }

  @Test
  void webPage_mayNotInvoke() throws Exception {
    serve(Programs.function(folder), 1);
    assertThat(send("Host: 127.0.0.1\nContent-Length: 1", "1")).contains("200 OK");
    assertThat(send("Host: localhost:3001\nContent-Length: 1", "1")).contains("200 OK");
    assertThat(send("Host: rebound.example\nContent-Length: 1", "1"))
        .contains("403 Forbidden", "Host rebound.example: web pages may not call this server");
    assertThat(send("Host: localhost\nOrigin: https://page.example\nContent-Length: 1", "1"))
        .contains("403 Forbidden", "Origin https://page.example: web pages may not");
  }

  @Test
  void bodyThatIsVeryLong_isNotRead() throws Exception {
    serve(Programs.function(folder), 1);
    assertThat(send("Host: localhost\nContent-Length: 2147483648", "\"")).contains("413 ");
  }

  @Test
  void bodyThatNeverEnds_isGivenUp() throws Exception {
    serve(Programs.function(folder), 1, Duration.ofMillis(200));
    assertThat(send("Host: localhost\nContent-Length: 10", "12")).contains("408 ");
  }

  private String send(String headers, String body) throws IOException {
    return RawRequest.send(
        api.port(),
        "POST /2015-03-31/functions/orders/invocations HTTP/1.1\n" + headers,
        out -> out.write(body.getBytes(UTF_8)));
  }

  @Test
  void tooManyAtOnce() throws Exception {
    serve(Programs.function(folder), 1);
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(
            request("orders", "{\"do\":\"sleep\",\"seconds\":1}", ""),
            HttpResponse.BodyHandlers.ofString());
    await().until(() -> !function.reports().isEmpty());
    assertRefused(invoke("orders", "1"), 429, "TooManyRequestsException", "Rate Exceeded.");
    assertThat(first.join().body()).isEqualTo("\"awake\"");
  }

  @Test
  void environmentThatCannotBeMade() throws Exception {
    serve(Programs.function(folder).layer(folder.resolve("none.zip")), 1);
    assertRefused(invoke("orders", "1"), 500, "ServiceException", "none.zip");
    assertThat(heard).singleElement().asString().startsWith("orders ").contains("none.zip");
  }

  @Test
  void concurrentInvocations_areNeitherLostNorMixedUp() throws Exception {
    serve(Programs.function(folder), 20);
    Semaphore twenty = new Semaphore(20);
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      twenty.acquire();
      answers.add(
          client
              .sendAsync(
                  request("orders", "{\"number\": " + i + "}", "", "X-Amz-Log-Type", "Tail"),
                  HttpResponse.BodyHandlers.ofString())
              .whenComplete((response, e) -> twenty.release())
              .thenApply(HttpResponse::body));
    }
    assertThat(answers.stream().map(CompletableFuture::join))
        .containsExactlyElementsOf(
            IntStream.range(0, 200).mapToObj(i -> "{\"number\": " + i + "}").toList());
    assertThat(function.reports())
        .hasSizeBetween(2, 20)
        .flatExtracting(EnvironmentReport::invocations)
        .hasSize(200);
  }

  private static void assertRefused(
      HttpResponse<String> response, int status, String type, String message) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("X-Amzn-ErrorType")).hasValue(type);
    assertThat(response.body()).contains(message);
  }

  private HttpResponse<String> invoke(String name, String event) throws Exception {
    return invoke(name, event, "");
  }

  private HttpResponse<String> invoke(String name, String event, String query, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(name, event, query, headers), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String name, String event, String query, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + api.port()
                        + "/2015-03-31/functions/"
                        + name
                        + "/invocations?"
                        + query))
            .POST(HttpRequest.BodyPublishers.ofString(event));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }
}
