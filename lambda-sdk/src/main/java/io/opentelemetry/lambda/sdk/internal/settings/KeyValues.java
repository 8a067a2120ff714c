package io.opentelemetry.lambda.sdk.internal.settings;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;

/** Settings that are {@code key=value} pairs, parted by commas. */
final class KeyValues {

  private final Settings settings;

  KeyValues(Settings settings) {
    this.settings = settings;
  }

  void correct() {
    pairs("otel.resource.attributes", false);
    for (String signal : Corrections.SIGNALS) {
      pairs(Corrections.OTLP + signal + "headers", true);
    }
  }

  private void pairs(String property, boolean headers) {
    String value = settings.get(property);
    if (value == null) {
      return;
    }
    List<String> good = new ArrayList<>();
    List<Integer> bad = new ArrayList<>();
    List<Integer> literal = new ArrayList<>();
    int position = 0;
    for (String pair : value.split(",", -1)) {
      position++;
      int equals = pair.indexOf('=');
      if (pair.trim().isEmpty()) {
        continue;
      }
      if (equals < 0 || pair.substring(0, equals).trim().isEmpty()) {
        bad.add(position);
      } else if (isEncoded(pair)) {
        good.add(pair);
      } else {
        literal.add(position);
        good.add(pair.replace("%", "%25"));
      }
    }
    if (bad.isEmpty() && literal.isEmpty()) {
      return;
    }
    String problem =
        bad.isEmpty()
            ? "no percent-encoding in entry " + join(literal)
            : "no key=value in entry " + join(bad);
    String instead = bad.isEmpty() ? "it is taken as it stands" : "using the other " + good.size();
    String corrected = String.join(",", good);
    if (headers) {
      settings.replaceSecret(property, problem, corrected, instead);
    } else {
      settings.replace(property, problem, corrected, instead);
    }
  }

  private static boolean isEncoded(String text) {
    try {
      URLDecoder.decode(text, "UTF-8");
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String join(List<Integer> positions) {
    String text = positions.toString();
    return text.substring(1, text.length() - 1);
  }
}
