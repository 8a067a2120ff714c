package io.opentelemetry.lambda.client.elasticsearch;

import io.opentelemetry.lambda.client.internal.Hooks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names the parts of a path, such as its index, by the paths that an operation has. */
final class ElasticsearchPaths {

  /** Operations and their paths, such as {@code search /{index}/_search}. */
  private static final String TABLE = "paths";

  /** Those of the operations that the function has called; without any for other ones. */
  private final Map<String, String[]> paths = new ConcurrentHashMap<>();

  /** Finds the parts by their names; none for a path of no name. */
  Map<String, String> parts(String operation, String path) {
    String[] sent = path.split("/", -1);
    for (String known : paths.computeIfAbsent(operation, ElasticsearchPaths::read)) {
      Map<String, String> parts = parts(known.split("/", -1), sent);
      if (parts != null) {
        return parts;
      }
    }
    return Collections.emptyMap();
  }

  private static @Nullable Map<String, String> parts(String[] known, String[] sent) {
    if (known.length != sent.length) {
      return null;
    }
    Map<String, String> parts = new LinkedHashMap<>();
    for (int i = 0; i < known.length; i++) {
      if (known[i].startsWith("{")) {
        parts.put(known[i].substring(1, known[i].length() - 1), sent[i]);
      } else if (!known[i].equals(sent[i])) {
        return null;
      }
    }
    return parts;
  }

  private static String[] read(String operation) {
    try (InputStream table = ElasticsearchPaths.class.getResourceAsStream(TABLE)) {
      if (table != null) {
        return read(operation, table);
      }
    } catch (IOException e) {
      Hooks.leave(Elasticsearch.LIBRARY, e);
    }
    return new String[0];
  }

  private static String[] read(String operation, InputStream table) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII));
    String start = operation + " ";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length()).split(" ", -1);
      }
    }
    return new String[0];
  }
}
