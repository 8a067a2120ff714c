package io.opentelemetry.lambda.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which instrumentations an agent keeps, and why. */
final class Selection {

  private static final String DEFAULTS = "default-instrumentations.txt";

  private final Instrumentations instrumentations;
  private final Set<String> defaults = lines(DEFAULTS);
  private final Set<String> kept = new HashSet<>();

  /** The instrumentations that are kept, by name, and the reason. */
  private final TreeMap<String, String> reasons = new TreeMap<>();

  Selection(Instrumentations instrumentations) {
    this.instrumentations = instrumentations;
  }

  /** Keeps what functions use. */
  void addDefaults() {
    addNamed(defaults, "used by functions");
  }

  /**
   * Keeps what a function uses: of the libraries, those that it has; of the JDK, what the defaults
   * have.
   */
  void addForFunction(Collection<URL> classPath) {
    Set<String> ofJdk = instrumentations.matching(List.of());
    Set<String> ofFunction = instrumentations.matching(classPath);
    for (Instrumentation instrumentation : instrumentations.all()) {
      String module = instrumentation.className();
      if (ofJdk.contains(module)) {
        if (isNamed(instrumentation, defaults)) {
          add(instrumentation, "part of the JDK");
        }
      } else if (ofFunction.contains(module) && !isInvocation(instrumentation)) {
        add(instrumentation, "the function has its library");
      }
    }
  }

  /**
   * Keeps what is named.
   *
   * @throws AgentBuilderException if the agent has none of that name
   */
  void addNamed(Collection<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(instrumentations.names());
    if (!unknown.isEmpty()) {
      throw new AgentBuilderException(
          "--with "
              + String.join(",", unknown)
              + ": the agent has no such instrumentation; --list says what it has");
    }
    addNamed(names, "named");
  }

  /** The modules' classes. */
  Set<String> kept() {
    return kept;
  }

  /** Tells whether it is kept, or is done by this project's wrapper. */
  boolean keeps(Instrumentation instrumentation) {
    return kept.contains(instrumentation.className()) || isInvocation(instrumentation);
  }

  /** A line for each instrumentation that is kept. */
  List<String> description() {
    List<String> lines = new ArrayList<>();
    reasons.forEach((name, reason) -> lines.add(name + ": " + reason));
    return lines;
  }

  private void addNamed(Collection<String> names, String reason) {
    for (Instrumentation instrumentation : instrumentations.all()) {
      if (isNamed(instrumentation, names)) {
        add(instrumentation, reason);
      }
    }
  }

  private void add(Instrumentation instrumentation, String reason) {
    kept.add(instrumentation.className());
    reasons.putIfAbsent(
        instrumentation.names().get(instrumentation.names().size() > 1 ? 1 : 0), reason);
  }

  private static boolean isNamed(Instrumentation instrumentation, Collection<String> names) {
    return instrumentation.names().stream().anyMatch(names::contains);
  }

  /** Tells whether this project's own wrapper does it. */
  private static boolean isInvocation(Instrumentation instrumentation) {
    return instrumentation.name().startsWith("aws-lambda");
  }

  private static Set<String> lines(String resource) {
    try (InputStream in = Selection.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource);
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
