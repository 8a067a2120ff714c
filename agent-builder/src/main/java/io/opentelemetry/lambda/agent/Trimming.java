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

  private static final String RESOURCES = "io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider";

  /**
   * The providers of resources other than a function's; {@code otel-handler} and the embedded
   * classes say what there is to say of a function's.
   */
  private static final List<String> OTHER_RESOURCES =
      List.of(
          "io.opentelemetry.contrib.aws.resource.",
          "io.opentelemetry.contrib.azure.resource.",
          "io.opentelemetry.contrib.cloudfoundry.resources.",
          "io.opentelemetry.contrib.gcp.resource.",
          "io.opentelemetry.instrumentation.resources.",
          "io.opentelemetry.instrumentation.spring.resources.",
          "io.opentelemetry.sdk.autoconfigure.ServiceInstanceIdResourceProvider");

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
    agent.setServices(
        RESOURCES,
        agent.services(RESOURCES).stream()
            .filter(name -> !startsWithAny(name, OTHER_RESOURCES))
            .toList());
    remove(unreachable());
  }

  private Set<String> unreachable() {
    Set<String> roots = new HashSet<>();
    for (String name : classes.keySet()) {
      if (!startsWithAny(name, REMOVABLE)) {
        roots.add(name);
      }
    }
    for (String service : agent.serviceNames()) {
      roots.addAll(agent.services(service));
    }
    Set<String> unreachable = new HashSet<>(classes.keySet());
    unreachable.removeIf(name -> !startsWithAny(name, REMOVABLE));
    unreachable.removeAll(new ClassReferences(classes).reachableFrom(roots));
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
   * Tells whether a class outside all modules, but in the same library's package, is left out with
   * modules.
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
