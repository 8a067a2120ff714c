package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.AgentJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's classes that may run in a function's class loader, by their names with slashes. */
final class AgentClasses {

  /** Parts of the agent that run in its own class loader only. */
  private static final String[] AGENTS_OWN = {
    TracedNames.AGENT + "tooling/", TracedNames.AGENT + "extension/"
  };

  /** Classes of this project that take the place of some of the agent's. */
  private static final String[] OWN = {
    "TracedOpenTelemetry", "TracedFields", "TracedMapField", "TracedContexts"
  };

  private final Map<String, byte[]> classes = new HashMap<>();
  private final Map<String, byte[]> files;

  AgentClasses(AgentJar agent) {
    files = agent.contents().files();
    agent.contents().files().forEach(this::add);
    for (String name : OWN) {
      classes.put(TracedNames.TRACED + name, own(name));
    }
  }

  private void add(String file, byte[] content) {
    String name =
        file.startsWith(AgentJar.PREFIX) ? file.substring(AgentJar.PREFIX.length()) : file;
    if (name.startsWith(TracedNames.AGENT) && !isAgentsOwn(name)) {
      int extension = name.lastIndexOf('.');
      if (name.endsWith(".class") || name.endsWith(AgentJar.CLASS_SUFFIX)) {
        classes.put(name.substring(0, extension), content);
      }
    }
  }

  private static boolean isAgentsOwn(String name) {
    for (String prefix : AGENTS_OWN) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] own(String simpleName) {
    String file = "/" + TracedNames.TRACED + simpleName + ".class";
    try (InputStream in = AgentClasses.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte @Nullable [] get(String name) {
    return classes.get(name);
  }

  /**
   * Adds the agent's classes that are in a library's package, for what is not public there.
   *
   * @param names with slashes, of these and of others
   */
  void addHelpers(Collection<String> names) {
    for (String name : names) {
      byte @Nullable [] file = files.get(AgentJar.entryName(name));
      if (file != null) {
        classes.put(name, file);
      }
    }
  }

  /** Adds what the agent has generated for this function. */
  void addGenerated(Map<String, byte[]> generated) {
    classes.putAll(generated);
  }
}
