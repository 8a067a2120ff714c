package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import io.opentelemetry.lambda.agent.Instrumentation;
import io.opentelemetry.lambda.agent.Instrumentations;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The agent's instrumentations that a function gets.
 *
 * @param wanted those whose library the function has, and that are known to work
 * @param left the names of the others whose library it has
 * @param switches the names by which the agent leaves all but the wanted alone
 */
record SelectedInstrumentations(
    List<Instrumentation> wanted, SortedSet<String> left, List<String> switches) {

  private static final String LIBRARIES = "instrumentations.txt";

  /**
   * Selects them.
   *
   * @param without what is left alone, by upstream's names
   * @throws AgentBuilderException if there is no such name
   */
  static SelectedInstrumentations of(
      Instrumentations all, List<URL> classPath, Collection<String> without) throws IOException {
    checkNames(all, without);
    Set<String> known = known();
    known.removeAll(without);
    Set<String> matching = new HashSet<>(all.matching(classPath));
    matching.removeAll(all.matching(List.of()));
    List<Instrumentation> wanted = new ArrayList<>();
    SortedSet<String> left = new TreeSet<>();
    for (Instrumentation each : all.all()) {
      if (matching.contains(each.className())) {
        if (known.contains(each.name())) {
          wanted.add(each);
        } else {
          left.add(each.name());
        }
      }
    }
    return new SelectedInstrumentations(wanted, left, switches(all, wanted));
  }

  private static void checkNames(Instrumentations all, Collection<String> without) {
    Set<String> known = all.all().stream().map(Instrumentation::name).collect(Collectors.toSet());
    for (String name : without) {
      if (!known.contains(name)) {
        throw new AgentBuilderException("--without " + name + ": the agent has no such name");
      }
    }
  }

  private static Set<String> known() throws IOException {
    try (InputStream in = SelectedInstrumentations.class.getResourceAsStream(LIBRARIES)) {
      if (in == null) {
        throw new IllegalStateException(LIBRARIES);
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  /** Others would add fields without a use. */
  private static List<String> switches(Instrumentations all, List<Instrumentation> wanted) {
    Set<String> ofWanted =
        wanted.stream().flatMap(each -> each.names().stream()).collect(Collectors.toSet());
    return all.all().stream()
        .filter(each -> !wanted.contains(each))
        .flatMap(each -> each.names().stream())
        .filter(name -> !ofWanted.contains(name))
        .distinct()
        .sorted()
        .toList();
  }

  List<String> classNames() {
    return wanted.stream().map(Instrumentation::className).toList();
  }

  /** Upstream's main names of those that the function gets. */
  SortedSet<String> names() {
    return wanted.stream()
        .map(Instrumentation::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All of their names, by any of which the layer's hooks may know the library. */
  SortedSet<String> allNames() {
    return wanted.stream()
        .flatMap(each -> each.names().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
