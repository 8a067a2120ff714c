package io.opentelemetry.lambda.wrapper;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.quicktheories.core.Gen;
import org.quicktheories.core.RandomnessSource;
import org.quicktheories.impl.Constraint;

/**
 * Generates events: JSON of any shape with what parsers disagree on, some of it shaped like the
 * events that the handlers and the triggers know, and bytes that are not quite JSON or none at all.
 */
final class JsonTexts {

  private static final List<String> NAMES =
      List.of(
          "id",
          "count",
          "tags",
          "a",
          "",
          "é",
          "😀",
          "Records",
          "headers",
          "requestContext",
          "body",
          "httpMethod",
          "eventSource",
          "detail-type",
          "traceparent",
          "@class",
          "version",
          "rawPath");
  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1",
          "-1",
          "1.50",
          "1e5",
          "1E-400",
          "1e400",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "1e999999999",
          "0.1000000000000000055511151231257827021181583404541015625",
          "4.9e-324",
          "NaN",
          "Infinity",
          "-Infinity",
          "007",
          "+1",
          ".5",
          "1.",
          "0x1F",
          "tru",
          "nul",
          "'single'",
          "unquoted");
  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "0",
          " ",
          "\\n",
          "\\\"",
          "\\\\",
          "\\/",
          "\\u0000",
          "\\u00e9",
          "\\ud83d\\ude00",
          "\\ud83d",
          "\\ude00",
          "\\uD83D\\u0041",
          "\\u12",
          "\\x",
          "é",
          "😀",
          "\u2028",
          "\u0000",
          "\u0001",
          "\u007f",
          "\ufeff",
          "\uffff",
          "e\u0301",
          "\u202e",
          "\t",
          "{",
          "]",
          "'",
          "RED",
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "AAEC",
          "2026-01-01T00:00:00Z");

  /** Most are JSON; the rest are broken in one of the ways of {@link #broken}. */
  static Gen<byte[]> any() {
    return random -> {
      byte[] json = value(random, 4).getBytes(UTF_8);
      return below(random, 4) == 0 ? broken(json, random) : json;
    };
  }

  private static String value(RandomnessSource random, int depth) {
    return switch (depth == 0 ? below(random, 3) : below(random, 7)) {
      case 0 -> one(random, SCALARS);
      case 1 -> string(random);
      case 2 -> Long.toString(random.next(Constraint.between(-1L << 62, 1L << 62)));
      case 3 -> array(random, depth);
      case 4 -> deep(random);
      default -> object(random, depth);
    };
  }

  private static String string(RandomnessSource random) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = below(random, 6); i > 0; i--) {
      text.append(one(random, PIECES));
    }
    return text.append('"').toString();
  }

  private static String array(RandomnessSource random, int depth) {
    StringBuilder text = new StringBuilder("[");
    int length = below(random, 4);
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : ",").append(space(random)).append(value(random, depth - 1));
    }
    return text.append(space(random)).append(']').toString();
  }

  /** Names are few, so that some come twice. */
  private static String object(RandomnessSource random, int depth) {
    StringBuilder text = new StringBuilder("{");
    int length = below(random, 6);
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : ",").append(space(random));
      text.append('"').append(one(random, NAMES)).append('"').append(space(random)).append(':');
      text.append(value(random, depth - 1));
    }
    return text.append(space(random)).append('}').toString();
  }

  /** Around the depth at which Jackson gives up, and far below it. */
  private static String deep(RandomnessSource random) {
    int levels = below(random, 10) == 0 ? 990 + below(random, 20) : below(random, 40);
    boolean arrays = below(random, 2) == 0;
    return (arrays ? "[" : "{\"a\":").repeat(levels) + "1" + (arrays ? "]" : "}").repeat(levels);
  }

  private static String space(RandomnessSource random) {
    return below(random, 8) == 0 ? one(random, List.of(" ", "\r\n\t", "/**/", "\u00a0")) : "";
  }

  private static byte[] broken(byte[] json, RandomnessSource random) {
    String text = new String(json, UTF_8);
    return switch (below(random, 8)) {
      case 0 -> ("\ufeff" + text).getBytes(UTF_8);
      case 1 -> text.getBytes(UTF_16);
      case 2 -> (text + "x").getBytes(UTF_8);
      case 3 -> (text + text).getBytes(UTF_8);
      case 4 -> Arrays.copyOf(json, below(random, json.length));
      case 5 -> noise(random);
      case 6 -> withNoise(json, random);
      default -> text.replace(',', ';').getBytes(UTF_8);
    };
  }

  private static byte[] withNoise(byte[] json, RandomnessSource random) {
    json[below(random, json.length)] = (byte) below(random, 256);
    return json;
  }

  private static byte[] noise(RandomnessSource random) {
    byte[] bytes = new byte[below(random, 20)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) below(random, 256);
    }
    return bytes;
  }

  private static <T> T one(RandomnessSource random, List<T> choices) {
    return choices.get(below(random, choices.size()));
  }

  private static int below(RandomnessSource random, int bound) {
    return (int) random.next(Constraint.between(0, bound - 1L));
  }

  private JsonTexts() {}
}
