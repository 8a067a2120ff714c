package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.JarContents;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The classes that the changed classes of a function need beside them: the agent's, and of the
 * wrapper layer's those of OpenTelemetry's API, which stand there for when the layer is not.
 */
final class AddedClasses {

  private final AgentClasses agent;
  private final Map<String, byte[]> layer;
  private final Libraries libraries;
  private final TracedNames names = new TracedNames();
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final SortedMap<String, byte[]> added = new TreeMap<>();

  AddedClasses(AgentClasses agent, JarContents layer, Libraries libraries) {
    this.agent = agent;
    this.layer = layer.files();
    this.libraries = libraries;
  }

  /**
   * Finds them.
   *
   * @param changed class files as the agent has made them
   * @param named classes that are found by their name only, with slashes
   * @return class files by their names with slashes, as they are in the function
   */
  SortedMap<String, byte[]> neededBy(Collection<byte[]> changed, Collection<String> named) {
    for (byte[] classFile : changed) {
      visitAll(classFile);
    }
    for (String name : named) {
      if (seen.add(name)) {
        open.add(name);
      }
    }
    while (!open.isEmpty()) {
      add(open.remove());
    }
    return added;
  }

  private void visitAll(byte[] classFile) {
    for (String name : ClassNames.in(classFile)) {
      boolean needed = name.startsWith("io/opentelemetry/") || agent.get(name) != null;
      if (needed && seen.add(name)) {
        open.add(name);
      }
    }
  }

  private void add(String name) {
    String mapped = names.map(name);
    if (!mapped.equals(name) && !isAgents(mapped)) {
      // the API, or a class of this project in the place of one of the agent's
      if (seen.add(mapped)) {
        open.add(mapped);
      }
      return;
    }
    byte @Nullable [] ofAgent = agent.get(name);
    if (ofAgent != null) {
      added.put(mapped, TracedClass.rewrite(name, ofAgent, libraries.of(name)));
      visitAll(ofAgent);
      return;
    }
    byte @Nullable [] ofLayer = layer.get(name + ".class");
    if (ofLayer != null) {
      added.put(name, ofLayer);
      visitAll(ofLayer);
    }
  }

  private boolean isAgents(String mapped) {
    return mapped.startsWith(TracedNames.TRACED) && agent.get(mapped) == null;
  }
}
