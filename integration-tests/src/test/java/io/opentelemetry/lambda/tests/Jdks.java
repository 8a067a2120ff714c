package io.opentelemetry.lambda.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs of this machine. */
final class Jdks {

  private static final int OLDEST = 17;
  private static final List<String> FOLDERS =
      List.of("/usr/lib/jvm", System.getProperty("user.home") + "/.sdkman/candidates/java");

  /** One of each version from 17 on: the one that runs this, and whatever else is found. */
  static Collection<Path> all() {
    Map<Integer, Path> byVersion = new TreeMap<>();
    for (Path home : candidates()) {
      int version = version(home);
      if (version >= OLDEST) {
        byVersion.putIfAbsent(version, home);
      }
    }
    return byVersion.values();
  }

  private static List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    candidates.add(Path.of(System.getProperty("java.home")));
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME_")) {
                candidates.add(Path.of(value));
              }
            });
    for (String folder : FOLDERS) {
      if (Files.isDirectory(Path.of(folder))) {
        try (Stream<Path> homes = Files.list(Path.of(folder))) {
          homes.sorted().forEach(candidates::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return candidates;
  }

  /** The feature version, or 0 if it is no JDK. */
  static int version(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return 0;
    }
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("release"))) {
      release.load(in);
      String version = release.getProperty("JAVA_VERSION").replace("\"", "");
      return Integer.parseInt(version.split("[.+-]", 2)[0]);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private Jdks() {}
}
