package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests an invocation's span, and that it is there in time. */
class TracingIT {

  private static final String API_GATEWAY =
      """
      {"resource":"/items/{id}","path":"/items/1","httpMethod":"GET",
       "headers":{"%s":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
       "requestContext":{"stage":"prod"}}
      """;

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void parentInTheEvent_isTheSpansParent(Layer layer) {
    try (LambdaEnvironment lambda = layer.function("functions.StreamHandler").build()) {
      lambda.invoke(API_GATEWAY.formatted("traceparent"));
      lambda.invoke(API_GATEWAY.formatted("Traceparent"));
      assertThat(lambda.telemetry().spans())
          .hasSize(2)
          .allSatisfy(
              span -> {
                assertThat(span.getName()).isEqualTo("GET /items/{id}");
                assertThat(span.getTraceId())
                    .isEqualTo(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"));
                assertThat(span.getParentSpanId())
                    .isEqualTo(ByteString.fromHex("b7ad6b7169203331"));
              });
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void spanAndResource_describeTheFunction(Layer layer) {
    try (LambdaEnvironment lambda = layer.function("functions.ObjectHandler").build()) {
      InvocationResult first = lambda.invoke("{}");
      lambda.invoke("{}");
      List<Span> spans = lambda.telemetry().spans();
      assertThat(spans).as(lambda.output().toString()).hasSize(2);
      String arn = "arn:aws:lambda:us-east-1:123456789012:function:orders";
      assertThat(attributes(spans.get(0).getAttributesList()))
          .containsEntry("faas.trigger", "other")
          .containsEntry("faas.invocation_id", first.requestId())
          .containsEntry("faas.coldstart", "true")
          .containsEntry("cloud.account.id", "123456789012")
          .containsEntry("cloud.resource_id", arn)
          .containsEntry("aws.lambda.invoked_arn", arn);
      assertThat(attributes(spans.get(1).getAttributesList()))
          .containsEntry("faas.coldstart", "false");
      assertThat(resource(lambda))
          .containsEntry("cloud.provider", "aws")
          .containsEntry("cloud.platform", "aws_lambda")
          .containsEntry("cloud.region", "us-east-1")
          .containsEntry("faas.name", "orders")
          .containsEntry("faas.version", "$LATEST")
          .containsEntry("service.name", "orders")
          .hasEntrySatisfying(
              "faas.instance",
              stream ->
                  assertThat(stream).matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST]\\p{XDigit}+"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void usersVariables_areRespected(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.ObjectHandler")
            .environment("OTEL_SERVICE_NAME", "shop, with \"quotes\"")
            .environment("OTEL_RESOURCE_ATTRIBUTES", "team=a%20b,faas.name=mine")
            .environment("OTEL_PROPAGATORS", "b3multi")
            .environment("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
            .environment("JAVA_TOOL_OPTIONS", "-Dfrom.user=yes")
            .build()) {
      lambda.invoke(
          """
          {"headers":{"X-B3-TraceId":"0af7651916cd43dd8448eb211c80319c",
           "X-B3-SpanId":"b7ad6b7169203331","X-B3-Sampled":"1"}}
          """);
      assertThat(lambda.output()).anyMatch(line -> line.contains("-Dfrom.user=yes"));
      assertThat(resource(lambda))
          .containsEntry("service.name", "shop, with \"quotes\"")
          .containsEntry("team", "a b")
          .containsEntry("faas.name", "mine")
          .containsEntry("faas.version", "$LATEST");
      assertThat(lambda.telemetry().spans())
          .extracting(Span::getParentSpanId)
          .containsExactly(ByteString.fromHex("b7ad6b7169203331"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void metrics_areFlushedWithTheSpans(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.ObjectHandler")
            .environment("OTEL_METRICS_EXPORTER", "otlp")
            .build()) {
      lambda.invoke("{}");
      assertThat(lambda.telemetry().spans()).hasSize(1);
      assertThat(lambda.telemetry().resourceMetrics())
          .flatExtracting(ResourceMetrics::getScopeMetricsList)
          .flatExtracting(ScopeMetrics::getMetricsList)
          .extracting(Metric::getName)
          .contains(
              "faas.invoke_duration",
              "faas.init_duration",
              "faas.mem_usage",
              "faas.cpu_usage",
              "faas.coldstarts",
              "faas.invocations");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void spans_haveLeftWhenTheResponseIsPosted(Layer layer) {
    try (LambdaEnvironment lambda = layer.function("functions.ObjectHandler").build()) {
      for (int i = 1; i <= 3; i++) {
        InvocationResult result = lambda.invoke("{}");
        assertThat(lambda.telemetry().spans()).hasSize(i);
        assertThat(lambda.telemetry().lastArrival()).isBefore(result.responded());
      }
      assertThat(lambda.telemetry().spans()).extracting(Span::getTraceId).doesNotHaveDuplicates();
    }
  }

  @Test
  void handlerSetToTheWrapper_withoutExecWrapper() {
    try (LambdaEnvironment lambda =
        LambdaEnvironment.builder()
            .function(
                Layer.ROOT.resolve("integration-tests/target/classes"),
                "io.opentelemetry.lambda.wrapper.ExecutionWrapper")
            .layer(Layer.WRAPPER.zip())
            .environment(
                "OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER", "functions.MethodHandler::count")
            .build()) {
      assertThat(lambda.invoke("{\"a\":[],\"b\":[]}").response()).isEqualTo("2");
      assertThat(lambda.telemetry().spans()).hasSize(1);
    }
  }

  @Test
  void handlerSetToTheWrapper_withExecWrapperToo_isWrappedOnce() {
    try (LambdaEnvironment lambda =
        Layer.WRAPPER
            .function("io.opentelemetry.lambda.wrapper.ExecutionWrapper")
            .environment("OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER", "functions.ObjectHandler")
            .build()) {
      assertThat(lambda.invoke("{}").response()).contains("\"function\":\"orders\"");
      assertThat(lambda.telemetry().spans()).hasSize(1);
    }
  }

  private static Map<String, String> resource(LambdaEnvironment lambda) {
    List<ResourceSpans> spans = lambda.telemetry().resourceSpans();
    assertThat(spans).isNotEmpty();
    return attributes(spans.get(0).getResource().getAttributesList());
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, TracingIT::text));
  }

  private static String text(KeyValue attribute) {
    return switch (attribute.getValue().getValueCase()) {
      case STRING_VALUE -> attribute.getValue().getStringValue();
      case BOOL_VALUE -> Boolean.toString(attribute.getValue().getBoolValue());
      case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
      default -> attribute.getValue().toString();
    };
  }
}
