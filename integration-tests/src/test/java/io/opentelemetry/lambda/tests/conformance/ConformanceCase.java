package io.opentelemetry.lambda.tests.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.lambda.emulator.InvocationRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One case of the table.
 *
 * @param file the file that it is in, without {@code .json}
 */
record ConformanceCase(String file, JsonNode json) {

  private static final Duration AGO = Duration.ofSeconds(60);
  private static final int DEFAULT_TIMEOUT_SECONDS = 30;

  String name() {
    return json.get("name").textValue();
  }

  String about() {
    return json.path("about").asText();
  }

  /** The reason why the case does not apply, if one is given for any of the names. */
  Optional<String> not(List<String> names) {
    return names.stream()
        .map(name -> json.path("not").path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst();
  }

  /** Tells whether it says when telemetry leaves, under one policy. */
  boolean isOfPolicy() {
    return json.has("policy");
  }

  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    json.path("environment")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    return environment;
  }

  /** The function's handler: {@code handler}, or another by its name. */
  String handler() {
    return json.path("handler").asText("handler");
  }

  Duration timeout() {
    return Duration.ofSeconds(json.path("timeoutSeconds").asInt(DEFAULT_TIMEOUT_SECONDS));
  }

  /** Cases that can share a process have the same. A timeout ends the process, so it is alone. */
  String group() {
    return environment() + " " + handler() + (hasTimeout() ? " " + name() : "");
  }

  /** Tells whether the function has a timeout of its own, which it may exceed. */
  boolean hasTimeout() {
    return json.has("timeoutSeconds");
  }

  /** The artifact that has the event; empty where the table has it. */
  Optional<String> artifact() {
    return Optional.ofNullable(json.get("event"))
        .map(event -> event.get("artifact"))
        .map(JsonNode::textValue);
  }

  /** The invocation, with the server's address put in. */
  InvocationRequest invocation(EchoServer server, Artifacts artifacts) {
    InvocationRequest invocation = InvocationRequest.of(event(server, artifacts));
    if (json.has("clientContext")) {
      invocation = invocation.withClientContext(json.get("clientContext").toString());
    }
    if (json.has("traceHeader")) {
      invocation = invocation.withTraceHeader(json.get("traceHeader").textValue());
    }
    return invocation;
  }

  private byte[] event(EchoServer server, Artifacts artifacts) {
    JsonNode event = json.get("event");
    if (event.has("artifact")) {
      return artifacts.read(event.get("artifact").textValue(), event.get("path").textValue());
    }
    if (event.has("file")) {
      return bytes(event.get("file").textValue());
    }
    if (event.has("json")) {
      return withTimes(event.get("json").toString().replace("$server", server.url()))
          .getBytes(UTF_8);
    }
    if (event.has("text")) {
      return event.get("text").textValue().getBytes(UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : event.get("parts")) {
      text.append(part.get("text").textValue().repeat(part.get("times").intValue()));
    }
    return text.toString().getBytes(UTF_8);
  }

  /** Puts in a time that is a minute ago, as a number or in quotes. */
  private static String withTimes(String json) {
    Instant ago = Instant.now().minus(AGO).truncatedTo(ChronoUnit.MILLIS);
    String millis = String.valueOf(ago.toEpochMilli());
    return json.replace("\"$ago.millis\"", millis)
        .replace("'$ago.millis'", millis)
        .replace("\"$ago.seconds\"", String.valueOf(ago.getEpochSecond()))
        .replace("$ago.iso", ago.toString());
  }

  private static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(ConformanceTable.FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
