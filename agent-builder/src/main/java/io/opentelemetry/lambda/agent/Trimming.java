package io.opentelemetry.lambda.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes instrumentations out of the agent's jar, with the classes that only they need. */
final class Trimming {

  /** Classes here are left out if nothing needs them; the agent and its SDK stay whole. */
  private static final List<String> REMOVABLE =
      List.of(
          "io/opentelemetry/javaagent/instrumentation/",
          "io/opentelemetry/javaagent/shaded/instrumentation/");

  /** OkHttp and what it needs: not the agent's own any more where a sender replaces it. */
  private static final List<String> SENDER =
      List.of("io/opentelemetry/exporter/sender/okhttp/", "okhttp3/", "okio/", "kotlin/");

  private final AgentJar agent;
  private final Map<String, byte[]> classes = new HashMap<>();

  Trimming(AgentJar agent) {
    this.agent = agent;
    for (Map.Entry<String, byte[]> file : agent.contents().files().entrySet()) {
      String name = file.getKey();
      if (isClass(name)) {
        classes.put(className(name), file.getValue());
      }
    }
  }

  /** Keeps these modules, and what they and the agent itself need. */
  void keepModules(Set<String> modules) {
    List<String> left = new ArrayList<>(agent.modules());
    left.removeAll(modules);
    agent.setModules(agent.modules().stream().filter(modules::contains).toList());
    for (String service : agent.serviceNames()) {
      agent.setServices(
          service,
          agent.services(service).stream()
              .filter(name -> !belongsTo(left, modules, name))
              .toList());
    }
    remove(unreachable(REMOVABLE, Set.of()));
  }

  /** Takes OkHttp out, which instrumentations of a user's OkHttp do not need. */
  void removeSender() {
    remove(unreachable(SENDER, Set.copyOf(REMOVABLE)));
  }

  private Set<String> unreachable(List<String> removable, Set<String> notCounting) {
    Map<String, byte[]> counting = new HashMap<>(classes);
    counting.keySet().removeIf(name -> startsWithAny(name, notCounting));
    Set<String> roots = new HashSet<>();
    for (String name : counting.keySet()) {
      if (!startsWithAny(name, removable)) {
        roots.add(name);
      }
    }
    for (String service : agent.serviceNames()) {
      roots.addAll(agent.services(service));
    }
    Set<String> reached = new ClassReferences(counting).reachableFrom(roots);
    Set<String> unreachable = new HashSet<>(classes.keySet());
    unreachable.removeIf(name -> !startsWithAny(name, removable) || reached.contains(name));
    return unreachable;
  }

  private void remove(Set<String> names) {
    classes.keySet().removeAll(names);
    agent
        .contents()
        .files()
        .keySet()
        .removeIf(file -> isClass(file) && names.contains(className(file)));
  }

  /**
   * Whether what is no module itself, but in the same library's package, is left out with modules.
   */
  private static boolean belongsTo(List<String> left, Set<String> kept, String name) {
    String library = library(name);
    return left.stream().anyMatch(module -> isSameLibrary(library(module), library))
        && kept.stream().noneMatch(module -> isSameLibrary(library(module), library));
  }

  private static boolean isSameLibrary(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /** A class's package up to the library's version, where the modules of a library part. */
  private static String library(String className) {
    return className.replaceFirst("\\.v\\d.*|\\.[A-Z].*", ".").replaceFirst("\\.common\\.$", ".");
  }

  private static boolean startsWithAny(String name, Iterable<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isClass(String file) {
    return file.startsWith(AgentJar.PREFIX) && file.endsWith(AgentJar.CLASS_SUFFIX);
  }

  private static String className(String file) {
    return file.substring(AgentJar.PREFIX.length(), file.length() - AgentJar.CLASS_SUFFIX.length());
  }
}
