package io.opentelemetry.lambda.benchmarks.capacity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Results for programs:
 *
 * <pre>{@code
 * {"results": [{"flush", "environments", "invocationsPerSecond", "exportsPerSecond", "peakExports",
 *   "openConnections", "newConnectionsPerSecond", "bytesPerSecond", "waitedMs", "billedMs", "dollarsPerMillion"}]}
 * }</pre>
 */
public final class CapacityJson {

  /** The document. */
  public static ObjectNode of(List<CapacityResult> results, Price price) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = document.putArray("results");
    for (CapacityResult result : results) {
      rows.addObject()
          .put("flush", result.variant().name())
          .put("environments", result.environments())
          .put("invocationsPerSecond", result.invocationsPerSecond())
          .put("exportsPerSecond", result.exportsPerSecond())
          .put("peakExports", result.peakExports())
          .put("openConnections", result.openConnections())
          .put("newConnectionsPerSecond", result.newConnectionsPerSecond())
          .put("bytesPerSecond", result.bytesPerSecond())
          .put("waitedMs", result.waitedMs())
          .put("billedMs", result.billedMs())
          .put("dollarsPerMillion", price.ofMillion(result.billedMs()));
    }
    return document;
  }

  private CapacityJson() {}
}
