package io.opentelemetry.lambda.emulator.internal.runtime;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folders of a version manager, each of which has the name of a version. */
final class Versions {

  private static final Pattern RELEASE = Pattern.compile("v?\\d+(\\.\\d+)*");

  /** The folders whose versions begin so, newest first; none if there is no such manager. */
  static List<Path> of(Path manager, String prefix) {
    if (!Files.isDirectory(manager)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(manager)) {
      return folders
          .filter(folder -> name(folder).startsWith(prefix))
          .filter(folder -> RELEASE.matcher(name(folder)).matches())
          .sorted(Comparator.comparing(Versions::version).reversed())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Version version(Path folder) {
    return Version.parse(name(folder).replace("v", ""));
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private Versions() {}
}
