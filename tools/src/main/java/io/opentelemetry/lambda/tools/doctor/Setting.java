package io.opentelemetry.lambda.tools.doctor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A variable that layers read, and what it may be set to.
 *
 * @param values those of a choice or a list
 * @param from the least of a number
 * @param to the greatest of a number
 * @param layers those that read it; none means each that traces
 * @param also values that only one layer knows
 */
@JsonIgnoreProperties("comment")
record Setting(
    String name,
    Kind kind,
    List<String> values,
    @Nullable Long from,
    @Nullable Long to,
    List<String> layers,
    Map<String, List<String>> also) {

  Setting {
    values = Objects.requireNonNullElse(values, List.of());
    layers = Objects.requireNonNullElse(layers, List.of());
    also = Objects.requireNonNullElse(also, Map.of());
  }

  /** Forms of a value. */
  enum Kind {
    TEXT,
    BOOLEAN,
    NUMBER,
    CHOICE,
    LIST,
    PAIRS,
    HEADERS
  }

  boolean isReadBy(LayerKind layer) {
    return layers.isEmpty() ? layer.instruments() : layers.contains(word(layer));
  }

  /** Says what is wrong with a value, as the layer's own line does, or null. */
  @Nullable String problem(String value, LayerKind layer) {
    return switch (kind) {
      case TEXT -> null;
      case BOOLEAN -> isBoolean(value) ? null : name + "=" + value + ": neither true nor false";
      case NUMBER -> isNumber(value) ? null : name + "=" + value + ": no number" + bounds();
      case CHOICE -> isOneOf(value, layer) ? null : name + "=" + value + ": no such value";
      case LIST -> unknown(value, layer);
      case PAIRS -> SettingPairs.problem(name, value, false);
      case HEADERS -> SettingPairs.problem(name, value, true);
    };
  }

  /** Says what it may be set to. */
  String fix(LayerKind layer) {
    return switch (kind) {
      case CHOICE, LIST -> "take " + String.join(", ", known(layer));
      case BOOLEAN -> "set it to true or false";
      case NUMBER -> "set it to a number" + bounds();
      case PAIRS, HEADERS -> "write key=value,key=value, with %2C for a comma in a value";
      case TEXT -> "";
    };
  }

  private String bounds() {
    return (from == null ? "" : " from " + from) + (to == null ? "" : " to " + to);
  }

  private static boolean isBoolean(String value) {
    return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
  }

  private boolean isNumber(String value) {
    try {
      long number = Long.parseLong(value);
      return (from == null || number >= from) && (to == null || number <= to);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean isOneOf(String value, LayerKind layer) {
    return known(layer).contains(value.toLowerCase(Locale.ROOT));
  }

  private @Nullable String unknown(String value, LayerKind layer) {
    for (String entry : value.split(",", -1)) {
      if (!isOneOf(entry.strip(), layer)) {
        return name + "=" + value + ": there is no '" + entry.strip() + "'";
      }
    }
    return null;
  }

  private List<String> known(LayerKind layer) {
    List<String> known = new ArrayList<>(values);
    known.addAll(also.getOrDefault(word(layer), List.of()));
    return known;
  }

  private static String word(LayerKind layer) {
    return layer.name().toLowerCase(Locale.ROOT);
  }
}
