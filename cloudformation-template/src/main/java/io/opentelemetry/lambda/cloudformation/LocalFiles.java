package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The files that a template names, by paths that are relative to it. */
final class LocalFiles {

  private static final List<String> BUILD_FILES =
      List.of("pom.xml", "build.gradle", "build.gradle.kts");

  private final Path folder;
  private final List<String> warnings;

  static LocalFiles of(Path template, List<String> warnings) {
    return new LocalFiles(template.resolveSibling(""), warnings);
  }

  private LocalFiles(Path folder, List<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  /**
   * A zip, jar or folder.
   *
   * @param location where it is named
   */
  Path find(String name, Location location) {
    if (name.contains("://")) {
      throw location.error(name + " is not local: name a zip, jar or folder");
    }
    Path path = resolve(name, location);
    if (!Files.exists(path)) {
      throw location.error("there is no " + path + ": build it first");
    }
    warnOfSources(path, name, location);
    return path;
  }

  private Path resolve(String name, Location location) {
    try {
      return folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw location.error("this is no path: " + e.getReason());
    }
  }

  private void warnOfSources(Path path, String name, Location location) {
    BUILD_FILES.stream()
        .filter(file -> Files.exists(path.resolve(file)))
        .findFirst()
        .ifPresent(
            file ->
                warnings.add(
                    location.describe(
                        name
                            + " has a "
                            + file
                            + ", so it may be sources: sam build makes .aws-sam/build/template.yaml,"
                            + " which names what was built")));
  }
}
