package io.opentelemetry.lambda.benchmarks.cold;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.lambda.benchmarks.cold.ColdResult.LayerResult;
import io.opentelemetry.lambda.benchmarks.environment.Statistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Results for programs:
 *
 * <pre>{@code
 * {"machine", "function", "platforms": [{"platform", "control", "layers": [
 *   {"name", "variables": {…}, "zipBytes", "unzippedBytes", "classes", "aboveNoneMs", "totalToNone", "totalToFirstLayer",
 *    "initMs", "firstMs", "totalMs", "warmMs", "cpuSeconds", "memoryMb": {"median", "min", "max", "values": […]}}]}]}
 * }</pre>
 *
 * Values stand in the order of the rounds.
 */
public final class ColdJson {

  /** The document. */
  public static ObjectNode of(String machine, String function, List<ColdResult> results) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("machine", machine).put("function", function);
    ArrayNode platforms = document.putArray("platforms");
    for (ColdResult result : results) {
      ObjectNode platform = platforms.addObject();
      platform.put("platform", result.platform()).put("control", result.control());
      ArrayNode layers = platform.putArray("layers");
      result.layers().forEach(layer -> add(layers.addObject(), result, layer));
    }
    return document;
  }

  private static void add(ObjectNode node, ColdResult result, LayerResult layer) {
    node.put("name", layer.configuration().name());
    ObjectNode variables = node.putObject("variables");
    layer.configuration().variables().forEach(variables::put);
    node.put("zipBytes", layer.size().zipped());
    node.put("unzippedBytes", layer.size().unzipped());
    layer.classes().ifPresent(classes -> node.put("classes", classes));
    add(node, "aboveNoneMs", result.aboveNoneMs(layer));
    add(node, "totalToNone", result.ratioToNone(layer));
    add(node, "totalToFirstLayer", result.ratioToFirst(layer));
    add(node, "initMs", layer, ColdStart::initMs);
    add(node, "firstMs", layer, ColdStart::firstMs);
    add(node, "totalMs", layer, ColdStart::totalMs);
    add(node, "warmMs", layer, ColdStart::warmMs);
    add(node, "cpuSeconds", layer, ColdStart::cpuSeconds);
    add(node, "memoryMb", layer, ColdStart::memoryMb);
  }

  private static void add(ObjectNode node, String name, OptionalDouble value) {
    value.ifPresent(number -> node.put(name, number));
  }

  private static void add(
      ObjectNode node, String name, LayerResult layer, ToDoubleFunction<ColdStart> measure) {
    Statistics statistics = layer.statistics(measure);
    ObjectNode object = node.putObject(name);
    object.put("median", statistics.median());
    object.put("min", statistics.min());
    object.put("max", statistics.max());
    ArrayNode values = object.putArray("values");
    layer.values(measure).forEach(values::add);
  }

  private ColdJson() {}
}
