package io.opentelemetry.lambda.tests;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The outcome of one call of {@code functions.ClientCalls}. */
record ClientCall(String response, String traceParent, List<Span> spans) {

  /**
   * Attributes that are the process's, the library's release's, the connection's or the server's.
   */
  private static final List<String> INCIDENTAL =
      List.of("messaging.kafka.message.offset", "thread.id", "thread.name");

  /** In {@link #tree}, in the place of what an invocation's span is named. */
  static final String INVOCATION = "invocation";

  /**
   * @param traceParent the header that the server has got, asked for after the call
   */
  static ClientCall make(
      LambdaEnvironment lambda, String client, String target, Supplier<String> traceParent) {
    int before = lambda.telemetry().spans().size();
    String response =
        lambda.invoke("{\"client\":\"%s\",\"url\":\"%s\"}".formatted(client, target)).response();
    List<Span> spans = lambda.telemetry().spans();
    return new ClientCall(response, traceParent.get(), spans.subList(before, spans.size()));
  }

  /** Such as {@code okhttp} of {@code okhttp.sync}. */
  static String library(String client) {
    return client.split("[.]", -1)[0];
  }

  Span span() {
    return spans.stream().filter(span -> !isInvocation(span)).findFirst().orElseThrow();
  }

  Span invocation() {
    return spans.stream().filter(ClientCall::isInvocation).findFirst().orElseThrow();
  }

  private static boolean isInvocation(Span span) {
    return span.getKind() == Span.SpanKind.SPAN_KIND_SERVER;
  }

  /** The kind of each span's parent, or that it has none. */
  List<String> parents() {
    return spans.stream()
        .map(
            span ->
                span.getKind()
                    + " in "
                    + spans.stream()
                        .filter(parent -> parent.getSpanId().equals(span.getParentSpanId()))
                        .map(parent -> parent.getKind().name())
                        .findFirst()
                        .orElse("none"))
        .sorted()
        .toList();
  }

  /**
   * Describes each span, with the names of those that it is below, up to the invocation, and of
   * those that it links to.
   */
  List<String> tree() {
    return spans.stream()
        .map(
            span ->
                isInvocation(span)
                    ? INVOCATION
                    : path(span.getParentSpanId()) + " > " + describe(span) + links(span))
        .sorted()
        .toList();
  }

  private String path(ByteString id) {
    Span span = find(id);
    if (span == null) {
      return id.isEmpty() ? "none" : "unknown";
    }
    return isInvocation(span) ? INVOCATION : path(span.getParentSpanId()) + " > " + span.getName();
  }

  private String links(Span span) {
    return span.getLinksList().stream().map(link -> path(link.getSpanId())).toList().toString();
  }

  private @Nullable Span find(ByteString id) {
    return spans.stream().filter(span -> span.getSpanId().equals(id)).findFirst().orElse(null);
  }

  /** Describes those parts of the span that two spans of one call have in common. */
  Map<String, String> describeSpan() {
    return describe(span());
  }

  /** {@link #describeSpan} of all spans but the invocation's. */
  List<Map<String, String>> describeSpans() {
    return spans.stream().filter(span -> !isInvocation(span)).map(ClientCall::describe).toList();
  }

  static Map<String, String> describe(Span span) {
    Map<String, String> description = new TreeMap<>();
    description.put("name", span.getName());
    description.put("kind", span.getKind().name());
    description.put("status", span.getStatus().getCode().name());
    span.getEventsList().forEach(event -> description.put("event", event.getName()));
    for (KeyValue attribute : span.getAttributesList()) {
      if (!INCIDENTAL.contains(attribute.getKey())) {
        description.put(attribute.getKey(), attribute.getValue().toString());
      }
    }
    return description;
  }
}
