package io.opentelemetry.lambda.instrumentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Events whose objects have their members in another order. */
final class Shuffled {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Shuffles all objects but those of a query's parameters, whose order the query keeps. */
  static byte[] json(byte[] json, long seed) {
    try {
      return MAPPER.writeValueAsBytes(shuffle(MAPPER.readTree(json), new Random(seed)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a member before all others, as {@code body} before what tells the trigger. */
  static byte[] first(byte[] json, String first, String value) {
    try {
      ObjectNode event = MAPPER.createObjectNode();
      event.put(first, value);
      for (Map.Entry<String, JsonNode> member : MAPPER.readTree(json).properties()) {
        if (!member.getKey().equals(first)) {
          event.set(member.getKey(), member.getValue());
        }
      }
      return MAPPER.writeValueAsBytes(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode shuffle(JsonNode node, Random random) {
    if (node instanceof ArrayNode array) {
      ArrayNode shuffled = MAPPER.createArrayNode();
      array.forEach(element -> shuffled.add(shuffle(element, random)));
      return shuffled;
    }
    if (!(node instanceof ObjectNode)) {
      return node;
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    Collections.shuffle(names, random);
    ObjectNode shuffled = MAPPER.createObjectNode();
    for (String name : names) {
      JsonNode member = node.get(name);
      boolean query = name.toLowerCase(Locale.ROOT).endsWith("querystringparameters");
      shuffled.set(name, query ? member : shuffle(member, random));
    }
    return shuffled;
  }

  private Shuffled() {}
}
