package io.opentelemetry.lambda.emulator.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * OTLP's JSON: protobuf's, but for trace and span ids, which are in hex instead of base64, and
 * enums, which are numbers (opentelemetry-proto, docs/specification.md, "JSON Protobuf Encoding").
 */
public final class OtlpJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  public static JsonNode toJson(MessageOrBuilder message) {
    try {
      String text =
          JsonFormat.printer()
              .omittingInsignificantWhitespace()
              .printingEnumsAsInts()
              .print(message);
      JsonNode tree = JSON.readTree(text);
      replaceIds(tree, id -> HexFormat.of().formatHex(Base64.getDecoder().decode(id)));
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads JSON into a message.
   *
   * @throws IOException if it is not OTLP's JSON
   */
  static void parse(byte[] json, Message.Builder message) throws IOException {
    JsonNode tree = JSON.readTree(json);
    try {
      replaceIds(tree, id -> Base64.getEncoder().encodeToString(HexFormat.of().parseHex(id)));
    } catch (IllegalArgumentException e) {
      throw new IOException("an id is not in hex", e);
    }
    JsonFormat.parser().ignoringUnknownFields().merge(tree.toString(), message);
  }

  private static void replaceIds(JsonNode node, UnaryOperator<String> replacement) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (isId(field.getKey()) && field.getValue().isTextual()) {
          field.setValue(object.textNode(replacement.apply(field.getValue().textValue())));
        }
      }
    }
    node.forEach(child -> replaceIds(child, replacement));
  }

  private static boolean isId(String name) {
    return name.equals("traceId") || name.equals("spanId") || name.equals("parentSpanId");
  }

  private OtlpJson() {}
}
