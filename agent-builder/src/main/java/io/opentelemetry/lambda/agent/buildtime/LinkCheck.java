package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import io.opentelemetry.lambda.agent.buildtime.CapturingJvm.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Refuses a function whose classes can be linked without instrumentation, but not with it. */
final class LinkCheck {

  private static final Pattern MISSING_CLASS = Pattern.compile("NoClassDefFoundError: (\\S+)");

  private final CapturingJvm jvm;
  private final Unpacking unpacking;
  private final List<ReleaseView> views;
  private final List<View> untouched;

  /**
   * @param untouched the function before, one for each of the views
   */
  LinkCheck(CapturingJvm jvm, Unpacking unpacking, List<ReleaseView> views, List<View> untouched) {
    this.jvm = jvm;
    this.unpacking = unpacking;
    this.views = views;
    this.untouched = untouched;
  }

  /**
   * Links the function before and after.
   *
   * @param jars the function's after, with the added one
   * @param root the class files at its root after
   * @param added the names of the classes that the added jar has
   * @throws AgentBuilderException with a line for each class that can't be linked any more
   */
  void check(
      List<LibraryJar> jars,
      Map<String, byte[]> root,
      List<ChangedClass> changed,
      Set<String> added)
      throws IOException {
    List<List<String>> linked = jvm.link(beforeAndAfter(jars, root, changed, added));
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < linked.size(); i += 2) {
      Set<String> before =
          linked.get(i).stream().map(LinkCheck::className).collect(Collectors.toSet());
      linked.get(i + 1).stream()
          .filter(line -> !before.contains(className(line)) && !lacksOptionalLibrary(line, added))
          .forEach(faults::add);
    }
    if (!faults.isEmpty()) {
      throw new AgentBuilderException(
          "the instrumented function would fail: " + String.join("; ", faults));
    }
  }

  private List<View> beforeAndAfter(
      List<LibraryJar> jars,
      Map<String, byte[]> root,
      List<ChangedClass> changed,
      Set<String> added)
      throws IOException {
    List<View> both = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      int release = views.get(i).release();
      Set<String> classes = new TreeSet<>();
      changed.stream()
          .filter(each -> each.release == release)
          .forEach(each -> classes.add(each.name));
      both.add(new View(untouched.get(i).classPath(), classes));
      if (i == 0) {
        Set<String> all = new TreeSet<>(classes);
        all.addAll(added);
        both.add(new View(unpacking.unpack("instrumented", jars, root), all));
      } else {
        both.add(new View(unpacking.unpack("instrumented", release, jars, root), classes));
      }
    }
    return both;
  }

  /** The agent has such a class as well, and does not load it where the library is not there. */
  private static boolean lacksOptionalLibrary(String fault, Set<String> added) {
    Matcher missing = MISSING_CLASS.matcher(fault);
    return added.contains(className(fault))
        && missing.find()
        && !missing.group(1).startsWith("io/opentelemetry/")
        && !added.contains(missing.group(1));
  }

  private static String className(String fault) {
    return fault.substring(0, fault.indexOf(' '));
  }
}
