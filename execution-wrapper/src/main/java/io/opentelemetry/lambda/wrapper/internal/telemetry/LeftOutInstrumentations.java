package io.opentelemetry.lambda.wrapper.internal.telemetry;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says which of the function's libraries the agent could instrument, had it not been built without.
 * Loaded where the agent is to say what it does only.
 */
final class LeftOutInstrumentations {

  /** In the agent's jar: a line for each, its name and classes of its library. */
  private static final String FILE = "io/opentelemetry/lambda/left-out-instrumentations";

  /**
   * @param function what loads the function's classes
   */
  static void say(ClassLoader function) {
    try (InputStream file = ClassLoader.getSystemResourceAsStream(FILE)) {
      Set<String> names = new TreeSet<>();
      if (file != null) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          addIfPresent(line.split(" ", -1), function, names);
        }
      }
      if (!names.isEmpty()) {
        String list = String.join(",", names);
        Diagnostics.warn(
            "this agent was built without the instrumentation of libraries that the function has: "
                + list
                + "; ./javaagent-layer/run.sh build --with "
                + list
                + " has it");
      }
    } catch (IOException e) {
      Diagnostics.warn("what the agent was built without is not known", e);
    }
  }

  private static void addIfPresent(String[] line, ClassLoader function, Set<String> names) {
    for (int i = 1; i < line.length; i++) {
      if (function.getResource(line[i].replace('.', '/') + ".class") == null) {
        return;
      }
    }
    names.add(line[0]);
  }

  private LeftOutInstrumentations() {}
}
