package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import io.opentelemetry.lambda.agent.AgentJar;
import io.opentelemetry.lambda.agent.Instrumentations;
import io.opentelemetry.lambda.agent.JarContents;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Instruments one function: lets the agent change its classes, and checks what comes of it. */
final class BuildTimeInstrumentation {

  private static final String API_VERSION = "io/opentelemetry/api/version.properties";
  private static final String SDK = "io/opentelemetry/sdk/common/CompletableResultCode.class";

  private static final Pattern MISSING_CLASS = Pattern.compile("NoClassDefFoundError: (\\S+)");

  private final Path agentPath;
  private final AgentJar agent;
  private final JarContents layer;
  private final CapturingJvm jvm;
  private final List<LibraryJar> jars;
  private final SortedMap<String, byte[]> rootClasses;

  BuildTimeInstrumentation(
      Path agentPath, AgentJar agent, JarContents layer, FunctionArchive archive, CapturingJvm jvm)
      throws IOException {
    this.agentPath = agentPath;
    this.agent = agent;
    this.layer = layer;
    this.jvm = jvm;
    this.jars = archive.jars();
    this.rootClasses = archive.classes();
    checkOpenTelemetry(archive);
  }

  /** The classes that are added call the layer's API, or without the layer the function's. */
  private void checkOpenTelemetry(FunctionArchive archive) throws IOException {
    if (archive.find(SDK, jars) != null) {
      throw new AgentBuilderException(
          "the function brings an OpenTelemetry SDK, which the wrapper layer leaves alone: it"
              + " can't be instrumented at build time");
    }
    byte @Nullable [] version = archive.find(API_VERSION, jars);
    byte @Nullable [] layers = layer.files().get(API_VERSION);
    if (layers == null) {
      throw new AgentBuilderException("--layer: it is not the wrapper layer's jar");
    }
    if (version != null && !text(version).equals(text(layers))) {
      throw new AgentBuilderException(
          "the function brings OpenTelemetry's API, "
              + text(version)
              + "; to instrument it at build time, it must be the layer's, "
              + text(layers));
    }
  }

  private static String text(byte[] content) {
    return new String(content, UTF_8).trim();
  }

  /**
   * Instruments it.
   *
   * @param without what is left alone, by upstream's names
   * @throws AgentBuilderException if it can't be
   */
  InstrumentedFunction instrument(Collection<String> without) throws IOException {
    List<Path> classPath = unpack("untouched", jars, rootClasses);
    SelectedInstrumentations selected =
        SelectedInstrumentations.of(Instrumentations.of(agent), urls(classPath), without);
    if (selected.wanted().isEmpty()) {
      throw nothing(selected.left());
    }
    Map<String, Integer> places = places();
    List<String> faults =
        jvm.capture(
            agentPath, classPath, places.keySet(), selected.classNames(), selected.switches());
    if (!faults.isEmpty()) {
      throw new AgentBuilderException(
          "this JVM is too old for the function's class " + faults.get(0) + "; run a newer one");
    }
    SortedMap<String, byte[]> changed = jvm.classes(Capture.CHANGED);
    // some are only written anew
    changed.values().removeIf(file -> !callsAgent(file));
    if (changed.isEmpty()) {
      throw nothing(selected.left());
    }
    Libraries libraries = new Libraries(selected.wanted());
    HelperResources resources = new HelperResources(agent, jvm.resources());
    SortedMap<String, byte[]> added = added(changed, resources, libraries);
    SortedMap<String, byte[]> rewritten = new TreeMap<>();
    changed.forEach((name, file) -> rewritten.put(name, TracedClass.rewrite(name, file, "")));
    check(added, rewritten);
    return pack(selected, resources, places, added, rewritten, classPath);
  }

  private static boolean callsAgent(byte[] classFile) {
    return ClassNames.in(classFile).stream().anyMatch(name -> name.startsWith(TracedNames.AGENT));
  }

  private static AgentBuilderException nothing(Set<String> left) {
    return new AgentBuilderException(
        "the function has nothing that is instrumented at build time"
            + (left.isEmpty() ? "" : "; the agent would instrument " + String.join(", ", left)));
  }

  /** Lambda's class path: the root, then the jars. */
  private List<Path> unpack(String name, List<LibraryJar> libraries, Map<String, byte[]> classes)
      throws IOException {
    Path root = Files.createDirectories(jvm.folder().resolve(name));
    List<Path> classPath = new ArrayList<>(List.of(root));
    for (Map.Entry<String, byte[]> file : classes.entrySet()) {
      write(root.resolve(file.getKey()), file.getValue());
    }
    for (LibraryJar jar : libraries) {
      classPath.add(write(root.resolve(jar.name()), jar.content()));
    }
    return classPath;
  }

  private static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static List<URL> urls(List<Path> classPath) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path each : classPath) {
      urls.add(each.toUri().toURL());
    }
    return urls;
  }

  /** The jar of each class, by its index, as the class path finds it; -1 for the root. */
  private Map<String, Integer> places() {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (String file : rootClasses.keySet()) {
      places.put(file.substring(0, file.length() - ".class".length()), -1);
    }
    for (int i = 0; i < jars.size(); i++) {
      for (String name : jars.get(i).classNames()) {
        places.putIfAbsent(name, i);
      }
    }
    return places;
  }

  private SortedMap<String, byte[]> added(
      Map<String, byte[]> changed, HelperResources resources, Libraries libraries)
      throws IOException {
    SortedMap<String, byte[]> generated = jvm.classes(Capture.GENERATED);
    AgentClasses classes = new AgentClasses(agent);
    classes.addGenerated(generated);
    classes.addHelpers(jvm.helpers());
    Set<String> named = new TreeSet<>(generated.keySet());
    named.addAll(resources.classNames());
    return new AddedClasses(classes, layer, libraries).neededBy(changed.values(), named);
  }

  private void check(Map<String, byte[]> added, Map<String, byte[]> rewritten) {
    Map<String, byte[]> known = new HashMap<>(added);
    jars.forEach(jar -> known.putAll(jar.openTelemetry()));
    Map<String, byte[]> callers = new HashMap<>(rewritten);
    added.forEach(
        (name, file) -> {
          if (!layer.files().containsKey(name + ".class")) {
            callers.put(name, file);
          }
        });
    Set<String> missing = new MissingMembers(known).in(callers);
    if (!missing.isEmpty()) {
      throw new AgentBuilderException(
          "this release of the agent can't be used at build time: " + String.join("; ", missing));
    }
  }

  private InstrumentedFunction pack(
      SelectedInstrumentations selected,
      HelperResources resources,
      Map<String, Integer> places,
      SortedMap<String, byte[]> added,
      SortedMap<String, byte[]> rewritten,
      List<Path> untouched)
      throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    SortedMap<String, Integer> counts = new TreeMap<>();
    List<LibraryJar> packed = new ArrayList<>();
    for (int i = -1; i < jars.size(); i++) {
      int place = i;
      Map<String, byte[]> here = new TreeMap<>(rewritten);
      here.keySet().removeIf(name -> !Integer.valueOf(place).equals(places.get(name)));
      if (i < 0) {
        here.forEach((name, file) -> files.put(name + ".class", file));
      } else {
        packed.add(here.isEmpty() ? jars.get(i) : jars.get(i).with(here));
      }
      if (!here.isEmpty()) {
        counts.put(i < 0 ? "/" : jars.get(i).name(), here.size());
        if (i >= 0) {
          files.put(jars.get(i).name(), packed.get(i).content());
        }
      }
    }
    byte[] jar =
        new AddedJar(agent, selected, resources, packed)
            .content(added, jvm.folder().resolve("added.jar"));
    files.put(FunctionArchive.ADDED_JAR, jar);
    SortedMap<String, byte[]> root = new TreeMap<>(rootClasses);
    root.replaceAll((name, file) -> files.getOrDefault(name, file));
    packed.add(new LibraryJar(FunctionArchive.ADDED_JAR, jar));
    checkLinks(untouched, unpack("instrumented", packed, root), rewritten.keySet(), added.keySet());
    return new InstrumentedFunction(
        files, selected.names(), selected.left(), counts, added.size(), jar.length);
  }

  /** Refuses classes that can be linked without instrumentation, but not with it. */
  private void checkLinks(
      List<Path> untouched, List<Path> instrumented, Set<String> changed, Set<String> added) {
    Set<String> classes = new TreeSet<>(changed);
    Set<String> before = classNames(jvm.link(untouched, classes));
    classes.addAll(added);
    List<String> faults = new ArrayList<>(jvm.link(instrumented, classes));
    faults.removeIf(line -> before.contains(className(line)) || lacksOptionalLibrary(line, added));
    if (!faults.isEmpty()) {
      throw new AgentBuilderException(
          "the instrumented function would fail: " + String.join("; ", faults));
    }
  }

  /** The agent has such a class as well, and does not load it where the library is not there. */
  private static boolean lacksOptionalLibrary(String fault, Set<String> added) {
    Matcher missing = MISSING_CLASS.matcher(fault);
    return added.contains(className(fault))
        && missing.find()
        && !missing.group(1).startsWith("io/opentelemetry/")
        && !added.contains(missing.group(1));
  }

  private static Set<String> classNames(List<String> faults) {
    return faults.stream().map(BuildTimeInstrumentation::className).collect(Collectors.toSet());
  }

  private static String className(String fault) {
    return fault.substring(0, fault.indexOf(' '));
  }
}
