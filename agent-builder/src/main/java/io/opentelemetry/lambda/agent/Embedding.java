package io.opentelemetry.lambda.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts classes into the agent's class loader, as far as the agent comes to them. */
final class Embedding {

  private static final String SERVICES = "META-INF/services/";

  /** The class that the agent calls by its name, besides the services. */
  private static final String BRIDGE = "io.opentelemetry.lambda.sdk.AgentBridge";

  /** The service whose provider in the agent is replaced by an embedded one. */
  private static final String SENDER = "io.opentelemetry.sdk.common.export.HttpSenderProvider";

  /** The agent has exporters of its own that print. */
  private static final String CONSOLE = "io.opentelemetry.lambda.sdk.console.";

  private final AgentJar agent;
  private final Relocation relocation;

  Embedding(AgentJar agent) {
    this.agent = agent;
    this.relocation = Relocation.of(agent);
  }

  void embed(List<Path> jars) {
    Map<String, byte[]> classes = new HashMap<>();
    Set<String> roots = new HashSet<>(Set.of(BRIDGE));
    for (Path jar : jars) {
      for (Map.Entry<String, byte[]> file : JarContents.read(jar).files().entrySet()) {
        String name = file.getKey();
        if (name.endsWith(".class")) {
          classes.put(name.substring(0, name.length() - ".class".length()), file.getValue());
        } else if (name.startsWith(SERVICES + "io.opentelemetry.sdk.")) {
          List<String> added =
              AgentJar.implementations(file.getValue()).stream()
                  .filter(implementation -> !implementation.startsWith(CONSOLE))
                  .toList();
          roots.addAll(added);
          addServices(name.substring(SERVICES.length()), added);
        }
      }
    }
    classes.keySet().retainAll(new ClassReferences(classes).reachableFrom(roots));
    for (Map.Entry<String, byte[]> file : new TreeMap<>(classes).entrySet()) {
      agent
          .contents()
          .files()
          .put(AgentJar.entryName(file.getKey()), relocation.relocate(file.getValue()));
    }
  }

  private void addServices(String service, List<String> added) {
    boolean sender = service.equals(SENDER);
    List<String> services = new ArrayList<>(sender ? List.of() : agent.services(service));
    services.addAll(added);
    agent.setServices(service, services);
  }
}
