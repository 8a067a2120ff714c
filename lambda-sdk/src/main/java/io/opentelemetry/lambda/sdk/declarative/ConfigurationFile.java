package io.opentelemetry.lambda.sdk.declarative;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A file of declarative configuration (opentelemetry-configuration 1.0), with its references to
 * variables replaced.
 */
final class ConfigurationFile {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$\\{(?:(env|sys):)?([a-zA-Z_][a-zA-Z0-9_.]*)(?::-([^\\n}]*))?}");

  private final Map<String, String> environment;

  /**
   * Reads a file as {@code Map<String, Object>}, {@code List<Object>} and scalars.
   *
   * @throws RuntimeException if it is not YAML, or its root no mapping
   */
  static Map<?, ?> read(String path, Map<String, String> environment) throws IOException {
    try (InputStream in = Files.newInputStream(Paths.get(path))) {
      Object root =
          new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
              .loadFromInputStream(in);
      if (!(root instanceof Map)) {
        throw new IllegalArgumentException("the file has no mapping");
      }
      return new ConfigurationFile(environment).replaced((Map<?, ?>) root);
    }
  }

  private ConfigurationFile(Map<String, String> environment) {
    this.environment = environment;
  }

  private @Nullable Object replaced(@Nullable Object node) {
    if (node instanceof Map) {
      return replaced((Map<?, ?>) node);
    }
    if (node instanceof List) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object element : (List<?>) node) {
        list.add(replaced(element));
      }
      return list;
    }
    return node instanceof String ? replaced((String) node) : node;
  }

  private Map<?, ?> replaced(Map<?, ?> node) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : node.entrySet()) {
      map.put(entry.getKey(), replaced(entry.getValue()));
    }
    return map;
  }

  private String replaced(String text) {
    Matcher reference = REFERENCE.matcher(text);
    StringBuffer result = new StringBuffer();
    while (reference.find()) {
      reference.appendReplacement(result, Matcher.quoteReplacement(value(reference)));
    }
    return reference.appendTail(result).toString();
  }

  private String value(Matcher reference) {
    String name = reference.group(2);
    if (name == null) {
      return "$";
    }
    String value =
        "sys".equals(reference.group(1)) ? System.getProperty(name) : environment.get(name);
    if (value == null || value.isEmpty()) {
      value = reference.group(3);
    }
    return value == null ? "" : value;
  }
}
