package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples, as a user tries them. */
class SampleIT {

  private static final int INTERNAL = 1;
  private static final int CLIENT = 3;
  private static final int SERVER = 2;

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>(Map.of("NO_BUILD", "1"));

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void awsSdk_threeTracesOfTwoSpans(Layer layer) throws Exception {
    assertThreeTracesOfTwoSpans(tryAwsSdk(layer.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void awsSdk_throughTheCollector_theSame() throws Exception {
    CollectorLayer.zip(); // or skipped
    environment.put("COLLECTOR_PORT", Integer.toString(CollectorLayer.freePort()));
    environment.put("COLLECTOR_SINK_PORT", Integer.toString(CollectorLayer.freePort()));
    assertThreeTracesOfTwoSpans(tryAwsSdk("wrapper", "--layer", "collector"));
  }

  private static void assertThreeTracesOfTwoSpans(JsonNode report) {
    Map<String, List<JsonNode>> traces = new HashMap<>();
    for (JsonNode span : report.findValues("spans").stream().flatMap(SampleIT::elements).toList()) {
      if (span.get("kind").intValue() == INTERNAL) {
        continue; // what the Collector makes of what Lambda tells
      }
      traces.computeIfAbsent(span.get("traceId").textValue(), id -> new ArrayList<>()).add(span);
    }
    assertThat(traces.values())
        .hasSize(3)
        .allSatisfy(
            spans -> {
              assertThat(spans).hasSize(2);
              JsonNode server = ofKind(spans, SERVER);
              JsonNode client = ofKind(spans, CLIENT);
              assertThat(server.get("name").textValue()).isEqualTo("GET /items/{id}");
              assertThat(client.get("name").textValue()).isEqualTo("DynamoDb.GetItem");
              assertThat(client.get("parentSpanId")).isEqualTo(server.get("spanId"));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = "none")
  void awsSdk_withoutALayer_answersTheSame(String layer) throws Exception {
    JsonNode report = tryAwsSdk(layer);
    assertThat(report.get("resourceSpans")).isEmpty();
  }

  private JsonNode tryAwsSdk(String layer, String... options) throws Exception {
    File json = folder.resolve("report.json").toFile();
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("run.sh").toString(), "try", "aws-sdk", "--layer", layer)
            .with(options)
            .with("--quiet", "--json", json.toString())
            .environment(environment)
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    JsonNode report = new ObjectMapper().readTree(json);
    assertThat(report.get("invocations"))
        .hasSize(3)
        .allSatisfy(
            invocation ->
                assertThat(invocation.get("response").textValue())
                    .isEqualTo(
                        "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\"},"
                            + "\"body\":\"the answer\"}"));
    return report;
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode ofKind(List<JsonNode> spans, int kind) {
    return spans.stream()
        .filter(span -> span.get("kind").intValue() == kind)
        .findFirst()
        .orElseThrow();
  }
}
