package io.opentelemetry.lambda.agent;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lists what the agent instruments, as the agent itself says: its modules' names, and what they
 * match, by the code that decides it when the agent runs ("muzzle").
 */
public final class Instrumentations {

  private static final String MODULE =
      "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule";
  private static final String MATCHER =
      "io.opentelemetry.javaagent.tooling.muzzle.ClassLoaderMatcher";

  private final JarClassLoader bootClassPath;
  private final JarClassLoader agent;
  private final List<Instrumentation> all;

  public static Instrumentations of(AgentJar jar) {
    JarClassLoader bootClassPath = JarClassLoader.ofBootClassPath(jar);
    JarClassLoader agent = JarClassLoader.ofAgent(jar, bootClassPath);
    try {
      List<Instrumentation> all = new ArrayList<>();
      for (String module : jar.modules()) {
        Object instance = agent.loadClass(module).getConstructor().newInstance();
        all.add(new Instrumentation(module, names(agent, instance), libraryClasses(instance)));
      }
      return new Instrumentations(bootClassPath, agent, List.copyOf(all));
    } catch (ReflectiveOperationException | LinkageError e) {
      throw changed(e);
    }
  }

  private Instrumentations(
      JarClassLoader bootClassPath, JarClassLoader agent, List<Instrumentation> all) {
    this.bootClassPath = bootClassPath;
    this.agent = agent;
    this.all = all;
  }

  public List<Instrumentation> all() {
    return all;
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Instrumentation instrumentation : all) {
      names.addAll(instrumentation.names());
    }
    return names;
  }

  /** The modules that match what the JDK and these jars and folders have. */
  public Set<String> matching(Collection<URL> classPath) {
    try (URLClassLoader application =
        new URLClassLoader(classPath.toArray(URL[]::new), bootClassPath)) {
      Map<?, ?> mismatches =
          (Map<?, ?>)
              agent
                  .loadClass(MATCHER)
                  .getMethod("matchesAll", ClassLoader.class, boolean.class, Set.class)
                  .invoke(null, application, false, Set.of());
      Set<String> matching = new HashSet<>();
      for (Map.Entry<?, ?> module : mismatches.entrySet()) {
        if (((List<?>) module.getValue()).isEmpty()) {
          matching.add((String) module.getKey());
        }
      }
      return matching;
    } catch (ReflectiveOperationException | java.io.IOException e) {
      throw changed(e);
    }
  }

  private static List<String> names(JarClassLoader agent, Object instance)
      throws ReflectiveOperationException {
    Set<?> names =
        (Set<?>) agent.loadClass(MODULE).getMethod("instrumentationNames").invoke(instance);
    return names.stream().map(String.class::cast).toList();
  }

  private static List<String> libraryClasses(Object instance) throws ReflectiveOperationException {
    Map<?, ?> references =
        (Map<?, ?>) instance.getClass().getMethod("getMuzzleReferences").invoke(instance);
    return references.keySet().stream()
        .map(String.class::cast)
        .filter(name -> !name.startsWith("io.opentelemetry.") && !isOfJdk(name))
        .sorted()
        .toList();
  }

  private static boolean isOfJdk(String name) {
    String file = name.replace('.', '/') + ".class";
    return ClassLoader.getPlatformClassLoader().getResource(file) != null;
  }

  private static IllegalStateException changed(Throwable thrown) {
    return new IllegalStateException(
        "this release of the agent is not what the builder knows",
        thrown instanceof InvocationTargetException ? thrown.getCause() : thrown);
  }
}
