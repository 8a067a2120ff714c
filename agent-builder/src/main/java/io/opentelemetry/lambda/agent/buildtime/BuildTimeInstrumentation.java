package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import io.opentelemetry.lambda.agent.AgentJar;
import io.opentelemetry.lambda.agent.Instrumentations;
import io.opentelemetry.lambda.agent.JarContents;
import io.opentelemetry.lambda.agent.buildtime.CapturingJvm.View;
import io.opentelemetry.lambda.agent.buildtime.ReleaseView.Place;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Instruments one function: lets the agent change its classes, and checks what comes of it. */
final class BuildTimeInstrumentation {

  private static final String API_VERSION = "io/opentelemetry/api/version.properties";
  private static final String SDK = "io/opentelemetry/sdk/common/CompletableResultCode.class";

  private static final String LEAVE_ALONE = " or leave the library alone by --without NAME";

  private final Path agentPath;
  private final AgentJar agent;
  private final JarContents layer;
  private final CapturingJvm jvm;
  private final Unpacking unpacking;
  private final boolean stripsSignatures;
  private final List<LibraryJar> jars;
  private final SortedMap<String, byte[]> rootClasses;

  /**
   * @param stripsSignatures whether a signed jar may lose its signature
   */
  BuildTimeInstrumentation(
      Path agentPath,
      AgentJar agent,
      JarContents layer,
      FunctionArchive archive,
      CapturingJvm jvm,
      boolean stripsSignatures)
      throws IOException {
    this.agentPath = agentPath;
    this.agent = agent;
    this.layer = layer;
    this.jvm = jvm;
    this.unpacking = new Unpacking(jvm.folder());
    this.stripsSignatures = stripsSignatures;
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
    List<Path> classPath = unpacking.unpack("untouched", jars, rootClasses);
    SelectedInstrumentations selected =
        SelectedInstrumentations.of(Instrumentations.of(agent), urls(classPath), without);
    if (selected.wanted().isEmpty()) {
      throw nothing(selected.left());
    }
    List<ReleaseView> views = ReleaseView.of(rootClasses, jars);
    List<View> untouched = new ArrayList<>();
    for (ReleaseView view : views) {
      untouched.add(
          new View(
              untouched.isEmpty()
                  ? classPath
                  : unpacking.unpack("untouched", view.release(), jars, rootClasses),
              view.classes().keySet()));
    }
    List<String> faults =
        jvm.capture(agentPath, untouched, selected.classNames(), selected.switches());
    if (!faults.isEmpty()) {
      throw new AgentBuilderException(
          "this JVM is too old for the function's class " + faults.get(0) + "; run a newer one");
    }
    List<ChangedClass> changed = changed(views);
    if (changed.isEmpty()) {
      throw nothing(selected.left());
    }
    checkJars(changed);
    Libraries libraries = new Libraries(selected.wanted());
    HelperResources resources = new HelperResources(agent, jvm.resources());
    SortedMap<String, byte[]> added = added(changed, resources, libraries);
    List<ChangedClass> rewritten = changed.stream().map(ChangedClass::rewrite).toList();
    check(added, rewritten);
    SortedMap<Integer, SortedMap<String, byte[]>> files = new TreeMap<>();
    for (ChangedClass each : rewritten) {
      files
          .computeIfAbsent(each.place.jar(), jar -> new TreeMap<>())
          .put(each.place.file(), each.file);
    }
    List<LibraryJar> packed = pack(files);
    packed.add(
        new LibraryJar(
            FunctionArchive.ADDED_JAR,
            new AddedJar(agent, selected, resources, packed)
                .content(added, jvm.folder().resolve("added.jar"))));
    SortedMap<String, byte[]> root = new TreeMap<>(rootClasses);
    root.putAll(files.getOrDefault(Place.ROOT, new TreeMap<>()));
    new LinkCheck(jvm, unpacking, views, untouched).check(packed, root, rewritten, added.keySet());
    return result(selected, files, packed, added.size());
  }

  /** The classes that call the agent's. */
  private List<ChangedClass> changed(List<ReleaseView> views) throws IOException {
    List<ChangedClass> changed = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      ReleaseView view = views.get(i);
      for (Map.Entry<String, byte[]> each : jvm.changed(i).entrySet()) {
        Place place = view.classes().get(each.getKey());
        // others are only written anew
        if (place != null && callsAgent(each.getValue())) {
          changed.add(new ChangedClass(view.release(), place, each.getKey(), each.getValue()));
        }
      }
    }
    return changed;
  }

  /** Refuses jars that do not allow what has been changed. */
  private void checkJars(List<ChangedClass> changed) {
    Map<String, Integer> newer = ReleaseView.newer(jars);
    for (ChangedClass each : changed) {
      String where = each.isInJar() ? jars.get(each.place.jar()).name() : each.place.file();
      byte @Nullable [] original =
          each.isInJar()
              ? jars.get(each.place.jar()).find(each.place.file())
              : rootClasses.get(each.place.file());
      if (original != null && callsTraced(original)) {
        throw new AgentBuilderException(
            where
                + ": it has been instrumented before ("
                + each.name
                + "); take the untouched one");
      }
      if (each.isInJar() && jars.get(each.place.jar()).isSigned() && !stripsSignatures) {
        throw new AgentBuilderException(
            where
                + ": it is signed, and its signature would not hold; --strip-signatures removes it,"
                + LEAVE_ALONE);
      }
      Integer release = newer.get(each.name);
      if (release != null) {
        throw new AgentBuilderException(
            "%s: it has another %s for Java %d, which Java %d cannot instrument; run a JDK %d or newer,"
                    .formatted(where, each.name, release, Runtime.version().feature(), release)
                + LEAVE_ALONE);
      }
    }
  }

  private List<LibraryJar> pack(Map<Integer, SortedMap<String, byte[]>> changed) {
    List<LibraryJar> packed = new ArrayList<>();
    for (int i = 0; i < jars.size(); i++) {
      SortedMap<String, byte[]> ofJar = changed.get(i);
      packed.add(ofJar == null ? jars.get(i) : jars.get(i).with(ofJar));
    }
    return packed;
  }

  private static boolean callsAgent(byte[] classFile) {
    return ClassNames.in(classFile).stream().anyMatch(name -> name.startsWith(TracedNames.AGENT));
  }

  private static boolean callsTraced(byte[] classFile) {
    return ClassNames.in(classFile).stream().anyMatch(name -> name.startsWith(TracedNames.TRACED));
  }

  private static AgentBuilderException nothing(Set<String> left) {
    return new AgentBuilderException(
        "the function has nothing that is instrumented at build time"
            + (left.isEmpty() ? "" : "; the agent would instrument " + String.join(", ", left)));
  }

  private static List<URL> urls(List<Path> classPath) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path each : classPath) {
      urls.add(each.toUri().toURL());
    }
    return urls;
  }

  private SortedMap<String, byte[]> added(
      List<ChangedClass> changed, HelperResources resources, Libraries libraries)
      throws IOException {
    SortedMap<String, byte[]> generated = jvm.generated();
    AgentClasses classes = new AgentClasses(agent);
    classes.addGenerated(generated);
    classes.addHelpers(jvm.helpers());
    Set<String> named = new TreeSet<>(generated.keySet());
    List<byte[]> files = changed.stream().map(each -> each.file).toList();
    named.addAll(resources.classNames());
    return new AddedClasses(classes, layer, libraries).neededBy(files, named);
  }

  private void check(Map<String, byte[]> added, List<ChangedClass> rewritten) {
    Map<String, byte[]> known = new HashMap<>(added);
    jars.forEach(jar -> known.putAll(jar.openTelemetry()));
    Map<String, byte[]> callers = new HashMap<>();
    rewritten.forEach(each -> callers.put(each.name + " of Java " + each.release, each.file));
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

  private InstrumentedFunction result(
      SelectedInstrumentations selected,
      SortedMap<Integer, SortedMap<String, byte[]>> changed,
      List<LibraryJar> packed,
      int addedClasses) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    SortedMap<String, Integer> counts = new TreeMap<>();
    changed.forEach(
        (place, ofPlace) -> {
          if (place == Place.ROOT) {
            files.putAll(ofPlace);
            counts.put("/", ofPlace.size());
          } else {
            LibraryJar jar = packed.get(place);
            files.put(jar.name(), jar.content());
            counts.put(jar.name(), ofPlace.size());
          }
        });
    LibraryJar added = packed.get(packed.size() - 1);
    files.put(added.name(), added.content());
    return new InstrumentedFunction(
        files, selected.names(), selected.left(), counts, addedClasses, added.content().length);
  }
}
