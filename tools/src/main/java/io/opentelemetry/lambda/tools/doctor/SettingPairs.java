package io.opentelemetry.lambda.tools.doctor;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks {@code key=value,key=value}, whose values may be secrets and are not repeated. */
final class SettingPairs {

  /** Matches a token of RFC 9110. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern FRAMING =
      Pattern.compile(
          "(?i)host|connection|content-.*|transfer-encoding|upgrade|te|trailer|keep-alive|expect");

  static @Nullable String problem(String name, String value, boolean areHeaders) {
    String[] entries = value.split(",", -1);
    for (int i = 0; i < entries.length; i++) {
      String entry = entries[i].strip();
      if (!entry.isEmpty()) {
        String problem = problem(entry, areHeaders);
        if (problem != null) {
          return name + ": its entry " + (i + 1) + " " + problem;
        }
      }
    }
    return null;
  }

  private static @Nullable String problem(String entry, boolean areHeaders) {
    int equals = entry.indexOf('=');
    if (equals < 0) {
      return entry.contains(":") ? "has a colon where = belongs" : "has no =";
    }
    String key = entry.substring(0, equals).strip();
    if (key.isEmpty()) {
      return "has no name before =";
    }
    if (!areHeaders) {
      return null;
    }
    if (!TOKEN.matcher(key).matches()) {
      return "has a name that is none of a header";
    }
    return FRAMING.matcher(key).matches()
        ? "is " + key + ", which frames the request and is not sent"
        : null;
  }

  private SettingPairs() {}
}
