package io.opentelemetry.lambda.agent.buildtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The class files that a release of Java loads from a function: jars may have others for newer
 * releases.
 *
 * @param classes where they are, by their names with slashes; without those of the views before it
 */
record ReleaseView(int release, Map<String, Place> classes) {

  /** The oldest of Lambda's, which knows no jars for several releases. */
  private static final int OLDEST = 8;

  /**
   * A file of the function.
   *
   * @param jar its index; {@link #ROOT} for the function's root
   */
  record Place(int jar, String file) {

    static final int ROOT = -1;
  }

  /**
   * Makes the views that this JVM can load: its own, which has all classes, and those of older
   * releases that load others.
   *
   * @param rootClasses the class files at the function's root
   */
  static List<ReleaseView> of(SortedMap<String, byte[]> rootClasses, List<LibraryJar> jars) {
    int newest = Runtime.version().feature();
    List<ReleaseView> views = new ArrayList<>();
    views.add(new ReleaseView(newest, places(newest, rootClasses, jars)));
    Set<Place> seen = new HashSet<>(views.get(0).classes.values());
    for (int release : releases(jars).headSet(newest)) {
      Map<String, Place> others = places(release, rootClasses, jars);
      others.values().removeIf(place -> !seen.add(place));
      if (!others.isEmpty()) {
        views.add(new ReleaseView(release, others));
      }
    }
    return views;
  }

  /** The classes that a newer release than this JVM's loads instead; the release by their names. */
  static Map<String, Integer> newer(List<LibraryJar> jars) {
    int newest = Runtime.version().feature();
    Map<String, Integer> newer = new HashMap<>();
    for (LibraryJar jar : jars) {
      for (int release : jar.releases().tailSet(newest + 1)) {
        Set<String> files = new HashSet<>(jar.classes(newest).values());
        jar.classes(release)
            .forEach(
                (name, file) -> {
                  if (!files.contains(file)) {
                    newer.put(name, release);
                  }
                });
      }
    }
    return newer;
  }

  private static SortedSet<Integer> releases(List<LibraryJar> jars) {
    SortedSet<Integer> releases = new TreeSet<>(Set.of(OLDEST));
    jars.forEach(jar -> releases.addAll(jar.releases()));
    return releases;
  }

  private static Map<String, Place> places(
      int release, SortedMap<String, byte[]> rootClasses, List<LibraryJar> jars) {
    Map<String, Place> places = new LinkedHashMap<>();
    for (String file : rootClasses.keySet()) {
      String name = file.substring(0, file.length() - ".class".length());
      places.put(name, new Place(Place.ROOT, file));
    }
    for (int i = 0; i < jars.size(); i++) {
      int jar = i;
      jars.get(i)
          .classes(release)
          .forEach((name, file) -> places.putIfAbsent(name, new Place(jar, file)));
    }
    return places;
  }
}
