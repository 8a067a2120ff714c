package io.opentelemetry.lambda.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the folder {@code conformance/}, which its README explains. */
final class ConformanceTable {

  static final Path FOLDER = Path.of(System.getProperty("project.root"), "conformance");
  static final List<String> FILES = List.of("events", "samples", "behaviours", "policies");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode events = read("events");
  private final JsonNode samples = read("samples");
  private final JsonNode behaviours = read("behaviours");
  private final JsonNode policies = read("policies");

  private static JsonNode read(String name) {
    try {
      return JSON.readTree(FOLDER.resolve(name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All cases, in the files' order; one of a policy is named {@code frozen-at-once/adaptive}. */
  List<ConformanceCase> cases() {
    List<ConformanceCase> cases = new ArrayList<>();
    events.get("cases").forEach(json -> cases.add(new ConformanceCase("events", json)));
    samples.get("cases").forEach(json -> cases.add(new ConformanceCase("samples", json)));
    behaviours.get("cases").forEach(json -> cases.add(new ConformanceCase("behaviours", json)));
    policies.get("cases").forEach(json -> cases.addAll(ofEachPolicy((ObjectNode) json)));
    return cases;
  }

  private List<ConformanceCase> ofEachPolicy(ObjectNode json) {
    List<ConformanceCase> cases = new ArrayList<>();
    for (Map.Entry<String, JsonNode> cell : json.get("cells").properties()) {
      ObjectNode ofPolicy = json.deepCopy().put("policy", cell.getKey());
      ofPolicy.put("name", json.get("name").textValue() + "/" + cell.getKey());
      ofPolicy.set("cell", cell.getValue());
      policies
          .get("not")
          .path(cell.getKey())
          .properties()
          .forEach(reason -> ofPolicy.withObject("not").set(reason.getKey(), reason.getValue()));
      cases.add(new ConformanceCase("policies", ofPolicy));
    }
    return cases;
  }

  /** For each thing that happens, which of the policies it can happen under. */
  Map<String, List<Boolean>> policies() {
    Map<String, List<Boolean>> cells = new LinkedHashMap<>();
    for (JsonNode json : policies.get("cases")) {
      List<Boolean> policiesOfCase = new ArrayList<>();
      policies
          .get("policies")
          .fieldNames()
          .forEachRemaining(policy -> policiesOfCase.add(json.get("cells").has(policy)));
      cells.put(json.get("event").textValue(), policiesOfCase);
    }
    return cells;
  }

  /** The variables by which a function gets a policy. */
  JsonNode policy(String name) {
    return policies.get("policies").get(name);
  }

  /** An artifact that events are taken from, by what it is called in the table. */
  JsonNode artifact(String name) {
    return samples.get("artifacts").get(name);
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
