package io.opentelemetry.lambda.sdk.internal.settings;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SDK's properties as they are set, and as they are to be instead. */
final class Settings {

  private final ConfigProperties config;
  private final Map<String, @Nullable String> corrected = new HashMap<>();

  Settings(ConfigProperties config) {
    this.config = config;
  }

  ConfigProperties config() {
    return config;
  }

  Map<String, @Nullable String> corrected() {
    return corrected;
  }

  /** The value without white space around it; null for an empty one, which counts as not set. */
  @Nullable String get(String property) {
    String value =
        corrected.containsKey(property) ? corrected.get(property) : config.getString(property);
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }

  /**
   * Replaces a value and says so.
   *
   * @param value null to leave the property to its default
   */
  void replace(String property, String problem, @Nullable String value, String instead) {
    say(property, get(property), problem, instead);
    corrected.put(property, value);
  }

  /** As {@link #replace}, of a value that is a secret. */
  void replaceSecret(String property, String problem, @Nullable String value, String instead) {
    say(property, "…", problem, instead);
    corrected.put(property, value);
  }

  /** As {@link #replace}, of an address, which may have a password. */
  void replaceMasked(String property, String problem, @Nullable String value, String instead) {
    say(property, mask(String.valueOf(get(property))), problem, instead);
    corrected.put(property, value);
  }

  static String mask(String address) {
    int at = address.lastIndexOf('@');
    int start = address.indexOf("://");
    return at < 0
        ? address
        : address.substring(0, start < 0 ? 0 : start + 3) + "…" + address.substring(at);
  }

  /** Replaces a value by one that means the same. */
  void rewrite(String property, @Nullable String value) {
    corrected.put(property, value);
  }

  void say(String property, @Nullable String value, String problem, String instead) {
    Diagnostics.warn(name(property) + "=" + value + ": " + problem + "; " + instead);
  }

  /** The property if it is one, else the variable that belongs to it. */
  private static String name(String property) {
    return System.getProperty(property) == null
        ? property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')
        : property;
  }
}
