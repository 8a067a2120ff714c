package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** The samples, with what each answers and reports for its event. */
enum Sample {
  ASYNC_HTTP("\"192.0.2.1\"", "async-http", "GET"),
  AWS_SDK(
      "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":\"the answer\"}",
      "GET /items/{id}",
      "DynamoDb.GetItem"),
  CONTAINER_IMAGE("\"Hello, Lambda\"", "container-image", ""),
  CUSTOM_TELEMETRY(
      "{\"statusCode\":200,\"body\":\"sold 3\",\"isBase64Encoded\":false}",
      "POST /checkout",
      "pay") {
    @Override
    void checkMore(JsonNode report, List<JsonNode> roots) {
      assertThat(roots)
          .allSatisfy(
              root ->
                  assertThat(attributes(root))
                      .contains(
                          "{\"key\":\"customer.tier\",\"value\":{\"stringValue\":\"gold\"}}"));
      assertThat(report.get("resourceMetrics").findValuesAsText("name"))
          .contains("shop.items.sold");
      assertThat(report.get("resourceLogs").findValuesAsText("stringValue")).contains("sold 3");
    }
  },
  OKHTTP("\"192.0.2.1\"", "okhttp", "GET"),
  SPRING("{\"item\":\"pear\",\"cents\":750}", "spring", ""),
  SQS(
      "{\"batchItemFailures\":[{\"itemIdentifier\":\"2e1424d4-f796-459a-8184-9c92662be6da\"}]}",
      "orders process",
      "") {
    @Override
    void checkMore(JsonNode report, List<JsonNode> roots) {
      assertThat(roots)
          .allSatisfy(
              root ->
                  assertThat(root.get("links").findValuesAsText("traceId"))
                      .containsExactly(
                          "6ab13b805759e988bd862e3fe1be46a9", "0af7651916cd43dd8448eb211c80319c"));
    }
  },
  STREAM("\"TEXT\": \"HELLO\"", "stream", "");

  private final String response;
  private final String root;
  private final String below;

  Sample(String response, String root, String below) {
    this.response = response;
    this.root = root;
    this.below = below;
  }

  /** The name of its folder. */
  String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A part of what it answers. */
  String response() {
    return response;
  }

  /** The name of an invocation's span. */
  String root() {
    return root;
  }

  /** The names of the spans below that, each once. */
  List<String> below() {
    return below.isEmpty() ? List.of() : List.of(below);
  }

  /**
   * Checks what else the sample reports.
   *
   * @param roots the invocations' spans
   */
  void checkMore(JsonNode report, List<JsonNode> roots) {}

  static List<String> attributes(JsonNode span) {
    return SampleIT.elements(span.get("attributes")).map(JsonNode::toString).toList();
  }
}
