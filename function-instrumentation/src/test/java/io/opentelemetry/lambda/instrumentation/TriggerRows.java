package io.opentelemetry.lambda.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The cases of {@code conformance/events.json}, of a function named {@code orders}. */
public final class TriggerRows {

  private static final JsonNode TABLE = read();

  /** The function's response. */
  public static final String RESPONSE = TABLE.get("function").get("response").toString();

  /** Variables that make a layer report more than the invocation's usual span. */
  private static final List<String> OPTIONS =
      List.of("OTEL_LAMBDA_QUEUE_SPANS", "OTEL_LAMBDA_CAPTURE_PAYLOAD");

  /** All cases of events that Java has. */
  public static List<TriggerRow> all() {
    List<TriggerRow> rows = new ArrayList<>();
    for (JsonNode json : TABLE.get("cases")) {
      boolean ofOption = OPTIONS.stream().anyMatch(json.path("environment")::has);
      if (!ofOption && !json.path("not").has("java")) {
        rows.add(new TriggerRow(json));
      }
    }
    return rows;
  }

  /** The cases that are rows of the documented table, in its order. */
  public static List<TriggerRow> documented() {
    return all().stream().filter(row -> !row.trigger.isEmpty()).toList();
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(TriggerRow.resource("/events.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TriggerRows() {}
}
