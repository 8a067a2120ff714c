package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.agent.AgentJar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files by which libraries find classes of the agent's by their names, such as those of
 * services.
 */
final class HelperResources {

  private final Map<String, List<String>> classes = new TreeMap<>();

  /**
   * Reads them.
   *
   * @param paths where the function finds them and where the agent has them, parted by a tab
   */
  HelperResources(AgentJar agent, List<String> paths) {
    for (String line : paths) {
      String[] path = line.split("\t", -1);
      byte @Nullable [] content = agent.contents().files().get(AgentJar.PREFIX + path[1]);
      // a class is found as all others are
      if (content != null && !path[0].endsWith(".class")) {
        classes
            .computeIfAbsent(path[0], name -> new ArrayList<>())
            .addAll(new String(content, UTF_8).lines().filter(name -> !name.isBlank()).toList());
      }
    }
  }

  /** The names of the classes that they name, with slashes. */
  SortedSet<String> classNames() {
    SortedSet<String> names = new TreeSet<>();
    classes.values().forEach(all -> all.forEach(name -> names.add(name.trim().replace('.', '/'))));
    return names;
  }

  /** The files as the function has them. */
  Map<String, byte[]> files() {
    TracedNames names = new TracedNames();
    Map<String, byte[]> files = new LinkedHashMap<>();
    classes.forEach(
        (path, all) -> {
          StringBuilder content = new StringBuilder();
          for (String name : all) {
            content.append(names.mapValue(name.trim())).append('\n');
          }
          files.put(path, content.toString().getBytes(UTF_8));
        });
    return files;
  }
}
