package io.opentelemetry.lambda.tools;

import java.nio.file.Path;

/** The folder of the project that {@code run.sh} belongs to. */
public final class Project {

  private static final Path ROOT = Path.of(System.getProperty("project.root", "")).toAbsolutePath();

  /** Resolves a path of the project. */
  public static Path file(String path) {
    return ROOT.resolve(path);
  }

  /** Shortens a path within the project, for people. */
  public static Path shorten(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(ROOT) ? ROOT.relativize(absolute) : path;
  }

  private Project() {}
}
