package io.opentelemetry.lambda.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the classes that classes need, by their constant pools. Any text counts that is the name of
 * a class, since the agent names the classes that it copies into the function's class loaders in
 * texts.
 */
final class ClassReferences {

  private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([^;<>()\\[]+)[;<]");

  private final Map<String, byte[]> classes;
  private final NavigableSet<String> names;

  /**
   * Sees these classes.
   *
   * @param classes class files by the class's name with slashes
   */
  ClassReferences(Map<String, byte[]> classes) {
    this.classes = classes;
    this.names = new TreeSet<>(classes.keySet());
  }

  /** The given classes and all that they need, with slashes. */
  Set<String> reachableFrom(Collection<String> roots) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String root : roots) {
      visit(root, reached, open);
    }
    while (!open.isEmpty()) {
      String name = open.remove();
      // the names of nested classes are put together from parts
      for (String nested : names.subSet(name + "$", name + "%")) {
        visit(nested, reached, open);
      }
      for (String reference : references(classFile(name))) {
        visit(reference, reached, open);
      }
    }
    return reached;
  }

  private void visit(String name, Set<String> reached, Deque<String> open) {
    String slashed = name.replace('.', '/');
    if (names.contains(slashed) && reached.add(slashed)) {
      open.add(slashed);
    }
  }

  private byte[] classFile(String name) {
    return Objects.requireNonNull(classes.get(name));
  }

  private static List<String> references(byte[] classFile) {
    List<String> references = new ArrayList<>();
    for (String text : ClassTexts.of(classFile)) {
      references.add(text);
      if (text.indexOf(';') >= 0) {
        Matcher types = TYPE_IN_DESCRIPTOR.matcher(text);
        while (types.find()) {
          references.add(types.group(1));
        }
      }
    }
    return references;
  }
}
