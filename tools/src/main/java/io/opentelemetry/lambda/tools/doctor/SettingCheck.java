package io.opentelemetry.lambda.tools.doctor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the variables against the table of settings, which all layers have in common: values that
 * a layer does not use, and names that are misspelt.
 */
final class SettingCheck implements Check {

  private static final int MAX_DISTANCE = 2;

  private final Map<String, Setting> settings = new TreeMap<>();

  SettingCheck() {
    table().forEach(setting -> settings.put(setting.name(), setting));
  }

  /** Reads the table that lies beside this class. */
  static List<Setting> table() {
    try (InputStream in = SettingCheck.class.getResourceAsStream("settings.json")) {
      return JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build()
          .readValue(Objects.requireNonNull(in), Table.class)
          .settings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @JsonIgnoreProperties({"comment", "layers"})
  private record Table(List<Setting> settings) {}

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    new TreeMap<>(function.environment())
        .keySet()
        .forEach(
            name -> {
              Setting setting = settings.get(name);
              if (setting == null) {
                checkName(name, findings);
              } else if (!function.variable(name).isEmpty()) {
                checkValue(function, setting, findings);
              }
            });
  }

  private static void checkValue(
      FunctionSettings function, Setting setting, Consumer<Finding> findings) {
    for (LayerKind layer : LayerKind.values()) {
      if (function.has(layer) && setting.isReadBy(layer)) {
        String problem = setting.problem(function.variable(setting.name()), layer);
        if (problem != null) {
          findings.accept(new Finding(problem, setting.fix(layer)));
          return;
        }
      }
    }
  }

  private void checkName(String name, Consumer<Finding> findings) {
    if (!name.startsWith("OTEL") && !name.startsWith("OPENTELEMETRY")) {
      return;
    }
    String meant = nearest(name);
    if (meant != null) {
      findings.accept(
          new Finding("no layer reads " + name, "did you mean " + meant + "? Rename it"));
    }
  }

  private @Nullable String nearest(String name) {
    String nearest = null;
    int least = MAX_DISTANCE + 1;
    for (String known : settings.keySet()) {
      int distance = distance(name, known);
      if (distance < least) {
        least = distance;
        nearest = known;
      }
    }
    return nearest;
  }

  /** Counts the letters to insert, leave out or exchange (Levenshtein's distance). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int exchanged = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
