package io.opentelemetry.lambda.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's jar: its root is on the boot class path, the rest is in a class loader of the agent's
 * own and lies under {@code inst/}, the classes with another extension.
 */
public record AgentJar(JarContents contents) {

  public static final String PREFIX = "inst/";
  public static final String CLASS_SUFFIX = ".classdata";
  static final String SERVICES = PREFIX + "META-INF/services/";
  private static final String MODULES =
      "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule";

  /**
   * Reads the agent.
   *
   * @throws AgentBuilderException if it is no agent
   */
  public static AgentJar read(Path jar) {
    AgentJar agent = new AgentJar(JarContents.read(jar));
    if (agent.services(MODULES).isEmpty()) {
      throw new AgentBuilderException(jar + " is no opentelemetry-javaagent.jar");
    }
    return agent;
  }

  public static String entryName(String className) {
    return PREFIX + className.replace('.', '/') + CLASS_SUFFIX;
  }

  /** The names of the classes that instrument one version of one library each. */
  List<String> modules() {
    return services(MODULES);
  }

  void setModules(List<String> modules) {
    setServices(MODULES, modules);
  }

  /** The names of the services that the agent looks for. */
  List<String> serviceNames() {
    return contents.files().keySet().stream()
        .filter(name -> name.startsWith(SERVICES))
        .map(name -> name.substring(SERVICES.length()))
        .toList();
  }

  List<String> services(String service) {
    byte @Nullable [] file = contents.files().get(SERVICES + service);
    return file == null ? List.of() : implementations(file);
  }

  void setServices(String service, List<String> implementations) {
    contents
        .files()
        .put(SERVICES + service, (String.join("\n", implementations) + "\n").getBytes(UTF_8));
  }

  static List<String> implementations(byte[] serviceFile) {
    return new String(serviceFile, UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").trim())
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
