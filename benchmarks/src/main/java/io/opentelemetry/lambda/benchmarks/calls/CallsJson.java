package io.opentelemetry.lambda.benchmarks.calls;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ClientResult;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ConfigurationResult;
import java.util.List;

/**
 * Results for programs:
 *
 * <pre>{@code
 * {"machine", "jdks": [{"jdk", "control", "clients": [{"client", "layers": [
 *   {"name", "variables": {…}, "spans", "p50Us", "addedUs": {"median", "min", "max"},
 *    "ratio", "quietUs", "addedWhenQuietUs", "turnsUs": [[…]]}]}]}]}
 * }</pre>
 */
public final class CallsJson {

  /** The document. */
  public static ObjectNode of(String machine, List<CallsResult> results) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("machine", machine);
    ArrayNode jdks = document.putArray("jdks");
    for (CallsResult result : results) {
      ObjectNode jdk = jdks.addObject();
      jdk.put("jdk", result.jdk()).put("control", result.control());
      ArrayNode clients = jdk.putArray("clients");
      for (ClientResult client : result.clients()) {
        ObjectNode node = clients.addObject().put("client", client.client());
        ArrayNode layers = node.putArray("layers");
        client.configurations().forEach(each -> add(layers.addObject(), client, each));
      }
    }
    return document;
  }

  private static void add(ObjectNode node, ClientResult client, ConfigurationResult result) {
    node.put("name", result.configuration().name());
    ObjectNode variables = node.putObject("variables");
    result.configuration().variables().forEach(variables::put);
    node.put("spans", result.spans()).put("p50Us", result.p50());
    client
        .added(result)
        .ifPresent(
            added ->
                node.putObject("addedUs")
                    .put("median", added.median())
                    .put("min", added.min())
                    .put("max", added.max()));
    client.ratio(result).ifPresent(ratio -> node.put("ratio", ratio));
    node.put("quietUs", result.quietest());
    client.addedWhenQuiet(result).ifPresent(added -> node.put("addedWhenQuietUs", added));
    ArrayNode turns = node.putArray("turnsUs");
    for (List<Double> turn : result.turns()) {
      ArrayNode calls = turns.addArray();
      turn.forEach(calls::add);
    }
  }

  private CallsJson() {}
}
