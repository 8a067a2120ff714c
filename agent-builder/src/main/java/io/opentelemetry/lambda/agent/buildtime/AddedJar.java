package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.AgentJar;
import io.opentelemetry.lambda.agent.Instrumentation;
import io.opentelemetry.lambda.agent.JarContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The jar that a function gets: the manifest, versions and what the changed classes need. */
final class AddedJar {

  /** By which the agent's instrumentations know their version. */
  private static final String VERSIONS = "META-INF/io/opentelemetry/instrumentation/";

  private final AgentJar agent;
  private final SelectedInstrumentations selected;
  private final HelperResources resources;
  private final List<LibraryJar> jars;

  /**
   * @param jars all that the manifest lists
   */
  AddedJar(
      AgentJar agent,
      SelectedInstrumentations selected,
      HelperResources resources,
      List<LibraryJar> jars) {
    this.agent = agent;
    this.selected = selected;
    this.resources = resources;
    this.jars = jars;
  }

  /**
   * Makes it.
   *
   * @param classes by their names with slashes
   * @param file where it is written to
   */
  byte[] content(SortedMap<String, byte[]> classes, Path file) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(BuildTimeManifest.FILE, BuildTimeManifest.of(selected.allNames(), jars));
    files.putAll(resources.files());
    for (String version : versions()) {
      byte @Nullable [] content = agent.contents().files().get(AgentJar.PREFIX + version);
      if (content != null) {
        files.put(version, content);
      }
    }
    classes.forEach((name, content) -> files.put(name + ".class", content));
    new JarContents(files).write(file);
    return Files.readAllBytes(file);
  }

  private SortedSet<String> versions() {
    SortedSet<String> versions = new TreeSet<>();
    for (Instrumentation each : selected.wanted()) {
      for (String name : each.names()) {
        versions.add(VERSIONS + "io.opentelemetry." + name + ".properties");
      }
    }
    return versions;
  }
}
