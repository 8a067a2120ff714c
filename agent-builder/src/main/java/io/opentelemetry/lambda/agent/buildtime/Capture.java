package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs in a JVM of its own, beside the agent and after it: loads a function's classes as Lambda
 * does, and writes down those that the agent has changed and generated. Without the agent, it tells
 * which classes can't be linked.
 */
public final class Capture implements ClassFileTransformer {

  /** Its exit status where the agent has not got what is asked of it by reflection. */
  static final int OTHER_AGENT = 2;

  /** Files, and a folder, of each view; a dot and its index follow. */
  static final String CLASS_PATH = "class-path";

  static final String CLASSES = "classes";
  static final String CHANGED = "changed";

  static final String FAULTS = "faults";

  static final String MODULES = "modules";
  static final String GENERATED = "generated";
  static final String HELPERS = "helpers";
  static final String RESOURCES = "resources";

  private static final String MODULE =
      "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule";
  private static final String TOOLING = "io.opentelemetry.javaagent.tooling.";

  private static @Nullable Instrumentation instrumentation;

  private final Map<String, byte[]> defined = new ConcurrentHashMap<>();
  private final Path folder;
  private final int view;
  private final ClassLoader function;

  /** Called by the JVM, since this is an agent, too. */
  public static void premain(@Nullable String arguments, Instrumentation given) {
    instrumentation = given;
  }

  /**
   * Called with the folder that has what to do, and gets what comes of it.
   *
   * @param arguments the folder, {@code capture} or {@code link}, and the number of views
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int views = Integer.parseInt(arguments[2]);
    for (int view = 0; view < views; view++) {
      List<URL> urls =
          Files.readAllLines(folder.resolve(CLASS_PATH + "." + view)).stream()
              .map(Capture::url)
              .toList();
      try (URLClassLoader function =
          new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
        Capture capture = new Capture(folder, view, function);
        if (arguments[1].equals("link")) {
          capture.link();
        } else {
          given().addTransformer(capture, /* canRetransform= */ true);
          capture.captureChanged();
          if (view == views - 1) {
            capture.captureGeneratedOrExit();
          }
          given().removeTransformer(capture);
        }
      }
    }
  }

  private static URL url(String text) {
    try {
      return new URL(text);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Instrumentation given() {
    return Objects.requireNonNull(instrumentation, "started without -javaagent");
  }

  private Capture(Path folder, int view, ClassLoader function) {
    this.folder = folder;
    this.view = view;
    this.function = function;
  }

  /** Called for each class, with what the agent has made of it. */
  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (name != null && (loader == function || redefined != null)) {
      defined.put(name, classFile);
    }
    return null;
  }

  private Path file(String kind) {
    return folder.resolve(kind + "." + view);
  }

  private void captureChanged() throws IOException {
    Set<String> faults = new TreeSet<>();
    for (String name : Files.readAllLines(file(CLASSES))) {
      try {
        Class.forName(name.replace('/', '.'), false, function);
      } catch (UnsupportedClassVersionError e) {
        faults.add(name + " " + e.getMessage());
      } catch (ClassNotFoundException | LinkageError e) {
        // as without the agent, such as for lack of an optional library
      }
      byte[] found = defined.remove(name);
      if (found != null && namesAgent(found) && !Arrays.equals(found, original(name))) {
        write(CHANGED + "." + view, name, found);
      }
    }
    Files.write(file(FAULTS), faults);
  }

  /**
   * Others have only been written anew: to compare each with its file takes as long as to load it.
   */
  private static boolean namesAgent(byte[] classFile) {
    return new String(classFile, ISO_8859_1).contains(TracedNames.AGENT);
  }

  private byte[] original(String name) throws IOException {
    try (InputStream in = function.getResourceAsStream(name + ".class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private void write(String kind, String name, byte[] classFile) throws IOException {
    Path file = folder.resolve(kind).resolve(name + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, classFile);
  }

  /** The classes by which fields are read and written that the agent adds to others. */
  private void captureGeneratedOrExit() throws Exception {
    try {
      captureGenerated();
    } catch (ReflectiveOperationException e) {
      System.out.println(e);
      System.exit(OTHER_AGENT);
    }
  }

  private void captureGenerated() throws Exception {
    ClassLoader agent =
        (ClassLoader)
            Class.forName("io.opentelemetry.javaagent.bootstrap.AgentInitializer", true, null)
                .getMethod("getExtensionsClassLoader")
                .invoke(null);
    Set<String> helpers = new TreeSet<>();
    Set<String> resources = new TreeSet<>();
    for (String module : Files.readAllLines(folder.resolve(MODULES))) {
      Object instance = agent.loadClass(module).getConstructor().newInstance();
      helpers.addAll(helpers(agent, instance));
      resources.addAll(resources(agent, instance));
      for (Object mapping : virtualFields(agent, instance)) {
        String key = text(mapping, "getTypeName");
        String value = text(mapping, "getFieldTypeName");
        String field = text(mapping, "getFieldName");
        capture(agent, "getVirtualFieldImplementationClassName", key, value, field);
        capture(agent, "getFieldAccessorInterfaceName", key, value, field);
      }
    }
    Files.write(folder.resolve(HELPERS), helpers);
    Files.write(folder.resolve(RESOURCES), resources);
  }

  /** The classes that the agent would put into the function's class loader. */
  private static List<String> helpers(ClassLoader agent, Object module)
      throws ReflectiveOperationException {
    Method all =
        agent
            .loadClass(TOOLING + "muzzle.InstrumentationModuleMuzzle")
            .getMethod("getHelperClassNames", agent.loadClass(MODULE));
    return ((List<?>) all.invoke(null, module))
        .stream().map(name -> ((String) name).replace('.', '/')).toList();
  }

  /** Where the function's class loader would find files, and where the agent has them. */
  private static Set<String> resources(ClassLoader agent, Object module)
      throws ReflectiveOperationException {
    Set<String> paths = new TreeSet<>();
    Class<?> builder =
        agent.loadClass(
            "io.opentelemetry.javaagent.extension.instrumentation.HelperResourceBuilder");
    Object collecting =
        Proxy.newProxyInstance(
            agent,
            new Class<?>[] {builder},
            (proxy, method, arguments) -> {
              // register(path), register(path, path) and the same for all class loaders
              paths.add(arguments[0] + "\t" + arguments[arguments.length - 1]);
              return null;
            });
    module.getClass().getMethod("registerHelperResources", builder).invoke(module, collecting);
    return paths;
  }

  private static Iterable<?> virtualFields(ClassLoader agent, Object instance)
      throws ReflectiveOperationException {
    Class<?> builders = agent.loadClass(TOOLING + "muzzle.VirtualFieldMappingsBuilder");
    Class<?> type = agent.loadClass(TOOLING + "muzzle.VirtualFieldMappingsBuilderImpl");
    Object builder = type.getConstructor().newInstance();
    instance
        .getClass()
        .getMethod("registerMuzzleVirtualFields", builders)
        .invoke(instance, builder);
    Object mappings = type.getMethod("build").invoke(builder);
    return (Iterable<?>) mappings.getClass().getMethod("getMappings").invoke(mappings);
  }

  private static String text(Object mapping, String getter) throws ReflectiveOperationException {
    Method method = mapping.getClass().getDeclaredMethod(getter);
    method.setAccessible(true);
    return (String) method.invoke(mapping);
  }

  private void capture(ClassLoader agent, String naming, String key, String value, String field)
      throws Exception {
    Method namer =
        agent
            .loadClass(TOOLING + "field.GeneratedVirtualFieldNames")
            .getDeclaredMethod(naming, String.class, String.class, String.class);
    namer.setAccessible(true);
    String name = (String) namer.invoke(null, key, value, field);
    Class<?> generated;
    try {
      generated = Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      // the function has no class with this field
      return;
    }
    given().retransformClasses(generated);
    String path = name.replace('.', '/');
    write(GENERATED, path, Objects.requireNonNull(defined.get(path), path));
  }

  /** The JVM links a class, and so verifies it, before it tells its constructors. */
  private void link() throws IOException {
    Set<String> faults = new TreeSet<>();
    for (String name : Files.readAllLines(file(CLASSES))) {
      try {
        Class<?> type = Class.forName(name.replace('/', '.'), false, function);
        Object unused = type.getDeclaredConstructors();
      } catch (ClassNotFoundException | LinkageError e) {
        faults.add(name + " " + e.toString().lines().limit(3).collect(Collectors.joining(" ")));
      }
    }
    Files.write(file(FAULTS), faults);
  }
}
