package io.opentelemetry.lambda.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of the folder {@code conformance/}, which its README explains. */
final class ConformanceTable {

  static final Path FOLDER = Path.of(System.getProperty("project.root"), "conformance");
  static final List<String> FILES = List.of("events", "behaviours");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode events = read("events");
  private final JsonNode behaviours = read("behaviours");

  private static JsonNode read(String name) {
    try {
      return JSON.readTree(FOLDER.resolve(name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All cases, in the files' order. */
  List<ConformanceCase> cases() {
    List<ConformanceCase> cases = new ArrayList<>();
    events.get("cases").forEach(json -> cases.add(new ConformanceCase("events", json)));
    behaviours.get("cases").forEach(json -> cases.add(new ConformanceCase("behaviours", json)));
    return cases;
  }

  /** The attributes of every invocation's span. */
  JsonNode invocationAttributes() {
    return events.get("everySpanOfAnInvocation").get("attributes");
  }

  /** The response of a case that names none. */
  JsonNode response() {
    return events.get("function").get("response");
  }

  /** An error that the functions throw, by what it is called in the table. */
  JsonNode error(String name) {
    return behaviours.get("errors").get(name);
  }
}
